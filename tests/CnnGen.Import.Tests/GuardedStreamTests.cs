using CnnGen.Import.Keras;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>What a reader of a damaged file cannot do.</summary>
public sealed class GuardedStreamTests
{
    [Fact]
    public void AFileIsReadToItsEndAndNotBeyond()
    {
        using var stream = new GuardedStream(new MemoryStream([1, 2, 3]));
        var bytes = new byte[3];
        stream.ReadExactly(bytes);
        Assert.Equal([1, 2, 3], bytes);
        var error = Assert.Throws<EndOfStreamException>(() => stream.Read(bytes));
        Assert.Equal("it ends after 3 bytes, where more should follow", error.Message);
    }

    [Fact]
    public void ACircleEnds()
    {
        using var stream = new GuardedStream(new MemoryStream(new byte[1_000]));
        var reads = 0;
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            for (; reads < 10_000_000; reads++)
            {
                stream.Position = 0;
                stream.ReadByte();
            }
        });
        Assert.Equal("it is read over and over: its addresses lead in a circle", error.Message);
        // A model of a thousand small layers takes 250 thousand.
        Assert.InRange(reads, 1_000_000, 3_000_000);
    }

    [Fact]
    public void ALargeFileCanBeReadSeveralTimes()
    {
        const int Length = 20 << 20;
        using var stream = new GuardedStream(new MemoryStream(new byte[Length]));
        var bytes = new byte[Length];
        for (var time = 0; time < 10; time++)
        {
            stream.Position = 0;
            stream.ReadExactly(bytes);
        }

        Assert.Equal(Length, stream.Position);
    }
}
