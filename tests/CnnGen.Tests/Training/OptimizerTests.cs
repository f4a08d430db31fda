using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The optimizers against Keras' numbers, and their bits in every vector width, split into any ranges.</summary>
public sealed unsafe class OptimizerTests
{
    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    private static Optimizer[] Optimizers =>
    [
        new Sgd(),
        new Sgd { Momentum = 0.9 },
        new Sgd { Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 },
        new Adam { ClipValue = 0.25 },
        new Adam { AmsGrad = true, Beta2 = 0.5, WeightDecay = 0.01 },
        new Nadam(),
        new Nadam(0.1) { Epsilon = 1e-3 },
        new RmsProp { ClipNorm = 0.5 },
        new RmsProp { Centered = true, Momentum = 0.8, GlobalClipNorm = 0.5 },
        new AdamW(),
        new Adamax { ClipValue = 0.5 },
        new Adagrad(0.1),
        new Adadelta(1),
        new Lion { WeightDecay = 0.1 },
        new Ftrl(0.1),
        new Lamb(0.1),
        new Lamb(0.1) { ClipValue = 0.5, WeightDecay = 0.01 },
        new Adam { UseEma = true, EmaMomentum = 0.9, EmaOverwriteFrequency = 2 },
        new Sgd { GradientAccumulationSteps = 2, ClipValue = 0.1, WeightDecay = 0.1 },
        new Sgd { Momentum = 0.9, UseEma = true, GradientAccumulationSteps = 3, GlobalClipNorm = 0.5 },
        new Lamb { GradientAccumulationSteps = 2, UseEma = true, EmaOverwriteFrequency = 1 },
        new Ftrl(0.1) { LearningRatePower = -0.3, L1RegularizationStrength = 0.1, L2RegularizationStrength = 0.2, Beta = 0.3 },
    ];

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void AgreesWithKeras(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        var cases = OptimizerCase.Load();
        Assert.Equal(20, cases.Count);
        foreach (var one in cases)
        {
            // Three copies side by side, so that wide vectors and tails both take part.
            using var run = new Training(one.Create(), [.. one.Initial, .. one.Initial, .. one.Initial]);
            for (var step = 0; step < one.Gradients.Length; step++)
            {
                float[] gradient = one.Gradients[step];
                run.Step(instructionSet, [.. gradient, .. gradient, .. gradient]);
                for (var i = 0; i < run.Weights.Length; i++)
                {
                    var element = i % one.Initial.Length;
                    var got = run.Weights[i];
                    Assert.True(
                        Math.Abs(got - one.Float64[step][element]) <= one.Float64Tolerance,
                        $"{one}, step {step}, element {i}: {got} instead of {one.Float64[step][element]}");
                    if (one.Expected?[step]?[element] is { } expected)
                    {
                        Assert.True(
                            Math.Abs(got - expected) <= one.AbsoluteTolerance + one.RelativeTolerance * Math.Abs(expected),
                            $"{one}, step {step}, element {i}: {got} instead of Keras' {expected}");
                    }
                }
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void ClipsAsKeras(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        var cases = OptimizerCase.LoadClipping();
        Assert.Equal(8, cases.Count);
        foreach (var (source, gradient, expected, tolerance) in cases)
        {
            // Gradient descent at rate 1 from zero shows what became of the gradient.
            using var run = new Training(
                new Sgd(1) { ClipNorm = source.ClipNorm, ClipValue = source.ClipValue }, new float[gradient.Length]);
            run.Step(instructionSet, gradient);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], -run.Weights[i], tolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void ClipsEachVariableOrAllTogether(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        float[] gradient = [3, 4, 0, 0, 0, 12, 0.1f, 0];
        VariableRange[] variables = [new(0, 5), new(5, 1), new(6, 2)];

        Check(new Sgd(1) { ClipNorm = 1 }, [0.6f, 0.8f, 0, 0, 0, 1, 0.1f, 0]);

        // The norm of all is sqrt(169.01).
        var factor = 6.5 / Math.Sqrt(169.01);
        Check(new Sgd(1) { GlobalClipNorm = 6.5 }, [.. gradient.Select(g => (float)(g * factor))]);
        Check(new Sgd(1) { GlobalClipNorm = 13.1 }, gradient);

        void Check(Sgd sgd, float[] expected)
        {
            using var run = new Training(sgd, new float[gradient.Length]);
            run.Step(instructionSet, gradient, variables);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], -run.Weights[i], 1e-6f);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void HasTheSameBitsInEveryWidthAndSplit(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);

        // More than one block of the norm, with a tail in every width; two variables.
        const int Count = 3001;
        VariableRange[] variables = [new(0, 1999), new(1999, Count - 1999)];
        foreach (var optimizer in Optimizers)
        {
            var random = new Random(5);
            var initial = Values(random, Count);
            using var expected = new Training(optimizer, initial);
            using var got = new Training(optimizer, initial);
            for (var step = 0; step < 4; step++)
            {
                var gradient = Values(random, Count);
                expected.Step(InstructionSet.Scalar, gradient, variables);
                got.Step(instructionSet, gradient, variables, splits: [16, 17, 512, 1000, 2999]);
                Lanes.AssertSameBits(expected.Weights, got.Weights, $"{optimizer.GetType().Name}, step {step}");
                Lanes.AssertSameBits(expected.Slots, got.Slots, $"slots of {optimizer.GetType().Name}, step {step}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void ZeroStaysZero(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        foreach (var optimizer in Optimizers)
        {
            using var run = new Training(optimizer, new float[33]);
            for (var step = 0; step < 50; step++)
                run.Step(instructionSet, new float[33]);
            Lanes.AssertSameBits(new float[33], run.Weights, optimizer.GetType().Name);
        }
    }

    [Fact]
    public void CenteredRmsPropBearsSteadyLargeGradients()
    {
        // Mean square less squared mean is zero but for rounding, which for this rho goes below zero, far past epsilon.
        using var run = new Training(new RmsProp { Centered = true, Rho = 0.7 }, new float[16]);
        for (var step = 0; step < 500; step++)
            run.Step(InstructionSet.Scalar, [.. Enumerable.Range(1, 16).Select(i => 1000.7f * i)]);
        Assert.DoesNotContain(run.Weights, float.IsNaN);
    }

    [Fact]
    public void NothingIsAllocatedInAStep()
    {
        foreach (var optimizer in Optimizers)
        {
            using var run = new Training(optimizer, new float[100]);
            var gradient = new float[100];
            VariableRange[] variables = [new(0, 100)];
            int[] splits = [16];
            for (var step = 0; step < 3; step++)
                run.Step(InstructionSet.Scalar, gradient, variables, splits);
            var before = GC.GetAllocatedBytesForCurrentThread();
            run.Step(InstructionSet.Scalar, gradient, variables, splits);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void HasTheDefaultsOfKeras()
    {
        var (sgd, adam, nadam, rmsProp) = (new Sgd(), new Adam(), new Nadam(), new RmsProp());
        Assert.Equal((0.01, 0.0, false), (sgd.LearningRate.Value, sgd.Momentum, sgd.Nesterov));
        Assert.Equal((0.001, 0.9, 0.999, 1e-7, false), (adam.LearningRate.Value, adam.Beta1, adam.Beta2, adam.Epsilon, adam.AmsGrad));
        Assert.Equal((0.001, 0.9, 0.999, 1e-7), (nadam.LearningRate.Value, nadam.Beta1, nadam.Beta2, nadam.Epsilon));
        Assert.Equal((0.001, 0.9, 0.0), (rmsProp.LearningRate.Value, rmsProp.Rho, rmsProp.Momentum));
        Assert.Equal((1e-7, false), (rmsProp.Epsilon, rmsProp.Centered));
        Optimizer[] all = [sgd, adam, nadam, rmsProp];
        Assert.All(all, o => Assert.Null(o.WeightDecay ?? o.ClipNorm ?? o.ClipValue ?? o.GlobalClipNorm));
    }

    [Fact]
    public void RefusesSettingsOutOfTheirRange()
    {
        Refuses("LearningRate", () => new Sgd(-1));
        Refuses("LearningRate", () => new Adam(double.NaN));
        Refuses("WeightDecay", () => new Adam { WeightDecay = double.PositiveInfinity });
        Refuses("ClipNorm", () => new Adam { ClipNorm = 0 });
        Refuses("ClipValue", () => new Adam { ClipValue = -1 });
        Refuses("GlobalClipNorm", () => new Adam { GlobalClipNorm = double.NaN });
        Refuses("Momentum", () => new Sgd { Momentum = 1.1 });
        Refuses("Beta1", () => new Adam { Beta1 = 1 });
        Refuses("Beta2", () => new Nadam { Beta2 = -0.1 });
        Refuses("Rho", () => new RmsProp { Rho = 1 });
        Refuses("Epsilon", () => new RmsProp { Epsilon = 0 });
        Refuses("Epsilon", () => new Nadam { Epsilon = 1e-50 });
        Assert.Throws<InvalidOperationException>(() => new Adam { ClipNorm = 1, ClipValue = 1 });
        Assert.Throws<InvalidOperationException>(() => new Adam { ClipValue = 1, GlobalClipNorm = 1 });

        static void Refuses(string setting, Func<Optimizer> create) => Assert.Throws<ArgumentOutOfRangeException>(setting, create);
    }

    /// <summary>What a network does before the first weight is updated.</summary>
    internal static void Prepare(
        OptimizerState state, InstructionSet instructionSet, float* weights, float* gradients, VariableRange[] variables)
    {
        if (!state.NeedsWholeGradients)
            return;
        if (state.Settings.Accumulated > 1)
        {
            foreach (var variable in variables)
                state.AverageGathered(instructionSet, gradients, variable);
            state.OnAveraged();
        }

        state.Clip(instructionSet, gradients, variables);
        foreach (var variable in state.DirectsVariables ? variables : [])
            state.Direct(instructionSet, weights, gradients, variable);
    }

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    // Weights of one network, stepped as a network steps them; unaligned ranges, guards checked.
    private sealed class Training : IDisposable
    {
        private readonly Optimizer _optimizer;
        private readonly OptimizerState _state;
        private readonly float[] _gradients;

        public Training(Optimizer optimizer, float[] initial)
        {
            _optimizer = optimizer;
            _state = optimizer.CreateState(initial.Length);
            _gradients = new float[initial.Length];
            Weights = [.. initial];
        }

        public float[] Weights { get; }

        public ReadOnlySpan<float> Slots => new(_state.Slots, _state.TrainableFloats * _state.SlotCount);

        public void Step(InstructionSet instructionSet, float[] gradients) =>
            Step(instructionSet, gradients, [new VariableRange(0, Weights.Length)], []);

        public void Step(InstructionSet instructionSet, float[] gradients, VariableRange[] variables) =>
            Step(instructionSet, gradients, variables, []);

        public void Step(InstructionSet instructionSet, float[] gradients, VariableRange[] variables, int[] splits)
        {
            gradients.CopyTo(_gradients, 0);
            fixed (float* w = Weights, g = _gradients)
            {
                _optimizer.Begin(_state);
                Prepare(_state, instructionSet, w, g, variables);
                var start = 0;
                foreach (var end in splits)
                {
                    _state.Update(instructionSet, w, g, start, end - start);
                    start = end;
                }
                _state.Update(instructionSet, w, g, start, Weights.Length - start);
            }
            Assert.True(_state.GuardsAreIntact);
        }

        public void Dispose() => _state.Dispose();
    }
}
