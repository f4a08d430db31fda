using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using CsCheck;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Random stacks of layers through generator, compiler, prediction and gradients, against the reference. Each run draws others.
/// <c>CNNGEN_STACKS</c> is their number; a failure shows its stack and a seed, and <c>CNNGEN_STACKS=1000 CsCheck_Seed=that</c> looks for
/// the smallest stack that fails.
/// </summary>
public sealed class RandomStackTests(ITestOutputHelper output)
{
    private static readonly int Count = Setting.Number("CNNGEN_STACKS", otherwise: 300);

    [Fact]
    public void StacksAgreeWithTheReference()
    {
        int unclear = 0;
        RandomStack.Gen.Sample(
            stack =>
            {
                if (!Subject.TryOf(stack.Compile(), out var subject))
                    unclear++;
                else
                    Check(subject);
            },
            output.WriteLine, iter: Count, threads: 1, print: stack => stack.Declare("Stack"));
        // Where two values are too close to call in all draws of data, there is no right gradient to compare with.
        Assert.InRange(unclear, 0, Count / 4);
    }

    private static void Check(Subject subject)
    {
        (float[] Predicted, float[] Forwarded, float[][] Gradients, double[] Penalties, float[][] Updated)? first = null;
        double penalty = subject.Reference.Penalty(subject.Images);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet, threads: 2);
            string where = instructionSet.ToName();
            var (predicted, forwarded) = (new float[subject.Predicted.Length], new float[subject.Forwarded.Length]);
            network.Predict(subject.Images, predicted);
            // Before the moving statistics of a training pass.
            AllOutputs.AssertAgree(network, subject, where);
            double[] penalties = PenaltiesOf(network, subject);
            Assert.Equal(penalty, penalties.Average(), 1e-4 * penalty);
            network.Forward(subject.Images, forwarded);
            network.Backward(subject.Probes);
            float[][] gradients = [.. network.Parameters.Select(p => p.Trainable ? Bits.Gradient(p) : [])];
            // With what weights cost and are held to, of which there is a test against formulas.
            network.Step(new Sgd(0.125));
            float[][] updated = [.. network.Parameters.Select(Bits.Values)];

            ReferenceAssert.Agrees(subject.Predicted, predicted, $"{where}, prediction");
            ReferenceAssert.Agrees(subject.Forwarded, forwarded, $"{where}, training form");
            for (int i = 0; i < gradients.Length; i++)
            {
                if (network.Parameters[i].Trainable)
                    ReferenceAssert.Agrees(subject.Gradients[i], gradients[i], $"{where}, gradient of {network.Parameters[i].Name}");
            }

            first ??= (predicted, forwarded, gradients, penalties, updated);
            Bits.AreEqual(first.Value.Predicted, predicted, $"{where}, prediction");
            Bits.AreEqual(first.Value.Forwarded, forwarded, $"{where}, training form");
            Assert.Equal(first.Value.Penalties, penalties);
            foreach (var (want, got) in first.Value.Gradients.Zip(gradients))
                Bits.AreEqual(want, got, $"{where}, gradient");
            foreach (var (want, got) in first.Value.Updated.Zip(updated))
                Bits.AreEqual(want, got, $"{where}, weights behind a step");
        }
    }

    /// <summary>What the outputs of layers cost in prediction, of each image.</summary>
    private static double[] PenaltiesOf(INetwork network, Subject subject)
    {
        double[] penalties = new double[Subject.ImageCount];
        ((INetworkEnd)network).PredictWithLosses(subject.Images, [], [], new float[subject.Predicted.Length], [], penalties);
        return penalties;
    }
}
