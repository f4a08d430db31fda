using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// Takes the images of a batch, or of a part of it, forward and back through the segments of a network, in chunks on all threads.
/// </summary>
/// <remarks>
/// Parts come one after the other into the same workspaces. All else that a pass names is the whole batch's, and so are the numbers of
/// images, by which dropout draws, and the mean over them that a loss is.
/// </remarks>
internal sealed unsafe class SegmentRun
{
    private readonly RunContext _context;
    private readonly BatchLosses _losses;
    private readonly FurtherLosses _furtherLosses;
    private readonly Action<int, int> _trainChunk;
    private readonly Action<int, int> _forwardChunk;
    private readonly Action<int, int> _backwardChunk;
    private NetworkPass _batch;
    private NetworkPass _part;
    private StepLoss _loss;
    private Work _work;

    /// <summary>Has nothing to do yet.</summary>
    /// <param name="context">The network.</param>
    /// <param name="losses">The losses that are not fused with the last layer.</param>
    /// <param name="furtherLosses">Those of further outputs.</param>
    public SegmentRun(RunContext context, BatchLosses losses, FurtherLosses furtherLosses)
    {
        (_context, _losses, _furtherLosses) = (context, losses, furtherLosses);
        (_trainChunk, _forwardChunk, _backwardChunk) = (TrainChunk, ForwardChunk, BackwardChunk);
    }

    /// <summary>The whole batch: what the caller gave, and where everything of the network lies.</summary>
    public ref NetworkPass Batch => ref _batch;

    /// <summary>The loss, in a step with one.</summary>
    public ref StepLoss Loss => ref _loss;

    /// <summary>The images that were taken last, as if they were a batch by themselves.</summary>
    public ref readonly NetworkPass Part => ref _part;

    /// <summary>Begins with some images; all that <see cref="Batch"/> names is known by now.</summary>
    /// <param name="images">Which of the batch's.</param>
    public void Take(ItemRange images)
    {
        var info = _context.Info;
        _part = _batch;
        _part.Count = images.Count;
        _part.Floats = _batch.Floats == null ? null : _batch.Floats + ((nint)images.First * info.InputSize);
        _part.Bytes = _batch.Bytes == null ? null : _batch.Bytes + ((nint)images.First * info.InputSize);
        _work.Pass = _batch;
        // Their workspaces are the first, and they are called by their numbers in the batch.
        _work.Pass.Workspace = _batch.Workspace - ((nint)images.First * info.Memory.TrainingImageFloats);
        _work.Images = images;
        _work.Chunk = MemoryPlan.ChunkOf(images.Count, _context.Workers.Threads, info.Memory.TrainingChunk);
    }

    /// <summary>Forward through all segments, the loss, and back through all of them; of the last all three in one go.</summary>
    public void RunTraining()
    {
        var last = _context.Code.Segments - 1;
        RunForward(last);
        RunChunks(_trainChunk, last);
        if (last > 0)
            _context.Code.JoinBackward(in _part, last);
        RunBackward(last);
    }

    /// <summary>Forward through the first segments, one after the other.</summary>
    /// <param name="segments">How many.</param>
    public void RunForward(int segments)
    {
        for (var segment = 0; segment < segments; segment++)
        {
            RunChunks(_forwardChunk, segment);
            if (segment == _context.Code.Segments - 1)
                continue;
            _context.Weights.OnStateChanged();
            _context.Code.JoinForward(in _part, segment);
        }
    }

    /// <summary>Back through the first segments, one after the other.</summary>
    /// <param name="segments">How many.</param>
    public void RunBackward(int segments)
    {
        for (var segment = segments - 1; segment >= 0; segment--)
        {
            RunChunks(_backwardChunk, segment);
            if (segment > 0)
                _context.Code.JoinBackward(in _part, segment);
        }
    }

    /// <summary>Forgets the caller's memory, which is the caller's again; what the network's own is stays named.</summary>
    public void GiveBack()
    {
        _loss = default;
        GiveBack(ref _batch);
        GiveBack(ref _part);
        GiveBack(ref _work.Pass);
    }

    private static void GiveBack(ref NetworkPass pass)
    {
        pass.Floats = null;
        pass.Bytes = null;
        pass.Labels = null;
        pass.Outputs = null;
        pass.OutputGradients = null;
        pass.FurtherOutputs = null;
        pass.FurtherGradients = null;
        pass.FurtherAreOfLogits = null;
        pass.LayerGradients = null;
        pass.Losses = null;
        pass.LossWeights = null;
        pass.FromLogits = false;
        pass.ActivityPenalties = null;
    }

    /// <summary>Deals a segment's chunks out to the threads, and waits for all of them.</summary>
    private void RunChunks(Action<int, int> body, int segment)
    {
        _work.Segment = segment;
        _context.Workers.Run(body, MemoryPlan.ItemsOf(_work.Images.Count, _work.Chunk));
    }

    private void TrainChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.Forward(in pass, _work.Segment, first, count);
        if (_loss.IsFused)
            _context.Code.Loss(in pass, first, count);
        else
            _losses.Compute(in pass, _loss.Loss!, _loss.TargetValues, first, count);
        if (_loss.Further is { } further)
            _furtherLosses.Compute(in pass, further, _loss.FirstTarget, first, count);
        _context.Code.Backward(in pass, _work.Segment, first, count);
    }

    private void ForwardChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.Forward(in pass, _work.Segment, first, count);
    }

    private void BackwardChunk(int item, int worker)
    {
        var (first, count) = ChunkAt(item);
        var pass = _context.Workers.PassOf(in _work.Pass, worker);
        _context.Code.Backward(in pass, _work.Segment, first, count);
    }

    private ItemRange ChunkAt(int item)
    {
        var first = item * _work.Chunk;
        return new ItemRange(_work.Images.First + first, Math.Min(_work.Chunk, _work.Images.Count - first));
    }

    /// <summary>The loss of a step.</summary>
    public struct StepLoss
    {
        /// <summary>The loss; null in a pass without one.</summary>
        public Loss? Loss;

        /// <summary>Whether it is computed along with the last layer.</summary>
        public bool IsFused;

        /// <summary>The targets, where they are floats; null where they are classes.</summary>
        public float* TargetValues;

        /// <summary>Those of further outputs; null where these have no loss.</summary>
        public OutputTargets[]? Further;

        /// <summary>Which of their images is the first of the batch.</summary>
        public int FirstTarget;
    }

    /// <summary>What the team is given to do.</summary>
    private struct Work
    {
        /// <summary>The batch, with workspaces where images look for them by their numbers in it.</summary>
        public NetworkPass Pass;

        /// <summary>The images.</summary>
        public ItemRange Images;

        /// <summary>Images of a work item.</summary>
        public int Chunk;

        /// <summary>The segment that is under way.</summary>
        public int Segment;
    }
}
