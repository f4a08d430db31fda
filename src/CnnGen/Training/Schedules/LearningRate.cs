using System.Globalization;

namespace CnnGen.Training;

/// <summary>
/// A learning rate: a number, or a schedule that gives one for each step. Either converts to it by itself, and it to a number:
/// <c>LearningRate = 0.01</c>, <c>LearningRate = new PolynomialDecay(0.01, 1000)</c>, <c>double rate = optimizer.LearningRate</c>.
/// </summary>
public readonly record struct LearningRate : IFormattable
{
    internal LearningRate(double value, LearningRateSchedule? schedule) => (Value, Schedule) = (value, schedule);

    /// <summary>The number; of a schedule the rate of the last step, or of step 0 before it.</summary>
    public double Value { get; }

    /// <summary>The schedule that gives the number of each step; null where it is constant.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>A constant learning rate.</summary>
    /// <param name="value">The step size.</param>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>A learning rate that depends on the step.</summary>
    /// <param name="schedule">The schedule.</param>
    public static implicit operator LearningRate(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new(schedule.At(0), schedule);
    }

    /// <summary>The number.</summary>
    /// <param name="rate">The learning rate.</param>
    public static implicit operator double(LearningRate rate) => rate.Value;

    /// <summary>The number, whatever the culture.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number in a format.</summary>
    /// <param name="format">A format of <see cref="double"/>.</param>
    /// <param name="formatProvider">The culture; the current one when null.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value.ToString(format, formatProvider);
}
