using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>
/// Optimizers against the golden numbers of Keras 3's own tests, whose first gradient is 0.01 and whose others are 0.1 to 1, and against
/// their rules in double precision.
/// </summary>
public sealed unsafe class KerasOptimizerTests
{
    /// <summary>Of Keras' ten weights the first, the fifth and the last, after each step.</summary>
    private static readonly (Optimizer Optimizer, double[][] Golden)[] Golden =
    [
        (new AdamW(1) { WeightDecay = 0.5, Epsilon = 2 },
        [[0.4998, 0.4998, 0.4998], [0.2486, 0.244, 0.2382], [0.1223, 0.1124, 0.1003], [0.0586, 0.0439, 0.0258], [0.0263, 0.0073, -0.0159]]),
        (new Adamax(0.2) { Beta1 = 0.85, Beta2 = 0.95, Epsilon = 1e-6 },
        [[0.8, 0.8, 0.8], [0.6827, 0.6901, 0.691], [0.5333, 0.5451, 0.5466], [0.368, 0.3829, 0.3848], [0.1933, 0.2105, 0.2126]]),
        (new Adagrad(0.2) { InitialAccumulatorValue = 0.3, Epsilon = 1e-6 },
        [[0.9963, 0.9963, 0.9963], [0.9604, 0.8615, 0.8209], [0.9251, 0.7497, 0.6891], [0.8903, 0.6521, 0.579], [0.856, 0.5644, 0.4825]]),
        (new Adadelta(1) { Rho = 0.8, Epsilon = 1e-6 },
        [[0.9978, 0.9978, 0.9978], [0.9947, 0.9947, 0.9947], [0.9915, 0.9915, 0.9915], [0.9882, 0.9882, 0.9882], [0.9849, 0.9849, 0.9849]]),
        (new Lion(), [[0.999, 0.999, 0.999], [0.998, 0.998, 0.998], [0.997, 0.997, 0.997], [0.996, 0.996, 0.996], [0.995, 0.995, 0.995]]),
        (new Lamb(),
        [[0.999, 0.999, 0.999], [0.9982, 0.9982, 0.9982], [0.9974, 0.9974, 0.9974], [0.9965, 0.9965, 0.9965], [0.9955, 0.9955, 0.9955]]),
        (new Ftrl(0.05)
        {
            LearningRatePower = -0.2,
            InitialAccumulatorValue = 0.4,
            L1RegularizationStrength = 0.05,
            L2RegularizationStrength = 0.15,
            L2ShrinkageRegularizationStrength = 0.01,
            Beta = 0.3,
        },
        [[0, 0, 0], [-0.0034, -0.0194, -0.0354], [-0.0078, -0.0387, -0.0685], [-0.0121, -0.0573, -0.0999], [-0.0164, -0.0753, -0.1299]]),
    ];

    /// <summary>A rule in double precision: the weight after a step, given the step from 1, the gradient, and its state.</summary>
    private static readonly (Optimizer Optimizer, Func<int, double, double, double[], double> Rule)[] Rules =
    [
        (new AdamW(0.1), (step, w, g, s) =>
        {
            w -= w * 0.004 * 0.1;
            s[0] += (g - s[0]) * 0.1;
            s[1] += ((g * g) - s[1]) * 0.001;
            return w - (0.1 * Math.Sqrt(1 - Math.Pow(0.999, step)) / (1 - Math.Pow(0.9, step)) * s[0] / (Math.Sqrt(s[1]) + 1e-7));
        }),
        (new Adamax(0.1), (step, w, g, s) =>
        {
            s[0] += (g - s[0]) * 0.1;
            s[1] = Math.Max(0.999 * s[1], Math.Abs(g));
            return w - (0.1 / (1 - Math.Pow(0.9, step)) * s[0] / (s[1] + 1e-7));
        }),
        (new Adagrad(0.1), (step, w, g, s) =>
        {
            s[0] = (step == 1 ? 0.1 : s[0]) + (g * g);
            return w - (0.1 * g / Math.Sqrt(s[0] + 1e-7));
        }),
        (new Adadelta(1), (_, w, g, s) =>
        {
            s[0] = (0.95 * s[0]) + (0.05 * g * g);
            double change = Math.Sqrt(s[1] + 1e-7) * g / Math.Sqrt(s[0] + 1e-7);
            s[1] = (0.95 * s[1]) + (0.05 * change * change);
            return w - change;
        }),
        (new Lion(0.1), (_, w, g, s) =>
        {
            w -= 0.1 * Math.Sign((s[0] * 0.9) + (g * 0.1));
            s[0] = (s[0] * 0.99) + (g * 0.01);
            return w;
        }),
        (new Ftrl(0.1), (step, w, g, s) =>
        {
            double before = step == 1 ? 0.1 : s[0];
            s[0] = before + (g * g);
            s[1] += g - ((Math.Sqrt(s[0]) - Math.Sqrt(before)) / 0.1 * w);
            return -s[1] / (Math.Sqrt(s[0]) / 0.1);
        }),
    ];

    public static TheoryData<InstructionSet> EachInstructionSet => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public void HasTheGoldenNumbersOfKeras(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        foreach (var (optimizer, golden) in Golden)
        {
            float[] first = [.. Enumerable.Repeat(0.01f, 10)], others = [.. Enumerable.Range(1, 10).Select(i => 0.1f * i)];
            float[] weights = [.. Enumerable.Repeat(1f, 10)];
            using var state = optimizer.CreateState(10);
            for (int step = 0; step < golden.Length; step++)
            {
                Step(optimizer, state, instructionSet, weights, step == 0 ? first : others);
                foreach (var (expected, got) in golden[step].Zip([weights[0], weights[4], weights[9]]))
                {
                    Assert.True(
                        Math.Abs(expected - got) <= 5e-4 * (1 + Math.Abs(expected)),
                        $"{optimizer.GetType().Name}, step {step}: {got}, Keras has {expected}");
                }
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public void FollowsItsRule(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        foreach (var (optimizer, rule) in Rules)
        {
            var random = new Random(3);
            float[] weights = [.. Enumerable.Range(0, 37).Select(_ => (random.NextSingle() * 2) - 1)];
            double[] expected = [.. weights.Select(weight => (double)weight)];
            double[][] states = [.. weights.Select(_ => new double[2])];
            using var state = optimizer.CreateState(37);
            for (int step = 1; step <= 8; step++)
            {
                float[] gradients = [.. weights.Select(_ => (random.NextSingle() * 2) - 1)];
                for (int i = 0; i < 37; i++)
                    expected[i] = rule(step, expected[i], gradients[i], states[i]);
                Step(optimizer, state, instructionSet, weights, gradients);
                for (int i = 0; i < 37; i++)
                {
                    Assert.True(
                        Math.Abs(expected[i] - weights[i]) < 1e-5,
                        $"{optimizer.GetType().Name}, step {step}: {weights[i]} instead of {expected[i]}");
                }
            }
        }
    }

    [Fact]
    public void HasTheDefaultsOfKeras()
    {
        var (adamW, adamax, adagrad, adadelta) = (new AdamW(), new Adamax(), new Adagrad(), new Adadelta());
        Assert.Equal((0.001, 0.004), (adamW.LearningRate.Value, adamW.WeightDecay));
        Assert.Equal((0.9, 0.999, 1e-7), (adamW.Beta1, adamW.Beta2, adamW.Epsilon));
        Assert.Equal((0.001, 0.9, 0.999, 1e-7), (adamax.LearningRate.Value, adamax.Beta1, adamax.Beta2, adamax.Epsilon));
        Assert.Equal((0.001, 0.1, 1e-7), (adagrad.LearningRate.Value, adagrad.InitialAccumulatorValue, adagrad.Epsilon));
        Assert.Equal((0.001, 0.95, 1e-7), (adadelta.LearningRate.Value, adadelta.Rho, adadelta.Epsilon));
        var lamb = new Lamb();
        Assert.Equal((0.001, 0.9, 0.999, 1e-7), (lamb.LearningRate.Value, lamb.Beta1, lamb.Beta2, lamb.Epsilon));
        Assert.Equal((false, 0.99), (lamb.UseEma, lamb.EmaMomentum));
        Assert.Null(lamb.EmaOverwriteFrequency ?? lamb.GradientAccumulationSteps);
        var (lion, ftrl) = (new Lion(), new Ftrl());
        Assert.Equal((0.001, 0.9, 0.99), (lion.LearningRate.Value, lion.Beta1, lion.Beta2));
        Assert.Equal((0.001, -0.5, 0.1), (ftrl.LearningRate.Value, ftrl.LearningRatePower, ftrl.InitialAccumulatorValue));
        Assert.Equal((0, 0, 0, 0), (
            ftrl.L1RegularizationStrength, ftrl.L2RegularizationStrength, ftrl.L2ShrinkageRegularizationStrength, ftrl.Beta));
    }

    [Fact]
    public void RefusesSettingsOutOfTheirRange()
    {
        Refuses("Beta1", () => new Adamax { Beta1 = 1 });
        Refuses("Beta2", () => new Lion { Beta2 = -0.1 });
        Refuses("InitialAccumulatorValue", () => new Adagrad { InitialAccumulatorValue = -1 });
        Refuses("InitialAccumulatorValue", () => new Ftrl { InitialAccumulatorValue = 0 });
        Refuses("LearningRatePower", () => new Ftrl { LearningRatePower = 0.1 });
        Refuses("L1RegularizationStrength", () => new Ftrl { L1RegularizationStrength = double.NaN });
        Refuses("Rho", () => new Adadelta { Rho = 1 });
        Refuses("EmaMomentum", () => new Sgd { EmaMomentum = 1.1 });
        Refuses("EmaOverwriteFrequency", () => new Sgd { EmaOverwriteFrequency = 0 });
        Refuses("GradientAccumulationSteps", () => new Sgd { GradientAccumulationSteps = 1 });
        Refuses("Epsilon", () => new Adadelta { Epsilon = 0 });

        static void Refuses(string setting, Func<Optimizer> create) => Assert.Throws<ArgumentOutOfRangeException>(setting, create);
    }

    /// <summary>A rate of 0 moves nothing, whatever a formula divides by it.</summary>
    [Fact]
    public void ALearningRateOfZeroMovesNothing()
    {
        Optimizer[] all =
        [
            new Sgd(0), new Adam(0), new Nadam(0), new RmsProp(0), new AdamW(0), new Adamax(0), new Adagrad(0), new Adadelta(0),
            new Lion(0), new Ftrl(0) { Beta = 0.1 }, new Lamb(0), new Sgd(0) { UseEma = true, EmaOverwriteFrequency = 1 },
        ];
        foreach (var optimizer in all)
        {
            float[] weights = [1, -2, 0.5f];
            using var state = optimizer.CreateState(3);
            Step(optimizer, state, InstructionSet.Scalar, weights, [1, 1, -1]);
            Step(optimizer, state, InstructionSet.Scalar, weights, [1, 1, -1]);
            Assert.Equal([1, -2, 0.5f], weights);
        }
    }

    private static void Step(
        Optimizer optimizer, OptimizerState state, InstructionSet instructionSet, float[] weights, float[] gradients)
    {
        fixed (float* w = weights, g = gradients)
        {
            optimizer.Begin(state);
            OptimizerTests.Prepare(state, instructionSet, w, g, [new VariableRange(0, weights.Length)]);
            state.Update(instructionSet, w, g, 0, weights.Length);
        }
    }
}
