using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>
/// Steps that are more than a rule for each weight, against the same in double precision: Lamb's norms, gradients that are accumulated, and
/// the average of the weights.
/// </summary>
public sealed unsafe class WholeGradientTests
{
    private const int Count = 70;

    private static readonly VariableRange[] Variables = [new(0, 37), new(37, 1), new(38, 32)];

    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    /// <summary>Keras' single step, and its formula over variables of their own, one of which is zero.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void LambScalesTheStepOfEachVariable(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        float[] single = [1, 2, 3, 4];
        using (var state = new Lamb(0.5).CreateState(4))
            Step(new Lamb(0.5), state, instructionSet, single, [1, 6, 7, 2], [new(0, 4)]);
        foreach (var (expected, got) in new[] { -0.3693f, 0.6306f, 1.6306f, 2.6306f }.Zip(single))
            Assert.Equal(expected, got, 1e-4f);

        Follow(new Lamb(0.1) { WeightDecay = 0.05, ClipValue = 0.8 }, instructionSet, new LambReference(0.1, 0.05, 0.8).Step);
        Follow(new Lamb(0.1) { ClipNorm = 0.3 }, instructionSet, (step, w, g) =>
        {
            foreach (var (start, count) in Variables)
            {
                var norm = Norm(g, start, count);
                for (var i = start; i < start + count && norm > 0.3; i++)
                    g[i] *= 0.3 / norm;
            }

            _lamb = step == 0 ? new LambReference(0.1, 0, double.PositiveInfinity) : _lamb;
            _lamb!.Step(step, w, g);
        });
    }

    private LambReference? _lamb;

    /// <summary>The mean of three gradients moves weights with each third step; a schedule counts every one.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void GradientsAreAveragedOverSteps(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        var sum = new double[Count];
        var optimizer = new Sgd(new LearningRateFunction(step => 0.1 * (step + 1)))
        {
            GradientAccumulationSteps = 3,
            WeightDecay = 0.01,
            ClipValue = 0.2,
        };
        Follow(optimizer, instructionSet, (step, w, g) =>
        {
            for (var i = 0; i < Count; i++)
                sum[i] += g[i];
            if ((step + 1) % 3 != 0)
                return;
            for (var i = 0; i < Count; i++)
            {
                var rate = 0.1 * (step + 1);
                w[i] -= (rate * 0.01 * w[i]) + (rate * Math.Clamp(sum[i] / 3, -0.2, 0.2));
                sum[i] = 0;
            }
        });

        // Norms are those of the mean.
        Follow(new Sgd(0.5) { GradientAccumulationSteps = 2, GlobalClipNorm = 1 }, instructionSet, (step, w, g) =>
        {
            for (var i = 0; i < Count; i++)
                sum[i] = step % 2 == 0 ? g[i] : (sum[i] + g[i]) / 2;
            var scale = 1 / Math.Max(1, Norm(sum, 0, Count));
            for (var i = 0; i < Count && step % 2 == 1; i++)
                w[i] -= 0.5 * scale * sum[i];
        });
    }

    /// <summary>Keras' averages: the first weights, then a share of each step's; they overwrite the weights every so many steps.</summary>
    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void WeightsAreAveraged(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        var average = new double[Count];
        var optimizer = new Sgd(0.1) { Momentum = 0.5, UseEma = true, EmaMomentum = 0.7, EmaOverwriteFrequency = 3 };
        var velocity = new double[Count];
        Follow(
            optimizer,
            instructionSet,
            (step, w, g) =>
            {
                for (var i = 0; i < Count; i++)
                {
                    velocity[i] = (0.5 * velocity[i]) - (0.1 * g[i]);
                    w[i] += velocity[i];
                    average[i] = step == 0 ? w[i] : (0.7 * average[i]) + (0.3 * w[i]);
                    w[i] = (step + 1) % 3 == 0 ? average[i] : w[i];
                }
            },
            state =>
            {
                for (var i = 0; i < Count; i++)
                    Assert.Equal(average[i], state.Averages(optimizer)[i], 1e-5);
            });

        // With gradients that wait the average goes on with each of them, and is the weights until the first update is over.
        var both = new Sgd(0.1) { UseEma = true, EmaMomentum = 0.7, GradientAccumulationSteps = 2 };
        var before = new double[Count];
        Follow(
            both,
            instructionSet,
            (step, w, g) =>
            {
                for (var i = 0; i < Count; i++)
                {
                    w[i] -= step % 2 == 1 ? 0.1 * (before[i] + g[i]) / 2 : 0;
                    before[i] = g[i];
                    average[i] = step < 2 ? w[i] : (0.7 * average[i]) + (0.3 * w[i]);
                }
            },
            state =>
            {
                for (var i = 0; i < Count; i++)
                    Assert.Equal(average[i], state.Averages(both)[i], 1e-5);
            });
    }

    /// <summary>Steps of an optimizer and of its rule in double precision side by side.</summary>
    private static void Follow(
        Optimizer optimizer, InstructionSet instructionSet, Action<int, double[], double[]> rule, Action<OptimizerState>? check = null)
    {
        var random = new Random(7);
        float[] weights = [.. Enumerable.Range(0, Count).Select(i => i == 37 ? 0 : (random.NextSingle() * 2) - 1)];
        double[] expected = [.. weights.Select(weight => (double)weight)];
        using var state = optimizer.CreateState(Count);
        for (var step = 0; step < 8; step++)
        {
            float[] gradients = [.. weights.Select(_ => (random.NextSingle() * 2) - 1)];
            rule(step, expected, [.. gradients.Select(gradient => (double)gradient)]);
            Step(optimizer, state, instructionSet, weights, gradients, Variables);
            for (var i = 0; i < Count; i++)
            {
                Assert.True(
                    Math.Abs(expected[i] - weights[i]) < 1e-5,
                    $"{optimizer.GetType().Name}, step {step}, weight {i}: {weights[i]} instead of {expected[i]}");
            }

            check?.Invoke(state);
        }
    }

    private static void Step(
        Optimizer optimizer, OptimizerState state, InstructionSet instructionSet, float[] weights, float[] gradients,
        VariableRange[] variables)
    {
        fixed (float* w = weights, g = gradients)
        {
            optimizer.Begin(state);
            OptimizerTests.Prepare(state, instructionSet, w, g, variables);
            state.Update(instructionSet, w, g, 0, weights.Length);
        }

        Assert.True(state.GuardsAreIntact);
    }

    private static double Norm(double[] values, int start, int count) =>
        Math.Sqrt(values.Skip(start).Take(count).Sum(value => value * value));

    /// <summary>Keras' formula, variable by variable.</summary>
    private sealed class LambReference(double rate, double decay, double clipValue)
    {
        private readonly double[] _m = new double[Count];
        private readonly double[] _v = new double[Count];

        public void Step(int step, double[] w, double[] g)
        {
            foreach (var (start, count) in Variables)
            {
                var update = new double[Count];
                for (var i = start; i < start + count; i++)
                {
                    var gradient = Math.Clamp(g[i], -clipValue, clipValue);
                    w[i] -= decay * rate * w[i];
                    _m[i] += (gradient - _m[i]) * 0.1;
                    _v[i] += ((gradient * gradient) - _v[i]) * 0.001;
                    var (m, v) = (_m[i] / (1 - Math.Pow(0.9, step + 1)), _v[i] / (1 - Math.Pow(0.999, step + 1)));
                    update[i] = m / (Math.Sqrt(v) + 1e-7);
                }

                var (weightNorm, stepNorm) = (Norm(w, start, count), Norm(update, start, count));
                var ratio = weightNorm > 0 && stepNorm > 0 ? weightNorm / stepNorm : 1;
                for (var i = start; i < start + count; i++)
                    w[i] -= ratio * rate * update[i];
            }
        }
    }
}
