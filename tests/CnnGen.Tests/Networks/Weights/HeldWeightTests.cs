using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Penalties and constraints of weights, against plain formulas in double precision: a network with them, and the same without, which has
/// the gradients of the bare loss.
/// </summary>
public sealed class HeldWeightTests
{
    private const double Rate = 0.125;

    public static TheoryData<Type, Type, double?> Cases => new()
    {
        { typeof(HeldWeights.Mixed), typeof(HeldWeights.FreeMixed), null },
        { typeof(HeldWeights.Mixed), typeof(HeldWeights.FreeMixed), 0.05 },
        { typeof(HeldWeights.Axes), typeof(HeldWeights.FreeAxes), null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void AStepIsKeras(Type held, Type free, double? clipNorm)
    {
        var subject = Subject.WithoutExpectations(free);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using INetwork network = Create(held, subject, instructionSet, threads: 2), bare = subject.Create(instructionSet);
            Assert.Equal(bare.Parameters.Select(p => p.Name), network.Parameters.Select(p => p.Name));
            var loss = Train(network, subject, new Sgd(Rate) { ClipNorm = clipNorm });
            var bareLoss = Train(bare, subject, new Sgd(0));
            var penalty = 0.0;
            for (int i = 0; i < subject.Weights.Count; i++)
            {
                var (parameter, weights) = (network.Parameters[i], subject.Weights[i].Select(w => (double)w).ToArray());
                if (!parameter.Trainable)
                {
                    if (!parameter.Name.Contains("moving", StringComparison.Ordinal))
                        Bits.AreEqual(subject.Weights[i], Bits.Values(parameter), parameter.Name);
                    continue;
                }

                var gradients = Bits.Gradient(bare.Parameters[i]).Select(g => (double)g).ToArray();
                if (parameter.Info.Regularizer is { } regularizer)
                    penalty += Penalize(regularizer, weights, gradients);
                if (clipNorm is { } most && Math.Sqrt(gradients.Sum(g => g * g)) is var norm && norm > most)
                    gradients = [.. gradients.Select(g => g * most / norm)];
                AssertNear(gradients, Bits.Gradient(parameter), parameter.Name + ", gradient");
                double[] updated = [.. weights.Zip(gradients, (w, g) => w - Rate * g)];
                if (parameter.Info.Constraint is { } constraint)
                    Constrain(constraint, parameter.Shape, updated);
                AssertNear(updated, Bits.Values(parameter), $"{parameter.Name}, {instructionSet.ToName()}");
            }

            Assert.Equal(held == typeof(HeldWeights.Mixed), penalty > 0.1);
            Assert.Equal(penalty, loss - bareLoss, 1e-6);
        }
    }

    [Fact]
    public void ArgumentsAndDefaultsReachTheParameters()
    {
        var known = HeldWeights.Mixed.Information.Parameters.ToDictionary(p => p.Name, p => (p.Regularizer, p.Constraint));
        Assert.Equal(new RegularizerInfo(0, 0.02), known["conv2d/kernel"].Regularizer);
        Assert.Equal((Constraint.MaxNorm, 0.75), (known["conv2d/kernel"].Constraint!.Constraint, known["conv2d/kernel"].Constraint!.Value));
        Assert.Equal([0, 1, 2], known["conv2d/kernel"].Constraint!.Axes);
        Assert.Equal((null, null), known["conv2d/bias"]);
        Assert.Null(known["separable_conv2d/depthwise_kernel"].Regularizer);
        Assert.Equal([0], known["separable_conv2d/depthwise_kernel"].Constraint!.Axes);
        Assert.Equal(new RegularizerInfo(0.01, 0), known["separable_conv2d/pointwise_kernel"].Regularizer);
        Assert.Equal(new RegularizerInfo(0.03, 0), known["separable_conv2d/bias"].Regularizer);
        Assert.Equal(new RegularizerInfo(0.004, 0.02), known["conv2d_2/kernel"].Regularizer);
        Assert.Equal(2, known["dense/kernel"].Constraint!.Value);
        Assert.Equal((1.5, 1.75, 0.25), NumbersOf(known["conv2d_2/kernel"].Constraint!));
        Assert.Equal((1, 1, 1), NumbersOf(known["dense/bias"].Constraint!));
        Assert.Null(known["dense_1/kernel"].Regularizer);
        var axes = HeldWeights.Axes.Information.Parameters.ToDictionary(p => p.Name, p => p.Constraint);
        Assert.Equal([2, 3], axes["conv2d_1/kernel"]!.Axes);
        Assert.Equal([0, 1], axes["conv1d/kernel"]!.Axes);
    }

    [Fact]
    public void TheGradientIsTheSlopeOfThePenalty()
    {
        var subject = Subject.WithoutExpectations(typeof(HeldWeights.FreeMixed));
        using INetwork network = Create(typeof(HeldWeights.Mixed), subject, InstructionSets.Best, threads: 1),
            bare = subject.Create(InstructionSets.Best);
        Train(network, subject, new Sgd(0));
        Train(bare, subject, new Sgd(0));
        // Weights and moving statistics of before.
        subject.CopyWeightsTo(network);
        subject.CopyWeightsTo(bare);
        var data = new ImageDataset(subject.Images, new int[Subject.ImageCount], 12, 11, 3);
        double Penalty(int parameter, float[] weights)
        {
            network.Parameters[parameter].CopyFrom(weights);
            bare.Parameters[parameter].CopyFrom(weights);
            return network.Evaluate(data).Loss - bare.Evaluate(data).Loss;
        }

        foreach (string name in (string[])["conv2d_2/kernel", "separable_conv2d/bias", "batch_normalization/beta", "p_re_lu/alpha"])
        {
            int index = network.Parameters.ToList().FindIndex(p => p.Name == name);
            var (weights, gradient) = (Bits.Values(network.Parameters[index]), Bits.Gradient(network.Parameters[index]));
            double slope = gradient[1] - Bits.Gradient(bare.Parameters[index])[1];
            float[] up = [.. weights], down = [.. weights];
            (up[1], down[1]) = (weights[1] + 0.0625f, weights[1] - 0.0625f);
            if (Math.Abs(weights[1]) < 0.0625)
                (up[1], down[1]) = (weights[1] * 1.5f, weights[1] * 0.5f);
            Assert.Equal(slope, (Penalty(index, up) - Penalty(index, down)) / (up[1] - down[1]), 1e-5);
            Penalty(index, weights);
        }
    }

    [Theory]
    [InlineData(typeof(HeldWeights.Mixed), typeof(HeldWeights.FreeMixed))]
    [InlineData(typeof(HeldWeights.Axes), typeof(HeldWeights.FreeAxes))]
    public void BitsAreTheSameEverywhere(Type held, Type free)
    {
        var subject = Subject.WithoutExpectations(free);
        var results = new HashSet<string>();
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in (int[])[1, 2, 3])
            {
                // Clipping that clips nothing makes penalties and updates wait for all gradients.
                foreach (double? norm in (double?[])[null, 1e30])
                {
                    using var network = Create(held, subject, instructionSet, threads);
                    var optimizer = new Nadam(0.01) { GlobalClipNorm = norm, WeightDecay = 0.01 };
                    var losses = Enumerable.Range(0, 3).Select(_ => $"{Train(network, subject, optimizer):R}").ToList();
                    results.Add(string.Join(" ", losses) + Bits.HashOfWeights(network));
                }
            }
        }

        Assert.Single(results);
    }

    [Fact]
    public void KernelsArePreparedFromWeightsThatFulfil()
    {
        var subject = Subject.WithoutExpectations(typeof(HeldWeights.FreeMixed));
        using INetwork network = Create(typeof(HeldWeights.Mixed), subject, InstructionSets.Best, threads: 3),
            copy = subject.Create(InstructionSets.Best);
        Train(network, subject, new Sgd(Rate));
        string file = Path.Combine(Path.GetTempPath(), $"{nameof(HeldWeightTests)}-{Guid.NewGuid():N}.safetensors");
        network.Save(file);
        copy.Load(file);
        File.Delete(file);
        Assert.Equal(Bits.HashOfWeights(network), Bits.HashOfWeights(copy));
        float[] got = new float[Subject.ImageCount * 10], want = new float[got.Length];
        network.Predict(subject.Images, got);
        copy.Predict(subject.Images, want);
        Bits.AreEqual(want, got, "prediction");
        network.Forward(subject.Images, got);
        copy.Forward(subject.Images, want);
        Bits.AreEqual(want, got, "training form");
        network.Backward(got);
        copy.Backward(want);
        // Behind Backward there is the gradient of the outputs alone; Step adds that of the penalty.
        foreach (var (bare, parameter) in copy.Parameters.Zip(network.Parameters).Where(pair => pair.First.Trainable))
            Bits.AreEqual(Bits.Gradient(bare), Bits.Gradient(parameter), parameter.Name);
        network.Step(new Sgd(0));
        copy.Step(new Sgd(0));
        Assert.NotEqual(Bits.Gradient(copy.Parameters[0]), Bits.Gradient(network.Parameters[0]));
    }

    private static (double Min, double Max, double Rate) NumbersOf(ConstraintInfo constraint) =>
        (constraint.MinValue, constraint.Value, constraint.Rate);

    private static INetwork Create(Type network, Subject subject, InstructionSet instructionSet, int threads)
    {
        var created = Subject.Construct(network, Subject.NetworkSeed, instructionSet);
        created.Threads = threads;
        subject.CopyWeightsTo(created);
        return created;
    }

    private static double Train(INetwork network, Subject subject, Optimizer optimizer) => network.Info.OutputSize == 10
        ? network.TrainBatch(subject.Images, new int[Subject.ImageCount], optimizer).Loss
        : network.TrainBatch(
            subject.Images, new Targets(new float[Subject.ImageCount * network.Info.OutputSize]), new MeanSquaredError(), optimizer).Loss;

    /// <summary>Keras' <c>L1L2</c>, and its gradient.</summary>
    private static double Penalize(RegularizerInfo regularizer, double[] weights, double[] gradients)
    {
        for (int i = 0; i < weights.Length; i++)
            gradients[i] += regularizer.L1 * Math.Sign(weights[i]) + 2 * regularizer.L2 * weights[i];
        return regularizer.L1 * weights.Sum(Math.Abs) + regularizer.L2 * weights.Sum(w => w * w);
    }

    /// <summary>Keras' constraints, on values in their public order.</summary>
    private static void Constrain(ConstraintInfo constraint, IReadOnlyList<int> shape, double[] weights)
    {
        if (constraint.Constraint == Constraint.NonNeg)
        {
            for (int i = 0; i < weights.Length; i++)
                weights[i] = Math.Max(weights[i], 0);
            return;
        }

        // What is left of a value's indices without the axes of norms says which norm it is of.
        string NormOf(int value)
        {
            var indices = new int[shape.Count];
            for (int axis = shape.Count - 1; axis >= 0; value /= shape[axis--])
                indices[axis] = constraint.Axes.Contains(axis) ? 0 : value % shape[axis];
            return string.Join(",", indices);
        }

        foreach (var values in Enumerable.Range(0, weights.Length).GroupBy(NormOf).Select(norm => norm.ToList()))
        {
            double norm = Math.Sqrt(values.Sum(i => weights[i] * weights[i]));
            double wanted = constraint.Constraint switch
            {
                Constraint.UnitNorm => 1,
                Constraint.MinMaxNorm => constraint.Rate * Math.Clamp(norm, constraint.MinValue, constraint.Value)
                    + (1 - constraint.Rate) * norm,
                _ => Math.Min(norm, constraint.Value),
            };
            foreach (int i in values)
                weights[i] *= wanted / (1e-7 + norm);
        }
    }

    private static void AssertNear(double[] expected, float[] got, string what)
    {
        double scale = expected.Max(Math.Abs) + 1e-3;
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - got[i]) < 4e-6 * scale, $"{what}: value {i} is {got[i]:G9}, expected {expected[i]:G9}");
    }
}
