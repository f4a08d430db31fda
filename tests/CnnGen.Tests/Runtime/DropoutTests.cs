using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>The mask of dropout: its bits in all widths and at all lengths, its rate, and that it depends on all of its key.</summary>
public sealed class DropoutTests
{
    private static readonly DropoutKey Key = new(Seed: 42, Step: 7, Layer: 3, Image: 11);

    public static TheoryData<InstructionSet> InstructionSets => Lanes.All;

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void HasTheSameBitsAtEveryLength(InstructionSet instructionSet)
    {
        var whole = new Mask(200, 0.3, Key).RunWith(InstructionSet.Scalar);
        for (var count = 0; count <= 200; count++)
            Lanes.AssertSameBits(whole.AsSpan(0, count), new Mask(count, 0.3, Key).RunWith(instructionSet), $"{count} values");
    }

    [SkippableTheory]
    [MemberData(nameof(InstructionSets))]
    public void APartHasTheBitsOfTheWhole(InstructionSet instructionSet)
    {
        var whole = new Mask(200, 0.3, Key).RunWith(InstructionSet.Scalar);
        for (var first = 0; first <= 70; first++)
        {
            var part = new Mask(200 - first, 0.3, Key, first).RunWith(instructionSet);
            Lanes.AssertSameBits(whole.AsSpan(first), part, $"from {first}");
        }
    }

    [Fact]
    public void TakesWordsOfPhiloxInOrder()
    {
        // Element i is dropped if word i % 4 of block i / 4 is below rate x 2^32.
        var words = new uint[16];
        unsafe
        {
            fixed (uint* w = words)
            {
                for (var block = 0; block < 4; block++)
                    Philox.Blocks<Lanes1, float>(new PhiloxCounter((uint)block, 11, 7, 3 << 16), 42, w + 4 * block);
            }
        }
        var expected = words.Select((word, i) => word < 0.3 * 4294967296.0 ? 0f : (i + 1) * (float)(1 / 0.7)).ToArray();
        Lanes.AssertSameBits(expected, new Mask(16, 0.3, Key).RunWith(InstructionSet.Scalar), "mask");
        Assert.Contains(0f, expected);
        Assert.Contains(expected, y => y != 0);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void DropsItsShare(double rate)
    {
        const int Count = 100_000;
        var dropped = new Mask(Count, rate, Key).RunWith(InstructionSet.Scalar).Count(y => y == 0);

        var deviation = Math.Sqrt(Count * rate * (1 - rate));
        Assert.InRange(dropped, Count * rate - 5 * deviation, Count * rate + 5 * deviation);
    }

    [Fact]
    public void DependsOnAllOfItsKey()
    {
        DropoutKey[] keys =
        [
            Key,
            Key with { Seed = 43 },
            Key with { Seed = 42 + (1ul << 32) },
            Key with { Step = 8 },
            Key with { Step = 7 + (1ul << 32) },
            Key with { Layer = 4 },
            Key with { Image = 12 },
        ];
        var masks = keys.Select(key => new Mask(64, 0.5, key).RunWith(InstructionSet.Scalar));
        Assert.Equal(keys.Length, masks.Select(mask => string.Concat(mask.Select(y => y == 0 ? '0' : '1'))).Distinct().Count());
    }

    [Fact]
    public void DropsWhatIsNotANumber()
    {
        var mask = new Mask(64, 0.5, Key).RunWith(InstructionSet.Scalar);
        var x = new float[64];
        Array.Fill(x, float.NaN);
        Apply(x, 0.5, Key);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(mask[i] == 0, x[i] == 0);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void RefusesARateThatIsNoProbability(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => Apply(new float[4], rate, Key));

    [Fact]
    public void RefusesAKeyOutOfItsRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>("key", () => Apply(new float[4], 0.5, Key with { Step = 1ul << 48 }));
        Assert.Throws<ArgumentOutOfRangeException>("key", () => Apply(new float[4], 0.5, Key with { Layer = 0xFFFF }));
        Assert.Throws<ArgumentOutOfRangeException>("key", () => Apply(new float[4], 0.5, Key with { Layer = -1 }));
    }

    private static unsafe void Apply(float[] x, double rate, DropoutKey key)
    {
        fixed (float* p = x)
            Dropout.Apply<Lanes1, float>(p, p, x.Length, rate, key);
    }

    // Dropout of 1, 2, 3 ..., or of a part of it, at an unaligned address, with a guard on both sides.
    private sealed class Mask(int count, double rate, DropoutKey key, int first = 0) : ILaneAction
    {
        private float[] _result = [];

        public float[] RunWith(InstructionSet instructionSet)
        {
            Lanes.Run(instructionSet, this);
            return _result;
        }

        public unsafe void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged
        {
            var x = new float[count + 2];
            var y = new float[count + 2];
            for (var i = 0; i < count; i++)
                x[i + 1] = first + i + 1;
            (y[0], y[count + 1]) = (-2, -1);
            fixed (float* from = x, to = y)
                Dropout.Apply<L, V>(from + 1, to + 1, first, count, rate, key);
            Assert.Equal(-2, y[0]);
            Assert.Equal(-1, y[count + 1]);
            _result = y[1..(count + 1)];
        }
    }
}
