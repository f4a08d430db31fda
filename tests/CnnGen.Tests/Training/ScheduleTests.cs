using CnnGen.Runtime;
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
            optimizer.Begin(state);
            return optimizer.LearningRate;
        }
    }

    /// <summary>What a step does is settled when it begins: neither another network's step nor a setting changes it.</summary>
    [Fact]
    public unsafe void AStepGoesOnAsItBegan()
    {
        var falling = new PolynomialDecay(1, decaySteps: 4, endLearningRate: 0);
        var optimizer = new Sgd(falling) { WeightDecay = 0.5, ClipValue = 2 };
        using var first = optimizer.CreateState(1);
        using var second = optimizer.CreateState(1);
        float weight = 8, gradient = 3;
        optimizer.Begin(first);
        for (int step = 0; step < 3; step++)
            optimizer.Begin(second);
        (optimizer.LearningRate, optimizer.WeightDecay, optimizer.ClipValue) = (0, null, 1);
        Assert.False(first.Settings.ClipsByNorm);
        first.Update(InstructionSet.Scalar, &weight, &gradient, 0, 1);
        Assert.Equal(8 - (8 * 0.5f) - 2, weight);
    }

    [Fact]
    public void ALearningRateIsANumberOrASchedule()
    {
        var schedule = new PolynomialDecay(1, decaySteps: 4, endLearningRate: 0);
        Optimizer[] all =
        [
            new Sgd(schedule), new Adam(schedule), new Nadam(schedule), new RmsProp(schedule),
            new Sgd { LearningRate = schedule }, new Adam(0.5) { LearningRate = schedule }, new Nadam { Schedule = schedule },
        ];
        foreach (var optimizer in all)
        {
            Assert.Same(schedule, optimizer.Schedule);
            Assert.Same(schedule, optimizer.LearningRate.Schedule);
            using var state = optimizer.CreateState(16);
            double[] rates = new double[3];
            foreach (ref double rate in rates.AsSpan())
            {
                optimizer.Begin(state);
                rate = optimizer.LearningRate;
            }

            Assert.Equal([1, 0.75, 0.5], rates);
        }
    }

    [Fact]
    public void OfLearningRateAndScheduleWhatIsSetLastCounts()
    {
        var (first, second) = (new PolynomialDecay(1, decaySteps: 4, endLearningRate: 0), new PolynomialDecay(8, decaySteps: 2));
        var optimizer = new Sgd(0.1) { Schedule = first };
        using var state = optimizer.CreateState(16);
        optimizer.Begin(state);
        optimizer.Begin(state);
        Assert.Equal(0.75, optimizer.LearningRate.Value);

        optimizer.Schedule = null;
        Assert.Equal((0.75, null), (optimizer.LearningRate.Value, optimizer.Schedule));
        optimizer.LearningRate = second;
        Assert.Same(second, optimizer.Schedule);
        optimizer.Schedule = first;
        Assert.Same(first, optimizer.LearningRate.Schedule);
        optimizer.LearningRate = 0.2;
        optimizer.Begin(state);
        Assert.Equal((0.2, null), (optimizer.LearningRate.Value, optimizer.Schedule));

        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => optimizer.LearningRate = -1);
        Assert.Throws<ArgumentNullException>("schedule", () => optimizer.LearningRate = (PolynomialDecay)null!);
        Assert.Equal(0.2, optimizer.LearningRate.Value);
    }

    [Fact]
    public void ALearningRateReadsAsItsNumber()
    {
        var optimizer = new Sgd(0.5);
        optimizer.LearningRate *= 0.5;
        double rate = optimizer.LearningRate;
        Assert.Equal(0.25, rate);
        Assert.True(optimizer.LearningRate < 0.3);
        Assert.Equal("0.25 0.250", FormattableString.Invariant($"{optimizer.LearningRate} {optimizer.LearningRate:F3}"));
    }

    [Fact]
    public void AdamWithAConstantGradientMovesByItsRateAcrossCalls()
    {
        // To float32's roundings, 6e-8 a step; a lost step counter makes the third step 0.0015654.
        var optimizer = new Adam(0.001);
        using var state = optimizer.CreateState(1);
        float[] weight = [1];
        var weights = new List<float>();
        for (int step = 0; step < 4; step++)
        {
            optimizer.Begin(state);
            unsafe
            {
                float gradient = 1;
                fixed (float* w = weight)
                    state.Update(InstructionSet.Scalar, w, &gradient, 0, 1);
            }

            weights.Add(weight[0]);
        }

        double[] expected = [0.999, 0.998, 0.997, 0.996];
        Assert.All(weights.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 3e-7));
    }
}
