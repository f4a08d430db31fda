using System.Text.Json;
using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>Every loss against the numbers of Keras' own tests.</summary>
public sealed class KerasLossTests
{
    private static readonly Dictionary<string, Func<JsonElement, Loss>> Losses = new()
    {
        ["MeanSquaredError"] = _ => new MeanSquaredError(),
        ["MeanAbsoluteError"] = _ => new MeanAbsoluteError(),
        ["MeanAbsolutePercentageError"] = _ => new MeanAbsolutePercentageError(),
        ["MeanSquaredLogarithmicError"] = _ => new MeanSquaredLogarithmicError(),
        ["Hinge"] = _ => new Hinge(),
        ["SquaredHinge"] = _ => new SquaredHinge(),
        ["CategoricalHinge"] = _ => new CategoricalHinge(),
        ["CosineSimilarity"] = _ => new CosineSimilarity(),
        ["Huber"] = arguments => new Huber { Delta = Number(arguments, "delta") },
        ["LogCosh"] = _ => new LogCosh(),
        ["KLDivergence"] = _ => new KLDivergence(),
        ["Poisson"] = _ => new Poisson(),
        ["BinaryCrossentropy"] = arguments => new BinaryCrossentropy
        {
            FromLogits = IsTrue(arguments, "from_logits"),
            LabelSmoothing = Number(arguments, "label_smoothing"),
        },
        ["CategoricalCrossentropy"] = arguments => new CategoricalCrossentropy
        {
            FromLogits = IsTrue(arguments, "from_logits"),
            LabelSmoothing = Number(arguments, "label_smoothing"),
        },
        ["SparseCategoricalCrossentropy"] = arguments => new SparseCategoricalCrossentropy
        {
            FromLogits = IsTrue(arguments, "from_logits"),
            IgnoreClass = arguments.GetProperty("ignore_class") is { ValueKind: JsonValueKind.Number } ignored ? ignored.GetInt32() : null,
        },
        ["BinaryFocalCrossentropy"] = arguments => new BinaryFocalCrossentropy
        {
            FromLogits = IsTrue(arguments, "from_logits"),
            LabelSmoothing = Number(arguments, "label_smoothing"),
            ApplyClassBalancing = IsTrue(arguments, "apply_class_balancing"),
            Alpha = Number(arguments, "alpha"),
            Gamma = Number(arguments, "gamma"),
        },
        ["CategoricalFocalCrossentropy"] = arguments => new CategoricalFocalCrossentropy
        {
            FromLogits = IsTrue(arguments, "from_logits"),
            LabelSmoothing = Number(arguments, "label_smoothing"),
            Alpha = Number(arguments, "alpha"),
            Gamma = Number(arguments, "gamma"),
        },
        ["Dice"] = _ => new Dice(),
        ["Tversky"] = arguments => new Tversky { Alpha = Number(arguments, "alpha"), Beta = Number(arguments, "beta") },
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsKeras(string name)
    {
        foreach (var one in LossCase.Load(name))
        {
            var loss = Losses[name](one.Arguments);
            foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
                one.Verify([.. Enumerable.Range(0, one.Images).Select(image => Compute(loss, instructionSet, one, image))]);
        }
    }

    [Fact]
    public void NoCaseIsLeftOut() => Assert.Equal(
        78, Losses.Keys.Sum(name => LossCase.Load(name).Count));

    /// <summary>The network's own sparse cross-entropy, of softmax at its end.</summary>
    [SkippableTheory]
    [MemberData(nameof(Lanes.All), MemberType = typeof(Lanes))]
    public unsafe void TheFusedCrossentropyIsKeras(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        foreach (var one in LossCase.Load("SparseCategoricalCrossentropy"))
        {
            bool isLogits = IsTrue(one.Arguments, "from_logits");
            double[] losses = new double[one.Images];
            for (int image = 0; image < one.Images; image++)
            {
                // Fused, there is no class to ignore; Keras' loss of such an image is 0.
                int label = (int)one.Targets[image];
                if (label < 0)
                    continue;
                // Probabilities go in as their logarithms, of which softmax makes the probabilities divided by their sum, as Keras does.
                float[] logits =
                    [.. one.Outputs.Skip(image * one.Size).Take(one.Size).Select(value => (float)(isLogits ? value : Math.Log(value)))];
                float[] probabilities = new float[one.Size], gradients = new float[one.Size];
                fixed (float* from = logits, to = probabilities, gradient = gradients)
                    losses[image] = SoftmaxCrossEntropy.Apply(instructionSet, from, to, one.Size, label, 1, gradient);
            }

            one.Verify(losses);
        }
    }

    private static double Compute(Loss loss, InstructionSet instructionSet, LossCase one, int image)
    {
        float[] outputs = [.. one.Outputs.Skip(image * one.Size).Take(one.Size).Select(value => (float)value)];
        var gradients = new float[one.Size];
        if (loss.TargetKind == TargetKind.Classes)
            return loss.ComputeScaled(new LossCall(instructionSet, outputs, new[] { (int)one.Targets[image] }, gradients));
        float[] targets = [.. one.Targets.Skip(image * one.Size).Take(one.Size).Select(value => (float)value)];
        return loss.ComputeScaled(new LossCall(instructionSet, outputs, targets, gradients));
    }

    private static double Number(JsonElement arguments, string name) => arguments.GetProperty(name).GetDouble();

    private static bool IsTrue(JsonElement arguments, string name) => arguments.GetProperty(name).GetBoolean();
}
