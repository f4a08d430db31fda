namespace CnnGen.Training;

/// <summary>
/// Sets the learning rate before each epoch, by a function of the epoch and of the rate that there is; Keras'
/// <c>LearningRateScheduler</c>. For a rate of each step, give the optimizer a <see cref="LearningRateSchedule"/>.
/// </summary>
/// <param name="schedule">Gives the rate by the epoch, from 1, and the rate before: a finite number, at least 0.</param>
public sealed class LearningRateScheduler(Func<int, double, double> schedule) : ITrainingCallback, IHasSettings
{
    private readonly Func<int, double, double> _schedule = schedule ?? throw new ArgumentNullException(nameof(schedule));
    private Optimizer? _optimizer;

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        CheckIsNumber(training.Optimizer, nameof(LearningRateScheduler));
        _optimizer = training.Optimizer;
    }

    /// <inheritdoc/>
    public void OnEpochBegin(in EpochStart epoch)
    {
        // Of an epoch that is resumed the rate is there already, and would be changed twice.
        if (epoch.BatchesDone == 0)
            _optimizer!.LearningRate = _schedule(epoch.Epoch, _optimizer.LearningRate.Value);
    }

    /// <summary>Adds nothing: a function cannot be read. That there is such a callback is compared.</summary>
    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
    }

    /// <summary>Throws where a schedule gives the rate of each step, which a callback's would not outlive.</summary>
    internal static void CheckIsNumber(Optimizer optimizer, string callback)
    {
        if (optimizer.Schedule is { } schedule)
        {
            throw new InvalidOperationException(
                $"{callback} sets the learning rate, but that of the {optimizer.GetType().Name} is a {schedule.GetType().Name}: give it a"
                + " number, or leave the callback out.");
        }
    }
}
