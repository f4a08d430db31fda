using System.Runtime.CompilerServices;
using CnnGen.Data;
using CnnGen.Formats;
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
public abstract unsafe partial class CompiledNetwork : INetwork, INetworkEnd, INonFiniteCause, IAveragedWeights, ICheckpointReader
{
    private readonly RunContext _context;
    private readonly ArgumentChecks _check;
    private readonly InferenceRun _inference;
    // Made by the first call that trains: a program that only predicts is compiled without what trains.
    private TrainingRun? _training;

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
        var chosen = instructionSet ?? InstructionSets.Choose(emitted);
        if (Array.IndexOf(emitted, chosen) < 0)
        {
            throw new PlatformNotSupportedException(
                $"{info.Name} was generated without code for {chosen.ToName()}; add it to CnnGenInstructionSets.");
        }

        if (!InstructionSets.IsSupported(chosen))
        {
            throw new PlatformNotSupportedException(
                $"{chosen.ToName()} was asked for, but this machine's best is {InstructionSets.Machine.ToName()}.");
        }

        Gate = new Gate(this, info.Name);
        _context = new RunContext(info, CodeFor(chosen), chosen, (ulong)seed, Gate);
        _check = new ArgumentChecks(info);
        _inference = new InferenceRun(_context);
    }

    /// <inheritdoc/>
    public NetworkInfo Info => _context.Info;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => _context.Weights.Parameters;

    /// <inheritdoc/>
    public InstructionSet InstructionSet => _context.InstructionSet;

    /// <inheritdoc/>
    public int Threads
    {
        get => _context.Workers.Threads;
        set
        {
            using var use = Gate.Enter();
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, WorkerTeam.MaxThreads, nameof(Threads));
            if (value == Threads)
                return;
            _context.Workers.Change(value);
            _inference.Dispose();
        }
    }

    /// <inheritdoc/>
    bool INetworkEnd.EndsInSoftmax => Code.EndsInSoftmax;

    /// <inheritdoc/>
    bool INetworkEnd.TakesLogitsGradients(Loss loss) => _context.TakesLogitsGradients(loss);

    /// <inheritdoc/>
    bool INetworkEnd.TakesLogitsGradients(int output, Loss loss) => _context.TakesLogitsGradients(output, loss);

    /// <inheritdoc/>
    bool INetworkEnd.PenalizesActivities => Code.PenalizesActivities;

    /// <inheritdoc/>
    double INetworkEnd.Penalty
    {
        get
        {
            using var use = Gate.Enter();
            Weights.Draw();
            return WeightPenalty.OfNetwork(InstructionSet, Info, Weights.Arena.Pointer);
        }
    }

    /// <inheritdoc/>
    string? INonFiniteCause.NonFiniteCause => _training?.NonFinite?.Describe(Info);

    /// <summary>Every call passes it, and has the network for its length.</summary>
    internal Gate Gate { get; }

    /// <summary>Weights and gradients, while the network is taken.</summary>
    internal WeightStore Weights => _context.Weights;

    /// <summary>Its threads, for the tests of what they allocate.</summary>
    internal Workers Workers => _context.Workers;

    /// <summary>Gives the network memory.</summary>
    internal NetworkMemory Memory => _context.Memory;

    /// <summary>What is generated for it and its instruction set.</summary>
    internal NetworkCode Code => _context.Code;

    /// <summary>Every arena of the network itself, for the tests of their guard zones; an optimizer's slots guard themselves.</summary>
    internal IEnumerable<AlignedMemory> Arenas => [.. _context.Arenas, .. _inference.Arenas, .. _training?.Arenas ?? []];

    private TrainingRun Training => _training ??= new TrainingRun(_context);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> images, Span<float> outputs)
    {
        using var use = Gate.Enter();
        var count = _check.Images(images.Length, outputs.Length);
        fixed (float* floats = images, results = outputs)
            _inference.Predict(new NetworkPass { Count = count, Floats = floats, Outputs = results });
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<byte> images, Span<float> outputs)
    {
        using var use = Gate.Enter();
        _check.AcceptsBytes();
        var count = _check.Images(images.Length, outputs.Length);
        fixed (byte* bytes = images)
        fixed (float* results = outputs)
            _inference.Predict(new NetworkPass { Count = count, Bytes = bytes, Outputs = results });
    }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> images, Span<float> outputs)
    {
        using var use = Gate.Enter();
        ArgumentChecks.NotEmpty(_check.Images(images.Length));
        var count = _check.Images(images.Length, outputs.Length);
        fixed (float* floats = images, results = outputs)
            Training.Forward(new NetworkPass { Count = count, Floats = floats, Outputs = results });
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> outputGradients)
    {
        using var use = Gate.Enter();
        Training.CheckForward(outputGradients.Length);
        fixed (float* gradients = outputGradients)
            Training.Backward(gradients);
    }

    /// <inheritdoc/>
    public void Step(Optimizer optimizer)
    {
        using var use = Gate.Enter();
        ArgumentNullException.ThrowIfNull(optimizer);
        Training.Step(optimizer);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Optimizer optimizer)
    {
        using var use = Gate.Enter();
        fixed (float* floats = images)
            return Train(new NetworkPass { Count = _check.Images(images.Length), Floats = floats }, labels, Loss.For(this), optimizer, []);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, Optimizer optimizer)
    {
        using var use = Gate.Enter();
        _check.AcceptsBytes();
        fixed (byte* bytes = images)
            return Train(new NetworkPass { Count = _check.Images(images.Length), Bytes = bytes }, labels, Loss.For(this), optimizer, []);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(
        ReadOnlySpan<float> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default)
    {
        using var use = Gate.Enter();
        fixed (float* floats = images)
            return Train(new NetworkPass { Count = _check.Images(images.Length), Floats = floats }, targets, loss, optimizer, metrics);
    }

    /// <inheritdoc/>
    public BatchResult TrainBatch(
        ReadOnlySpan<byte> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default)
    {
        using var use = Gate.Enter();
        _check.AcceptsBytes();
        fixed (byte* bytes = images)
            return Train(new NetworkPass { Count = _check.Images(images.Length), Bytes = bytes }, targets, loss, optimizer, metrics);
    }

    /// <inheritdoc/>
    public void ResetOptimizer()
    {
        using var use = Gate.Enter();
        _training?.ResetOptimizer();
    }

    /// <inheritdoc/>
    public void Adapt(IImageSource images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var use = Gate.Enter();
        ImageStatistics.Learn(Info, Weights, images);
    }

    /// <inheritdoc/>
    public string Summary() => NetworkSummary.Of(Info);

    /// <inheritdoc/>
    public string Summary(bool detailed) => detailed ? NetworkSummary.WithChoices(Info) : Summary();

    /// <inheritdoc/>
    public void SaveCheckpoint(string path, TrainingState? state = null)
    {
        using var use = Gate.Enter();
        new NetworkCheckpoint(_context, Training).Save(path, state);
    }

    /// <inheritdoc/>
    public TrainingState LoadCheckpoint(string path, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var use = Gate.Enter();
        return new NetworkCheckpoint(_context, Training).Load(CheckpointFile.ReadWhole(path), optimizer);
    }

    /// <summary>Frees all memory and threads; a second time it does nothing.</summary>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    void INetworkEnd.PredictWithLosses(
        ReadOnlySpan<float> floats, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> labels, Span<float> outputs, Span<float> losses,
        Span<double> penalties, OutputRooms? further)
    {
        using var use = Gate.Enter();
        penalties.Clear();
        fixed (float* floatImages = floats, results = outputs, imageLosses = losses)
        fixed (byte* byteImages = bytes)
        fixed (int* classes = labels)
        fixed (double* imagePenalties = penalties)
        {
            _inference.Predict(new NetworkPass
            {
                Count = outputs.Length / Info.OutputSize,
                Floats = floatImages,
                Bytes = byteImages,
                Labels = classes,
                Outputs = results,
                Losses = imageLosses,
                ActivityPenalties = imagePenalties,
                FurtherOutputs = further is null ? null : further.Pointers,
            });
        }
    }

    /// <inheritdoc/>
    TrainingState ICheckpointReader.LoadCheckpoint(SafetensorsFile file, Optimizer optimizer)
    {
        using var use = Gate.Enter();
        return new NetworkCheckpoint(_context, Training).Load(file, optimizer);
    }

    /// <inheritdoc/>
    void IAveragedWeights.SwapAverages(Optimizer optimizer)
    {
        using var use = Gate.Enter();
        _training?.SwapAverages(optimizer);
    }

    /// <inheritdoc/>
    void IAveragedWeights.TakeAverages(Optimizer optimizer)
    {
        using var use = Gate.Enter();
        _training?.TakeAverages(optimizer);
    }

    /// <summary>Runs one kernel of one layer on the batch of the last step again, on this thread; for benchmarks.</summary>
    /// <param name="layer">Its index among <see cref="NetworkInfo.Layers"/>; not the input.</param>
    /// <param name="direction">Which of its kernels.</param>
    /// <returns>Whether the layer has such a kernel.</returns>
    /// <exception cref="InvalidOperationException">No step went before.</exception>
    /// <exception cref="NotSupportedException">The network was generated without code for it.</exception>
    internal bool RunLayer(int layer, LayerDirection direction)
    {
        using var use = Gate.Enter();
        return Training.RunLayer(layer, direction);
    }

    /// <summary>Predicts all outputs of a network with several; what <c>Predict</c> with a span for each calls.</summary>
    /// <param name="images">n images.</param>
    /// <param name="outputs">Receives n outputs of the last layer.</param>
    /// <param name="furtherOutputs">Receive those of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    /// <param name="lengths">The values that each of them has room for.</param>
    /// <exception cref="ArgumentException">A length is not what n images need.</exception>
    protected internal void Predict(
        ReadOnlySpan<float> images, Span<float> outputs, float** furtherOutputs, ReadOnlySpan<int> lengths)
    {
        using var use = Gate.Enter();
        var count = _check.Images(images.Length, outputs.Length);
        _check.FurtherOutputs(count, lengths);
        fixed (float* floats = images, results = outputs)
        {
            _inference.Predict(new NetworkPass
            {
                Count = count,
                Floats = floats,
                Outputs = results,
                FurtherOutputs = furtherOutputs,
            });
        }
    }

    /// <summary>As the overload for floats, for images as bytes.</summary>
    /// <param name="images">n images.</param>
    /// <param name="outputs">Receives n outputs of the last layer.</param>
    /// <param name="furtherOutputs">Receive those of <see cref="NetworkInfo.FurtherOutputs"/>, in their order.</param>
    /// <param name="lengths">The values that each of them has room for.</param>
    /// <exception cref="ArgumentException">A length is not what n images need.</exception>
    protected internal void Predict(
        ReadOnlySpan<byte> images, Span<float> outputs, float** furtherOutputs, ReadOnlySpan<int> lengths)
    {
        using var use = Gate.Enter();
        _check.AcceptsBytes();
        var count = _check.Images(images.Length, outputs.Length);
        _check.FurtherOutputs(count, lengths);
        fixed (byte* bytes = images)
        fixed (float* results = outputs)
        {
            _inference.Predict(new NetworkPass
            {
                Count = count,
                Bytes = bytes,
                Outputs = results,
                FurtherOutputs = furtherOutputs,
            });
        }
    }

    /// <summary>What is generated for an instruction set.</summary>
    /// <param name="instructionSet">One that there is code for, and that the machine has.</param>
    protected abstract NetworkCode CodeFor(InstructionSet instructionSet);

    /// <summary>Frees all memory and threads.</summary>
    /// <param name="disposing">Whether it was asked for, rather than found by the garbage collector.</param>
    /// <exception cref="InvalidOperationException">The network is at work for another caller.</exception>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || !Gate.Close())
            return;
        _training?.Dispose();
        _inference.Dispose();
        _context.Dispose();
    }

    private BatchResult Train(
        in NetworkPass call,
        Targets targets,
        Loss loss,
        Optimizer optimizer,
        ReadOnlySpan<Metric> metrics,
        ShardPlan? plan = null,
        [CallerArgumentExpression(nameof(targets))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        loss.CheckNetwork(this);
        ArgumentChecks.NotEmpty(call.Count);
        _check.Targets(call.Count, targets, loss, metrics, parameter);
        return Training.Train(in call, targets, loss, optimizer, metrics, plan ?? ShardPlan.Whole);
    }
}
