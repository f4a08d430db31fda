using CnnGen.Runtime;

namespace CnnGen;

/// <summary>Predicts images: in chunks that are dealt out to the threads, or one by one, each by all threads.</summary>
internal sealed unsafe class InferenceRun : IDisposable
{
    private readonly RunContext _context;
    private readonly InferenceWorkspaces _workspaces;
    private readonly Action<int, int> _inferChunk;
    private readonly Action<int, int> _inferStage;
    private Work _work;

    /// <summary>Reserves nothing yet.</summary>
    /// <param name="context">The network.</param>
    public InferenceRun(RunContext context)
    {
        (_context, _workspaces) = (context, new InferenceWorkspaces(context));
        (_inferChunk, _inferStage) = (InferChunk, InferStage);
    }

    /// <summary>Every arena that is there.</summary>
    public IEnumerable<AlignedMemory> Arenas => _workspaces.Arenas;

    /// <summary>Predicts all images of a call.</summary>
    /// <param name="call">The caller's images and outputs; labels, losses and penalties where these are wanted, too.</param>
    public void Predict(in NetworkPass call)
    {
        try
        {
            _work.Pass = call;
            _context.CompleteForInference(ref _work.Pass);
            // Where half of the threads would get no image, all of them work on each, if the network is worth it.
            var isShared = 2L * call.Count <= _context.Workers.Threads && _context.Code.InferStageItems.ContainsAnyExcept(1);
            _work.Chunk = _workspaces.Reserve(call.Count, isShared);
            if (_work.Chunk == 0)
                PredictByStages();
            else
                _context.Workers.Run(_inferChunk, MemoryPlan.ItemsOf(call.Count, _work.Chunk));
        }
        finally
        {
            // What the caller gave is the caller's again.
            _work = default;
        }
    }

    /// <summary>Gives up its workspaces.</summary>
    public void Dispose() => _workspaces.Dispose();

    private void InferChunk(int item, int worker)
    {
        var (chunk, count) = (_work.Chunk, _work.Pass.Count);
        var part = _context.Workers.PassOf(Some(item * chunk, Math.Min(chunk, count - item * chunk)), worker);
        // A workspace for each item where these are few, else for each worker: see MemoryPlan.ImagesAtOnce.
        var place = MemoryPlan.ItemsOf(count, chunk) <= _context.Workers.Threads ? item : worker;
        part.Workspace += (long)place * chunk * _context.Info.Memory.InferenceImageFloats;
        _context.Code.Infer(in part);
    }

    private void PredictByStages()
    {
        var items = _context.Code.InferStageItems;
        for (var image = 0; image < _work.Pass.Count; image++)
        {
            _work.Image = Some(image, 1);
            // No worker's own room is in use while all of them share this.
            _work.Image.Round = _context.Workers.Scratch;
            for (_work.Stage = 0; _work.Stage < items.Length; _work.Stage++)
                _context.Workers.Run(_inferStage, items[_work.Stage], inRanges: true);
        }
    }

    private void InferStage(int item, int worker)
    {
        var pass = _context.Workers.PassOf(in _work.Image, worker);
        _context.Code.InferStage(in pass, _work.Stage, item);
    }

    /// <summary>Some images of the call, in the first workspace.</summary>
    private NetworkPass Some(int first, int count)
    {
        var info = _context.Info;
        var part = _work.Pass;
        part.Count = count;
        part.Workspace = _workspaces.First;
        if (part.Bytes != null)
            part.Bytes += (long)first * info.InputSize;
        else
            part.Floats += (long)first * info.InputSize;
        part.Outputs += (long)first * info.OutputSize;
        part.First = first;
        if (part.Losses != null)
        {
            part.Labels += first;
            part.Losses += first;
        }

        if (part.ActivityPenalties != null)
            part.ActivityPenalties += first;

        return part;
    }

    /// <summary>What the team is given to do.</summary>
    private struct Work
    {
        /// <summary>All images of the call.</summary>
        public NetworkPass Pass;

        /// <summary>Images of a work item; 0 where all threads work on one.</summary>
        public int Chunk;

        /// <summary>The image that all threads work on.</summary>
        public NetworkPass Image;

        /// <summary>Its stage that is under way.</summary>
        public int Stage;
    }
}
