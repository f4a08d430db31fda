using CnnGen.Runtime;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>The losses that there are, against the numbers of Keras' own tests.</summary>
public sealed class KerasLossTests
{
    public static TheoryData<InstructionSet> EachInstructionSet => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public void MeanSquaredErrorIsKeras(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        var cases = LossCase.Load("MeanSquaredError");
        Assert.Equal(5, cases.Count);
        foreach (var one in cases)
        {
            one.Verify([.. Rows(one).Select(row => new MeanSquaredError()
                .ComputeScaled(instructionSet, row.Outputs, row.Targets, new float[one.Size], scale: 1))]);
        }
    }

    /// <summary>
    /// Probabilities go in as their logarithms, of which softmax makes the probabilities divided by their sum, as Keras does.
    /// </summary>
    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public unsafe void SparseCategoricalCrossentropyIsKeras(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        var cases = LossCase.Load("SparseCategoricalCrossentropy");
        Assert.Equal(8, cases.Count);
        foreach (var one in cases)
        {
            bool isLogits = one.Arguments.GetProperty("from_logits").GetBoolean();
            double[] losses = new double[one.Images], fromProbabilities = new double[one.Images];
            for (int image = 0; image < one.Images; image++)
            {
                // There is no class to ignore here; Keras' loss of such an image is 0.
                int label = (int)one.Targets[image];
                if (label < 0)
                    continue;
                float[] logits =
                    [.. one.Outputs.Skip(image * one.Size).Take(one.Size).Select(value => (float)(isLogits ? value : Math.Log(value)))];
                float[] probabilities = new float[one.Size], gradients = new float[one.Size];
                fixed (float* from = logits, to = probabilities, gradient = gradients)
                    losses[image] = SoftmaxCrossEntropy.Apply(instructionSet, from, to, one.Size, label, 1, gradient);
                fromProbabilities[image] = new SparseCategoricalCrossentropy().Compute(probabilities, new[] { label }, gradients);
            }

            one.Verify(losses);
            one.Verify(fromProbabilities);
        }
    }

    private static IEnumerable<(float[] Outputs, float[] Targets)> Rows(LossCase one) => one.Outputs.Chunk(one.Size)
        .Zip(one.Targets.Chunk(one.Size), (outputs, targets) =>
            (outputs.Select(value => (float)value).ToArray(), targets.Select(value => (float)value).ToArray()));
}
