using System.Globalization;
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
        Assert.Contains((1L << 58).ToString(CultureInfo.InvariantCulture), error.Message);
    }

    /// <summary>
    /// Whether there is a large page free is the system's business; that it was asked for stands in its list of mappings.
    /// </summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AsksForLargePages(bool largePages)
    {
        MappingFlags.RequireLargePages();
        using var memory = new AlignedMemory(floats: 16 << 20, largePages);
        Assert.False(new ReadOnlySpan<float>(memory.Pointer, 16 << 20).ContainsAnyExcept(0f));
        Assert.True(memory.GuardsAreIntact);
        Assert.Equal(largePages, MappingFlags.Of((nint)(memory.Pointer + (8 << 20))).Contains("hg"));
        // From the first float on, since what is read most may lie there.
        Assert.Equal(largePages, MappingFlags.Of((nint)memory.Pointer).Contains("hg"));
    }

    [SkippableTheory]
    [InlineData(1 << 19)]
    [InlineData((1 << 20) + 1)]
    [InlineData(16 << 20)]
    public void ItsLargePagesBeginWithIt(int floats)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "blocks come from the heap where they are not mapped");
        using var memory = new AlignedMemory(floats, largePages: true);
        Assert.InRange((nint)memory.Pointer % SystemPages.LargePage, 0, 1024);
        new Span<float>(memory.Pointer, floats).Fill(1);
        Assert.True(memory.GuardsAreIntact);
    }

    /// <summary>Who comes second finds it freed; twice would end the process.</summary>
    [Fact]
    public void TwoThreadsMayFreeIt()
    {
        for (var round = 0; round < 200; round++)
        {
            var memory = new AlignedMemory(round % 2 == 0 ? 100 : 1 << 20);
            Parallel.Invoke(memory.Dispose, memory.Dispose, memory.Dispose);
            Assert.Throws<ObjectDisposedException>(() => (nint)memory.Pointer);
        }
    }

    [Fact]
    public void BlocksBelowALargePageMayAskForThem()
    {
        using var memory = new AlignedMemory(100, largePages: true);
        Assert.True(memory.GuardsAreIntact);
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
