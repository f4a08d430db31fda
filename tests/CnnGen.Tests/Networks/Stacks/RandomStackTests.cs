using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using CsCheck;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Random stacks of layers through generator, compiler, prediction and gradients, against the reference: always the same ones, so that who
/// sees one fail has changed something. <c>CNNGEN_STACKS</c> draws as many others; a failure shows its stack and a seed, and
/// <c>CNNGEN_STACKS=1000 CsCheck_Seed=that</c> looks for the smallest stack that fails.
/// </summary>
public sealed class RandomStackTests(ITestOutputHelper output)
{
    private const int Fixed = 300;

    private static readonly int Drawn = Setting.Number("CNNGEN_STACKS", otherwise: 0);

    [Fact]
    public void StacksAgreeWithTheReference()
    {
        int unclear = 0;
        if (Drawn > 0)
            Sample(seed: null, Drawn);
        for (uint stack = 0; stack < Fixed && Drawn == 0; stack++)
            Sample(new PCG(stack, seed: 1).ToString(), count: 1);
        // Where two values are too close to call in all draws of data, there is no right gradient to compare with.
        Assert.InRange(unclear, 0, (Drawn > 0 ? Drawn : Fixed) / 4);

        void Sample(string? seed, int count) => RandomStack.Gen.Sample(
            stack =>
            {
                if (!Subject.TryOf(stack.Compile(), out var subject))
                    unclear++;
                else
                    Check(subject);
            },
            output.WriteLine, seed, count, threads: 1, print: stack => stack.Declare("Stack"));
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
