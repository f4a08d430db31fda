using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// Base of the classes that CnnGen generates: owns weights, workspaces and threads, and runs the generated kernels over batches.
/// </summary>
/// <remarks>
/// One caller at a time, see <see cref="INetwork"/>. Results are the same bits for any number of threads, split of a set and instruction
/// set with fused multiply-add.
/// </remarks>
public abstract unsafe partial class CompiledNetwork : INetwork
{
    private readonly AlignedMemory _weights;
    private readonly Parameter[] _parameters;
    private readonly ulong _seed;
    // What teams are given to do, made when it is first done: a program that only predicts is compiled without what trains.
    private Action<int, int>? _inferChunk;
    private Action<int, int>? _inferStage;
    private Action<int, int>? _prepareForward;
    private WorkerTeam? _team;
    private NetworkPass _pass;
    private NetworkPass _prediction;
    private NetworkPass _image;
    private int _chunk;
    private int _predictionChunk;
    private int _stage;
    private int _threads = Math.Min(Environment.ProcessorCount, WorkerTeam.MaxThreads);
    private bool _weightsAreThere;
    private bool _forwardKernelsAreFresh;

    /// <summary>
    /// Allocates the weights. They are drawn when they are first needed, which they are not where a file with others is loaded.
    /// </summary>
    /// <param name="info">The network, as the generator knows it.</param>
    /// <param name="seed">Weights and dropout are functions of it.</param>
    /// <param name="emitted">The instruction sets there is code for.</param>
    /// <param name="instructionSet">The one to use; the best of the machine that <c>CNNGEN_ISA</c> allows when null.</param>
    /// <exception cref="PlatformNotSupportedException">The machine lacks the instruction set, or there is no code for it.</exception>
    protected CompiledNetwork(NetworkInfo info, int seed, InstructionSet[] emitted, InstructionSet? instructionSet)
    {
        Info = info;
        InstructionSet = instructionSet ?? InstructionSets.Choose(emitted);
        if (Array.IndexOf(emitted, InstructionSet) < 0)
            throw new PlatformNotSupportedException(
                $"{info.Name} was generated without code for {InstructionSet.ToName()}; add it to CnnGenInstructionSets.");
        if (!InstructionSets.IsSupported(InstructionSet))
            throw new PlatformNotSupportedException(
                $"{InstructionSet.ToName()} was asked for, but this machine's best is {InstructionSets.Machine.ToName()}.");

        _seed = (ulong)seed;
        _weights = Reserve(info.Memory.WeightFloats, "its weights", OtherNetworks);
        _parameters = new Parameter[info.Parameters.Count];
        for (var i = 0; i < _parameters.Length; i++)
            _parameters[i] = new Parameter(this, info.Parameters[i]);
    }

    /// <inheritdoc/>
    public NetworkInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public InstructionSet InstructionSet { get; }

    /// <inheritdoc/>
    public int Threads
    {
        get => _threads;
        set
        {
            using var use = Enter();
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, WorkerTeam.MaxThreads, nameof(Threads));
            if (value == _threads)
                return;
            // Before anything is given up: where the system has no threads left, the network stays as it was.
            var team = new WorkerTeam(value);
            _team?.Dispose();
            _team = team;
            FreeWorkerMemory();
            _threads = value;
        }
    }

    /// <summary>The weights, drawn if need be, while the network is taken.</summary>
    internal Span<float> Weights
    {
        get
        {
            Draw();
            return WeightsAsTheyAre;
        }
    }

    private Span<float> WeightsAsTheyAre => new(_weights.Pointer, checked((int)_weights.Length));

    /// <summary>Work items of each stage of the prediction of one image, for tests.</summary>
    internal ReadOnlySpan<int> StageItems => InferStageItems;

    private WorkerTeam Team => _team ??= new WorkerTeam(_threads);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> images, Span<float> outputs)
    {
        using var use = Enter();
        var count = CountImages(images.Length);
        CheckOutputs(outputs.Length, count, nameof(outputs));
        fixed (float* floats = images)
        fixed (float* results = outputs)
        {
            _prediction = NewPass(count);
            _prediction.Floats = floats;
            _prediction.Outputs = results;
            Infer();
        }
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<byte> images, Span<float> outputs)
    {
        using var use = Enter();
        CheckAcceptsBytes();
        var count = CountImages(images.Length);
        CheckOutputs(outputs.Length, count, nameof(outputs));
        fixed (byte* bytes = images)
        fixed (float* results = outputs)
        {
            _prediction = NewPass(count);
            _prediction.Bytes = bytes;
            _prediction.Outputs = results;
            Infer();
        }
    }

    /// <summary>
    /// Predicts the images of a pass, at most <see cref="MemoryPlan.InferenceChunk"/> of them, in the workspace it names.
    /// </summary>
    /// <param name="pass">Images, outputs and workspace.</param>
    protected abstract void InferImages(in NetworkPass pass);

    /// <summary>Does a part of the prediction of one image, in the workspace and the shared room that the pass names.</summary>
    /// <param name="pass">The image, its output and workspace.</param>
    /// <param name="stage">The stage; those before it are done.</param>
    /// <param name="item">In [0, <see cref="InferStageItems"/>[stage]); other threads may do the stage's other items at the same
    /// time.</param>
    protected abstract void InferStage(in NetworkPass pass, int stage, int item);

    /// <summary>Runs the training form of the network on some images of a pass and writes their outputs.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    protected abstract void ForwardImages(in NetworkPass pass, int first, int count);

    /// <summary>Computes loss and gradient of the logits of some images; only for networks that end in softmax.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    protected abstract void LossOfImages(in NetworkPass pass, int first, int count);

    /// <summary>Takes gradients back through the network, down to the outputs of the first layer with weights.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="fromLogits">Whether the gradient of the logits is there already; else that of the outputs is read from the
    /// pass.</param>
    protected abstract void BackwardImages(in NetworkPass pass, int first, int count, bool fromLogits);

    /// <summary>Transforms a block of a kernel for the forward direction.</summary>
    /// <param name="pass">Weights and kernels.</param>
    /// <param name="item">In [0, <see cref="ForwardKernelItems"/>).</param>
    protected abstract void PrepareForwardKernel(in NetworkPass pass, int item);

    /// <summary>Transposes a kernel, or a block of it that is then transformed, for an input gradient.</summary>
    /// <param name="pass">Weights and kernels.</param>
    /// <param name="item">In [0, <see cref="BackwardKernelItems"/>).</param>
    protected abstract void PrepareBackwardKernel(in NetworkPass pass, int item);

    /// <summary>Computes the gradient of one group of channels of one layer's weights over the whole batch.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="item">In [0, <see cref="WeightGradientItems"/>).</param>
    protected abstract void WeightGradient(in NetworkPass pass, int item);

    /// <summary>Transforms one strip for a weight gradient that is computed in rounds.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="gradient">Which of <see cref="MemoryPlan.GradientRounds"/>.</param>
    /// <param name="first">The round's first strip.</param>
    /// <param name="item">The strip, counted from the first.</param>
    protected abstract void TransformRound(in NetworkPass pass, int gradient, int first, int item);

    /// <summary>Adds what a round gives for some channels to a weight gradient.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="gradient">Which of <see cref="MemoryPlan.GradientRounds"/>.</param>
    /// <param name="first">The round's first strip.</param>
    /// <param name="strips">The round's strips.</param>
    /// <param name="item">In [0, <see cref="GradientRounds.SumItems"/>).</param>
    protected abstract void SumRound(in NetworkPass pass, int gradient, int first, int strips, int item);

    /// <summary>Runs one layer alone in one direction, for profiling; the workspace holds a batch.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="layer">Its index among <see cref="NetworkInfo.Layers"/>.</param>
    /// <param name="direction">Which of its kernels.</param>
    /// <returns>Whether the layer has such a kernel.</returns>
    /// <exception cref="NotSupportedException">The network was generated without it, as it is unless the build says otherwise.</exception>
    protected virtual bool RunLayer(in NetworkPass pass, int layer, LayerDirection direction) => throw new NotSupportedException(
        $"{Info.Name} was generated without code that runs single layers: build with the property CnnGenRunsLayers set to true.");

    /// <summary>Work items of each stage of the prediction of one image.</summary>
    protected abstract ReadOnlySpan<int> InferStageItems { get; }

    /// <summary>Number of blocks of kernels to transform for the forward direction.</summary>
    protected abstract int ForwardKernelItems { get; }

    /// <summary>Number of kernels, or blocks of them, to prepare for the input gradients.</summary>
    protected abstract int BackwardKernelItems { get; }

    /// <summary>Number of work items of the weight gradients that are not computed in rounds.</summary>
    protected abstract int WeightGradientItems { get; }

    /// <summary>Whether the last layer is a softmax over classes.</summary>
    protected abstract bool EndsInSoftmax { get; }

    /// <summary>
    /// Called after parameters were written from outside: what is derived from them is stale, and what a Forward kept is that of other
    /// weights.
    /// </summary>
    internal void OnParametersChanged()
    {
        if (_forwardCount > 0)
            (_forwardCount, _forwardIsOfOtherWeights) = (0, true);
        OnWeightsChanged();
        DeriveNormalization();
    }

    /// <summary>Called after the weights changed in whatever way: kernels derived from them are stale.</summary>
    private void OnWeightsChanged() => (_forwardKernelsAreFresh, _backwardKernelsAreFresh) = (false, false);

    /// <summary>Draws the weights unless they are there.</summary>
    private void Draw()
    {
        if (_weightsAreThere)
            return;
        var weights = WeightsAsTheyAre;
        // Not on the managed heap: kernels are large objects there, and a network or two of them are a full collection.
        using var room =
            Reserve(Info.Parameters.Select(parameter => parameter.Count).DefaultIfEmpty().Max(), "drawing its weights", OtherNetworks);
        for (var i = 0; i < _parameters.Length; i++)
        {
            var values = new Span<float>(room.Pointer, _parameters[i].Count);
            Initialization.Fill(_parameters[i].Info, i, _seed, values);
            _parameters[i].Scatter(values, weights);
        }

        _weightsAreThere = true;
        OnParametersChanged();
    }

    private NetworkPass NewPass(int count)
    {
        Draw();
        ReserveScratch();
        _forwardKernels ??= Reserve(Info.Memory.ForwardKernelFloats, "the kernels of prediction", OtherNetworks);
        return new()
        {
            Weights = _weights.Pointer,
            ForwardKernels = _forwardKernels.Pointer,
            Scratch = _scratch!.Pointer,
            Count = count,
            Seed = _seed
        };
    }

    /// <summary>A pass as one worker sees it: with scratch room of its own.</summary>
    private NetworkPass ForWorker(in NetworkPass pass, int worker)
    {
        var own = pass;
        own.Scratch = _scratch!.Pointer + (long)worker * Info.Memory.ScratchFloats;
        return own;
    }

    /// <summary>Brings the kernels of the forward direction up to date with the weights.</summary>
    private void RefreshForwardKernels()
    {
        if (_forwardKernelsAreFresh)
            return;
        Team.Run(_prepareForward ??= PrepareForward, ForwardKernelItems);
        _forwardKernelsAreFresh = true;
    }

    private void PrepareForward(int item, int worker)
    {
        var pass = NewPass(0);
        PrepareForwardKernel(in pass, item);
    }

    private void Infer()
    {
        RefreshForwardKernels();
        // Where half of the threads would get no image, all of them work on each, if the network is worth it.
        var isShared = 2L * _prediction.Count <= _threads && InferStageItems.ContainsAnyExcept(1);
        _predictionChunk = ReserveInference(_prediction.Count, isShared);
        if (_predictionChunk == 0)
            InferByStages();
        else
            Team.Run(_inferChunk ??= InferChunk, MemoryPlan.ItemsOf(_prediction.Count, _predictionChunk));
    }

    private void InferChunk(int item, int worker)
    {
        var (first, count) = (item * _predictionChunk, _prediction.Count);
        var part = ForWorker(SomeOfPrediction(first, Math.Min(_predictionChunk, count - first)), worker);
        // A workspace for each item where these are few, else for each worker: see MemoryPlan.ImagesAtOnce.
        var place = MemoryPlan.ItemsOf(count, _predictionChunk) <= _threads ? item : worker;
        part.Workspace += (long)place * _predictionChunk * Info.Memory.InferenceImageFloats;
        InferImages(in part);
    }

    private void InferByStages()
    {
        var items = InferStageItems;
        for (var image = 0; image < _prediction.Count; image++)
        {
            _image = SomeOfPrediction(image, 1);
            // No worker's own room is in use while all of them share this.
            _image.Round = _scratch!.Pointer;
            for (_stage = 0; _stage < items.Length; _stage++)
                Team.Run(_inferStage ??= InferStage, items[_stage], inRanges: true);
        }
    }

    private void InferStage(int item, int worker)
    {
        var pass = ForWorker(in _image, worker);
        InferStage(in pass, _stage, item);
    }

    /// <summary>Some images of the prediction under way, in the first worker's workspace.</summary>
    private NetworkPass SomeOfPrediction(int first, int count)
    {
        var part = _prediction;
        part.Count = count;
        part.Workspace = _inference!.Pointer;
        if (part.Bytes != null)
            part.Bytes += (long)first * Info.InputSize;
        else
            part.Floats += (long)first * Info.InputSize;
        part.Outputs += (long)first * Info.OutputSize;
        if (part.Losses != null)
        {
            part.Labels += first;
            part.Losses += first;
        }

        return part;
    }

    private int CountImages(int values)
    {
        if (values % Info.InputSize != 0)
        {
            throw new ArgumentException(
                $"{Info.Name} takes images of {string.Join(" x ", Info.InputShape)} = {Info.InputSize} values, but {values} values are no"
                    + " whole number of them.", "images");
        }

        return values / Info.InputSize;
    }

    private void CheckOutputs(int length, int count, string argument)
    {
        if (length != (long)count * Info.OutputSize)
            throw new ArgumentException($"Outputs of {Counted(count, "image")} are {(long)count * Info.OutputSize} values"
                + $" ({Info.OutputSize} each), but there is room for {length}.", argument);
    }

    private void CheckAcceptsBytes()
    {
        if (!Info.AcceptsBytes)
        {
            throw new InvalidOperationException(
                $"{Info.Name} does not begin with [Normalization] or [Rescaling], so images as bytes would come in unscaled. Add one of"
                    + " them, or pass floats.");
        }
    }
}
