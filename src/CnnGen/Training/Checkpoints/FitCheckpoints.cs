using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>The checkpoints of one call of <see cref="NetworkTraining.Fit"/>: when they are due, what is in them, and the way
/// back.</summary>
internal sealed class FitCheckpoints
{
    private const string EpochUnderWay = "epoch_under_way";
    private const string StopReason = "stop_reason";
    private const string Definition = "definition";
    private const string LearningRate = "learning_rate";
    private const string Steps = "steps";

    // Of the processes of a cluster one writes for all.
    private readonly bool _writes;
    private readonly INetwork _network;
    private readonly FitOptions _options;
    private readonly CheckpointOptions _checkpoint;
    private readonly CheckpointFolder _folder;
    private readonly MetricSet _metrics;
    private readonly ITrainingCallback[] _callbacks;
    private readonly int _batches;
    private readonly FitDefinition _definition;

    // What the training began with; null where it begins now.
    private TrainingState? _first;

    /// <summary>Prepares the folder.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="train">Training images.</param>
    /// <param name="validation">Validation images.</param>
    /// <param name="batches">Batches of an epoch.</param>
    /// <param name="options">All options; those of checkpoints are set.</param>
    /// <exception cref="ArgumentException">A metric cannot be resumed within an epoch.</exception>
    /// <exception cref="IOException">See <see cref="CheckpointFolder.Prepare"/>.</exception>
    public FitCheckpoints(
        INetwork network, Loss loss, MetricSet metrics, IImageSource train, IImageSource? validation, int batches, FitOptions options)
    {
        (_network, _options, _checkpoint, _metrics, _batches) = (network, options, options.Checkpoint!, metrics, batches);
        _callbacks = [.. options.Callbacks];
        _writes = options.Cluster is null or { Rank: 0 };
        _definition = new FitDefinition(loss, metrics, train, validation, options);
        if (_checkpoint.EverySteps is not null && NotResumable is { } metric)
        {
            throw new ArgumentException(
                $"{metric.GetType().Name} does not implement {nameof(IResumable)}, so an epoch cannot be resumed within it: implement it,"
                + $" or leave {nameof(CheckpointOptions.EverySteps)} out.",
                nameof(options));
        }

        _folder = new CheckpointFolder(_checkpoint);
        if (_writes)
            _folder.Prepare();
    }

    private Metric? NotResumable => _metrics.All.ToArray().FirstOrDefault(metric => metric is not IResumable);

    /// <summary>Whether one is due after a batch.</summary>
    /// <param name="epochs">Epochs that are done.</param>
    /// <param name="tally">The epoch under way.</param>
    public bool IsDueWithin(int epochs, EpochTally tally) =>
        _checkpoint.EverySteps is { } steps && StepsOf(epochs, tally) % steps == 0;

    /// <summary>Whether one is due after an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="isLast">Whether training ends with it.</param>
    public bool IsDueAfter(int epoch, bool isLast) => isLast || epoch % _checkpoint.EveryEpochs == 0;

    /// <summary>Where training stands.</summary>
    /// <param name="context">What callbacks know.</param>
    /// <param name="epochs">The epochs that are done.</param>
    /// <param name="firstNonFinite">The first step that was not finite.</param>
    /// <param name="tally">The epoch under way; null between two.</param>
    /// <returns>What to write; null where it cannot be resumed from here.</returns>
    public TrainingState? Capture(
        TrainingContext context, IReadOnlyList<EpochResult> epochs, TrainingStep? firstNonFinite, EpochTally? tally)
    {
        if (tally is not null && NotResumable is not null)
            return null;
        var state = new TrainingState();
        _definition.Save(state.Section(Definition), _first);
        if (_options.Optimizer.Schedule is null)
            state.Set(LearningRate, _options.Optimizer.LearningRate.Value);
        HistoryState.Save(state, epochs, firstNonFinite);
        state.Set(Steps, StepsOf(epochs.Count, tally));
        if (context.StopReason is { } reason)
            state.Set(StopReason, reason);
        foreach (var (callback, section) in Resumable(_callbacks, "callbacks"))
            callback.SaveState(state.Section(section));
        if (tally is null)
            return state;
        tally.Save(state.Section(EpochUnderWay));
        foreach (var (metric, section) in Resumable(_metrics.All.ToArray(), "metrics"))
            metric.SaveState(state.Section(section));
        return state;
    }

    /// <summary>Writes a checkpoint, and removes old ones.</summary>
    /// <param name="state">What <see cref="Capture"/> gave; null: nothing is written.</param>
    public void Write(TrainingState? state)
    {
        if (state is null || !_writes)
            return;
        _network.SaveCheckpoint(_folder.PathOf(state.GetInt64(Steps)), state);
        _folder.RemoveOld();
    }

    /// <summary>Reads the last checkpoint into the network and the optimizer, where training is to be resumed and there is one.</summary>
    /// <param name="context">Is told of it.</param>
    /// <returns>What is to be restored besides; null where training begins.</returns>
    /// <exception cref="InvalidOperationException">It is one of another training.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or does not fit the network.</exception>
    public TrainingState? Read(TrainingContext context)
    {
        if (!_checkpoint.Resume || _folder.FindLast() is not { } file)
            return null;
        var path = file.Path;
        var saved = CheckpointFile.StateOf(file, _network.Info.Name).Section(TrainingState.CallersSection);
        double? rate = saved.Contains(LearningRate) ? saved.GetDouble(LearningRate) : null;
        var differences = _definition.DifferencesFrom(saved.Section(Definition), rate);
        if (differences.Count > 0)
        {
            throw new InvalidOperationException(
                $"{path} is a checkpoint of another training: {string.Join("; ", differences)}. Go on with the options and images that it"
                + " began with (Epochs may differ). To begin another training, take another folder, and Load the weights of this checkpoint"
                + " where they are wanted.");
        }

        var state = _network is ICheckpointReader reader
            ? reader.LoadCheckpoint(file, _options.Optimizer)
            : _network.LoadCheckpoint(path, _options.Optimizer);
        // Also where a callback has ended a schedule by it.
        if (rate is { } reached)
            _options.Optimizer.LearningRate = reached;
        var stopReason = state.Contains(StopReason) ? state.GetText(StopReason) : null;
        if (stopReason is not null)
            context.Stop(stopReason);
        context.ResumedFrom = new ResumePoint(path, state.GetInt64(Steps), _batches)
        {
            IsOver = stopReason is not null || HistoryState.EpochsOf(state) >= _options.Epochs,
            StopReason = stopReason,
        };
        // A copy: what was read of the file need not stay in memory.
        saved.Section(Definition).CopyTo(_first = new TrainingState());
        return state;
    }

    /// <summary>Gives callbacks back what they remembered; those that are new begin.</summary>
    /// <param name="state">What <see cref="Read"/> gave.</param>
    public void RestoreCallbacks(TrainingState state)
    {
        foreach (var (callback, section) in Resumable(_callbacks, "callbacks"))
        {
            var own = state.Section(section);
            if (!own.IsEmpty)
                callback.RestoreState(own);
        }
    }

    /// <summary>The epoch that was under way, with the metrics of its batches; null where none was.</summary>
    /// <param name="state">What <see cref="Read"/> gave.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    public EpochTally? RestoreEpoch(TrainingState state, int epoch)
    {
        var section = state.Section(EpochUnderWay);
        if (section.IsEmpty)
            return null;
        var tally = new EpochTally(epoch, _metrics);
        tally.Restore(section);
        _metrics.Reset();
        foreach (var (metric, name) in Resumable(_metrics.All.ToArray(), "metrics"))
            metric.RestoreState(state.Section(name));
        return tally;
    }

    private long StepsOf(int epochs, EpochTally? tally) => ((long)epochs * _batches) + (tally?.Batches ?? 0);

    /// <summary>Those that can be resumed, each with a name of its own: its class, and how many of it came before.</summary>
    private static IEnumerable<(IResumable Each, string Section)> Resumable(IEnumerable<object> all, string group) => all
        .GroupBy(each => each.GetType())
        .SelectMany(alike => alike.Select((each, number) => (each as IResumable, $"{group}/{alike.Key.Name}_{number}")))
        .Where(pair => pair.Item1 is not null)
        .Select(pair => (pair.Item1!, pair.Item2));
}
