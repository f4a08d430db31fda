using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

public sealed unsafe class AlignedMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_000)]
    public void IsAlignedZeroedAndGuarded(int floats)
    {
        using var memory = new AlignedMemory(floats);
        Assert.Equal(floats, memory.Length);
        Assert.Equal(0, (nint)memory.Pointer % 64);
        Assert.False(new ReadOnlySpan<float>(memory.Pointer, floats).ContainsAnyExcept(0f));
        new Span<float>(memory.Pointer, floats).Fill(1);
        Assert.True(memory.GuardsAreIntact);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-64)]
    [InlineData(17)]
    [InlineData(17 + 63)]
    public void SeesAWriteOutside(int index)
    {
        using var memory = new AlignedMemory(17);
        memory.Pointer[index] = 0;
        Assert.False(memory.GuardsAreIntact);
    }

    [Fact]
    public void AReadOutsideGivesNaN()
    {
        using var memory = new AlignedMemory(17);
        Assert.True(float.IsNaN(memory.Pointer[-1]) && float.IsNaN(memory.Pointer[17]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue / 4)]
    public void RefusesWhatNoAddressReaches(long floats) =>
        Assert.Throws<ArgumentOutOfRangeException>("floats", () => new AlignedMemory(floats));

    [Fact]
    public void NamesTheSizeThatIsNotThere()
    {
        var error = Assert.Throws<OutOfMemoryException>(() => new AlignedMemory(1L << 58));
        Assert.Contains((1L << 58).ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);
    }

    [Fact]
    public void GivesNoPointerOnceFreed()
    {
        var memory = new AlignedMemory(1);
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (nint)memory.Pointer);
    }
}
