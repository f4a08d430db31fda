using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Schedules against Keras' formulas, and PyTorch's for one cycle, with the platform's own functions.</summary>
public sealed class KerasScheduleTests
{
    private static readonly long[] Steps = [0, 1, 5, 9, 10, 11, 25, 30, 69, 70, 71, 99, 100, 1000];

    [Fact]
    public void ExponentialDecayIsKeras()
    {
        Check(new ExponentialDecay(0.1, 10, 0.96), step => 0.1 * Math.Pow(0.96, step / 10.0));
        Check(new ExponentialDecay(0.1, 10, 0.5) { Staircase = true }, step => 0.1 * Math.Pow(0.5, step / 10));
        Check(new ExponentialDecay(0.1, 10, 0), step => step == 0 ? 0.1 : 0);
    }

    [Fact]
    public void InverseTimeDecayIsKeras()
    {
        Check(new InverseTimeDecay(0.1, 10, 0.5), step => 0.1 / (1 + (0.5 * step / 10)));
        Check(new InverseTimeDecay(0.1, 10, 0.5) { Staircase = true }, step => 0.1 / (1 + (0.5 * (step / 10))));
    }

    [Fact]
    public void PiecewiseConstantDecayIsKeras()
    {
        Check(new PiecewiseConstantDecay([10, 70], [1, 0.5, 0.1]), step => step <= 10 ? 1 : step <= 70 ? 0.5 : 0.1);
        Check(new PiecewiseConstantDecay([], [0.3]), _ => 0.3);
        Assert.Throws<ArgumentException>("values", () => new PiecewiseConstantDecay([1], [1]));
        Assert.Throws<ArgumentException>("boundaries", () => new PiecewiseConstantDecay([5, 5], [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("values", () => new PiecewiseConstantDecay([5], [1, -2]));
    }

    [Fact]
    public void CosineDecayIsKeras()
    {
        Check(new CosineDecay(0.1, 70), step => 0.1 * Wave(Math.Min(step, 70) / 70.0));
        Check(new CosineDecay(0.1, 70) { Alpha = 0.2 }, step => 0.1 * ((0.8 * Wave(Math.Min(step, 70) / 70.0)) + 0.2));
        Check(
            new CosineDecay(0.01, 60) { WarmupTarget = 0.1, WarmupSteps = 10 },
            step => step < 10 ? 0.01 + (0.09 * step / 10) : 0.1 * Wave(Math.Min(step - 10, 60) / 60.0));
    }

    [Fact]
    public void CosineDecayRestartsIsKeras()
    {
        // Waves of 10, 20, 40 ... steps begin at 0, 10, 30, 70 ...
        Check(new CosineDecayRestarts(0.1, 10) { RateFactor = 0.5 }, step =>
        {
            int wave = (int)Math.Floor(Math.Log2((step / 10.0) + 1) + 1e-12);
            double begin = 10 * (Math.Pow(2, wave) - 1);
            return 0.1 * Math.Pow(0.5, wave) * Wave((step - begin) / (10 * Math.Pow(2, wave)));
        });
        Check(
            new CosineDecayRestarts(0.1, 10) { TimeFactor = 1, RateFactor = 0.9, Alpha = 0.1 },
            step => 0.1 * ((0.9 * Math.Pow(0.9, step / 10) * Wave(step % 10 / 10.0)) + 0.1));
    }

    [Fact]
    public void OneCycleIsPyTorch() => Check(new OneCycle(1, 100), step =>
    {
        double at = Math.Min(step, 99);
        return at <= 29
            ? 0.04 + (0.96 * (1 - Wave(at / 29)))
            : 4e-6 + ((1 - 4e-6) * Wave((at - 29) / 70));
    });

    [Fact]
    public void AFunctionIsASchedule()
    {
        Check(new LearningRateFunction(step => 1.0 / (step + 1)), step => 1.0 / (step + 1));
        Assert.Throws<ArgumentNullException>(() => new LearningRateFunction(null!));
        Assert.Equal(0.25, new Sgd(new LearningRateFunction(_ => 0.25)).LearningRate.Value);
    }

    [Fact]
    public void SettingsOutOfTheirRangeAreRefused()
    {
        Refuses("decaySteps", () => new ExponentialDecay(0.1, 0, 1));
        Refuses("decayRate", () => new ExponentialDecay(0.1, 1, -1));
        Refuses("initialLearningRate", () => new InverseTimeDecay(-1, 1, 1));
        Refuses("decaySteps", () => new CosineDecay(0.1, 0));
        Refuses("Alpha", () => new CosineDecay(0.1, 1) { Alpha = -1 });
        Refuses("WarmupSteps", () => new CosineDecay(0.1, 1) { WarmupSteps = -1 });
        Refuses("WarmupTarget", () => new CosineDecay(0.1, 1) { WarmupTarget = double.NaN });
        Refuses("firstDecaySteps", () => new CosineDecayRestarts(0.1, 0));
        Refuses("TimeFactor", () => new CosineDecayRestarts(0.1, 1) { TimeFactor = 0.5 });
        Refuses("RateFactor", () => new CosineDecayRestarts(0.1, 1) { RateFactor = -1 });
        Refuses("totalSteps", () => new OneCycle(1, 1));
        Refuses("RisingShare", () => new OneCycle(1, 10) { RisingShare = 2 });
        Refuses("InitialDivisor", () => new OneCycle(1, 10) { InitialDivisor = 0 });
        Refuses("FinalDivisor", () => new OneCycle(1, 10) { FinalDivisor = -1 });

        static void Refuses(string setting, Func<LearningRateSchedule> create) =>
            Assert.Throws<ArgumentOutOfRangeException>(setting, create);
    }

    private static double Wave(double share) => (1 + Math.Cos(Math.PI * share)) / 2;

    private static void Check(LearningRateSchedule schedule, Func<long, double> expected)
    {
        foreach (long step in Steps)
            Assert.Equal(expected(step), schedule.At(step), 1e-13);
    }
}
