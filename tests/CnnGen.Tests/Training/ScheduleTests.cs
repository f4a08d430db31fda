using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Learning rate schedules against Keras' formulas, and what an optimizer makes of them.</summary>
public class ScheduleTests
{
    // Keras: (initial - end) * (1 - min(step, steps) / steps) ** power + end.
    [Theory]
    [InlineData(0, 1, 0.1)]
    [InlineData(5, 1, 0.055)]
    [InlineData(10, 1, 0.01)]
    [InlineData(15, 1, 0.01)]
    [InlineData(5, 2, 0.0325)]
    [InlineData(5, 0.5, 0.07363961030678928)]
    public void PolynomialDecayIsKeras(long step, double power, double expected)
    {
        var schedule = new PolynomialDecay(0.1, decaySteps: 10, endLearningRate: 0.01) { Power = power };

        Assert.Equal(expected, schedule.At(step), 15);
    }

    [Fact]
    public void PolynomialDecayRefusesWhatIsNoSchedule()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialDecay(0.1, decaySteps: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialDecay(-0.1, decaySteps: 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialDecay(0.1, decaySteps: 10, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolynomialDecay(0.1, decaySteps: 10) { Power = -1 });
    }

    [Fact]
    public void AnOptimizerFollowsItsScheduleByTheStepsOfTheState()
    {
        var optimizer = new Sgd { Schedule = new PolynomialDecay(1, decaySteps: 4, endLearningRate: 0) };
        using var first = optimizer.CreateState(16);
        using var second = optimizer.CreateState(16);

        Assert.Equal([1, 0.75, 0.5, 0.25, 0, 0], Enumerable.Range(0, 6).Select(_ => RateOfNextStep(first)));
        // Another network begins at the first step again.
        Assert.Equal(1, RateOfNextStep(second));

        double RateOfNextStep(OptimizerState state)
        {
            optimizer.BeginStep(state);
            return optimizer.LearningRate;
        }
    }
}
