namespace CnnGen.Training;

/// <summary>Any function of the step: <c>new LearningRateFunction(step => step &lt; 1000 ? 0.1 : 0.01)</c>.</summary>
/// <param name="function">
/// Gives the rate of a step by the steps before it, from 0: a finite number, at least 0, and each time the same, for networks that share an
/// optimizer may ask on several threads.
/// </param>
public sealed class LearningRateFunction(Func<long, double> function) : LearningRateSchedule, IHasSettings
{
    private readonly Func<long, double> _function = function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    public override double At(long step) => _function(step);

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        // A function can be asked, but not read: what it gives first is all that is sure to be wanted.
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("rate of step 0", At(0));
    }
}
