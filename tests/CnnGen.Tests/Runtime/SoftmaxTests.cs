using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>Softmax and its cross-entropy against double precision, at all small lengths, with the same bits in every width.</summary>
public sealed class SoftmaxTests
{
    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void AgreesWithDoubleAndWithScalar(InstructionSet instructionSet)
    {
        var random = new Random(1);
        for (var count = 1; count <= 70; count++)
        {
            var logits = Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 20 - 10)).ToArray();
            var gradient = Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray();
            var label = random.Next(count);
            var got = new Row(logits, gradient, label).RunWith(instructionSet);
            var scalar = new Row(logits, gradient, label).RunWith(InstructionSet.Scalar);

            Lanes.AssertSameBits(scalar.Probabilities, got.Probabilities, $"probabilities of {count}");
            Lanes.AssertSameBits(scalar.InputGradient, got.InputGradient, $"gradient of {count}");
            Lanes.AssertSameBits(scalar.LossGradient, got.LossGradient, $"gradient of the loss of {count}");
            Lanes.AssertSameBits([scalar.Loss], [got.Loss], $"loss of {count}");

            var sum = logits.Sum(x => Math.Exp(x));
            var p = logits.Select(x => Math.Exp(x) / sum).ToArray();
            var mean = p.Zip(gradient, (a, b) => a * b).Sum();
            Assert.Equal(Math.Log(sum) - logits[label], got.Loss, 4e-6);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(p[i], got.Probabilities[i], 1e-6 * p[i] + 1e-9);
                Assert.Equal(p[i] * (gradient[i] - mean), got.InputGradient[i], 2e-6);
                Assert.Equal((p[i] - (i == label ? 1 : 0)) * 0.25, got.LossGradient[i], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1000f)]
    [InlineData(-1000f)]
    [InlineData(1e30f)]
    public void IsStableFarFromZero(float shift)
    {
        var row = new Row([shift, shift, shift, shift], [1, 0, 0, 0], 2).RunWith(InstructionSet.Scalar);
        Assert.All(row.Probabilities, p => Assert.Equal(0.25f, p));
        Assert.Equal(MathF.Log(4), row.Loss, 1e-6f);
    }

    [Fact]
    public void LossOfAnImpossibleClassIsFinite()
    {
        var row = new Row([0f, -500f], [0, 0], 1).RunWith(InstructionSet.Scalar);
        Assert.Equal(500f, row.Loss);
        Assert.Equal([0.25f, -0.25f], row.LossGradient);
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public unsafe void DispatchesByInstructionSet(InstructionSet instructionSet)
    {
        Lanes.Require(instructionSet);
        float[] logits = [1, 2, 3, 0.5f, -1];
        var row = new Row(logits, new float[5], 3).RunWith(InstructionSet.Scalar);
        var (p, g) = (new float[5], new float[5]);
        fixed (float* x = logits, probabilities = p, gradient = g)
        {
            Assert.Equal(row.Loss, SoftmaxCrossEntropy.Apply(instructionSet, x, probabilities, 5, 3, 0.25f, gradient));
        }
        Lanes.AssertSameBits(row.Probabilities, p, "probabilities");
        Lanes.AssertSameBits(row.LossGradient, g, "gradient");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void RefusesALabelThatIsNoClass(int label) =>
        Assert.Throws<ArgumentOutOfRangeException>("label", () => new Row([0f, 1f], [0, 0], label).RunWith(InstructionSet.Scalar));

    private sealed class Row(float[] logits, float[] outputGradient, int label) : ILaneAction
    {
        public float[] Probabilities { get; } = new float[logits.Length];

        public float[] InputGradient { get; } = new float[logits.Length];

        public float[] LossGradient { get; } = new float[logits.Length];

        public float Loss { get; private set; }

        public Row RunWith(InstructionSet instructionSet)
        {
            Lanes.Run(instructionSet, this);
            return this;
        }

        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            var again = new float[logits.Length];
            fixed (float* x = logits, p = Probabilities, g = outputGradient, dx = InputGradient, dl = LossGradient, q = again)
            {
                Softmax.Forward<L, V>(x, p, logits.Length);
                Softmax.Backward<L, V>(p, g, dx, logits.Length);
                Loss = SoftmaxCrossEntropy.Apply<L, V>(x, q, logits.Length, label, 0.25f, dl);
            }
            Lanes.AssertSameBits(Probabilities, again, "probabilities beside the loss");
        }
    }
}
