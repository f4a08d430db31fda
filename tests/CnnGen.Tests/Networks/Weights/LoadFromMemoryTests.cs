using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Text;
using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Weights from memory and streams, and weights stored in 16 bits.</summary>
public sealed unsafe class LoadFromMemoryTests : IDisposable
{
    private const string Name = "Perceptron";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Every way into a network, by name.</summary>
    public static TheoryData<string> Ways =>
        ["file", "span", "resource", "memory stream", "hidden memory stream", "mapped file", "file stream"];

    public static TheoryData<string> Names => ZooNetworks.Names;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void EveryWayGivesTheSavedBits(string way)
    {
        var path = Save(WeightFormat.Float32);
        using var saved = ZooNetworks.Subject(Name).Create(InstructionSets.Best);
        using var network = Other();
        Assert.NotEqual(Bits.HashOfWeights(saved), Bits.HashOfWeights(network));
        Load(network, way, path);
        Assert.Equal(Bits.HashOfWeights(saved), Bits.HashOfWeights(network));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void DamageIsRefusedByNameAndChangesNothing(string way)
    {
        var path = Save(WeightFormat.Float32);
        var content = File.ReadAllBytes(path);
        foreach (var damaged in (
            byte[][])[[], content[..5], content[..40], content[..^1], [.. content[..8], .. new byte[20], .. content[28..]]])
        {
            File.WriteAllBytes(path, damaged);
            AssertRefused(way, path);
        }

        using (var foreign = ZooNetworks.Subject("OddChannelsIntoDense").Create(InstructionSets.Best))
            foreign.Save(path);
        AssertRefused(way, path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Float16GivesEveryWeightRounded(string name)
    {
        var path = _folder[$"{name}.safetensors"];
        var subject = ZooNetworks.Subject(name);
        using (var network = subject.Create(InstructionSets.Best))
            network.Save(path, WeightFormat.Float16);
        using var fromFile = Subject.Construct(subject.Network, seed: 99, InstructionSet.Scalar);
        fromFile.Load(path);
        using var fromMemory = Subject.Construct(subject.Network, seed: 98, InstructionSet.Scalar);
        fromMemory.Load(File.ReadAllBytes(path));

        for (var i = 0; i < subject.Weights.Count; i++)
        {
            var rounded = Array.ConvertAll(subject.Weights[i], weight => (float)(Half)weight);
            Bits.AreEqual(rounded, Bits.Values(fromFile.Parameters[i]), fromFile.Parameters[i].Name);
            Bits.AreEqual(rounded, Bits.Values(fromMemory.Parameters[i]), fromFile.Parameters[i].Name);
        }
    }

    [Fact]
    public void Bfloat16IsWidenedAndOtherTypesAreRefused()
    {
        var path = Save(WeightFormat.Float16);
        var content = File.ReadAllBytes(path);
        var type = content.AsSpan().IndexOf("\"F16\""u8);
        var asBfloat16 = Encoding.Latin1.GetString(content).Replace("\"F16\"", "\"BF16\"", StringComparison.Ordinal);
        Assert.True(type > 0);

        using var network = Other();
        network.Load(WithHeaderLengthOf(asBfloat16));
        var half = SafetensorsFile.Read(path);
        foreach (var parameter in network.Parameters)
        {
            var stored = MemoryMarshal.Cast<byte, ushort>(half[parameter.Name].Bytes);
            var values = Bits.Values(parameter);
            for (var i = 0; i < values.Length; i++)
                Assert.Equal((uint)stored[i] << 16, BitConverter.SingleToUInt32Bits(values[i]));
        }

        content.AsSpan(type, 5).Clear();
        "\"I16\""u8.CopyTo(content.AsSpan(type));
        var before = Bits.HashOfWeights(network);
        var error = Assert.Throws<InvalidDataException>(() => network.Load(content, "the weights of this test"));
        Assert.StartsWith("Expected the weights of Perceptron in the weights of this test, but:", error.Message, StringComparison.Ordinal);
        Assert.Contains("is stored as I16, but F32, F16 or BF16 is needed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.HashOfWeights(network));
    }

    [Fact]
    public void AStreamIsReadFromWhereItStandsToItsEnd()
    {
        var content = File.ReadAllBytes(Save(WeightFormat.Float32));
        byte[] behind = [1, 2, 3, .. content];
        fixed (byte* start = behind)
        {
            foreach (
                var stream in (Stream[])[new UnmanagedMemoryStream(start, behind.Length),
                    new MemoryStream(behind, 0, behind.Length, false, publiclyVisible: true), new MemoryStream(behind)])
            {
                using var network = Other();
                stream.Position = 3;
                network.Load(stream);
                Assert.Equal(stream.Length, stream.Position);
                Assert.Equal(Bits.HashOfWeights(ZooNetworks.Subject(Name).Create(InstructionSets.Best)), Bits.HashOfWeights(network));

                // Nothing is left.
                Assert.Throws<InvalidDataException>(() => network.Load(stream));
                stream.Position = stream.Length + 5;
                Assert.Throws<InvalidDataException>(() => network.Load(stream));
            }
        }
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(100ul)]
    [InlineData(ulong.MaxValue)]
    public void OfAStreamNoMoreIsReadThanTheNetworkCanNeed(ulong headerLength)
    {
        using var network = Other();
        var stream = new Endless(headerLength);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => network.Load(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        var most = headerLength == ulong.MaxValue ? 8 : 8 + (long)headerLength + 4 * network.Info.ParameterCount + 1;
        Assert.InRange(stream.BytesRead, 8, most);
    }

    [Fact]
    public void AStreamThatCannotBeReadIsRefused()
    {
        using var network = Other();
        var closed = new MemoryStream([1]);
        closed.Dispose();
        Assert.Throws<ArgumentException>("safetensors", () => network.Load(closed));
    }

    [Fact]
    public void MemoryIsReadWhereItLies()
    {
        using var network = new FashionNetwork(seed: 1);
        var path = _folder["large.safetensors"];
        network.Save(path);
        var content = File.ReadAllBytes(path);
        fixed (byte* start = content)
        {
            network.Load(new UnmanagedMemoryStream(start, content.Length));
            var before = GC.GetAllocatedBytesForCurrentThread();
            network.Load(new UnmanagedMemoryStream(start, content.Length));
            // The names and shapes in the header, and no values.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, content.Length / 50);
        }
    }

    [Fact]
    public void WeightsAreDrawnOnlyWhereNoneWereLoadedBefore()
    {
        var path = Save(WeightFormat.Float32);
        using var saved = ZooNetworks.Subject(Name).Create(InstructionSets.Best);
        using var other = Other();
        other.Load(path);
        // Both read a parameter before anything else happened to the network.
        Assert.Equal(Bits.HashOfWeights(saved), Bits.HashOfWeights(other));

        // One parameter set, the others drawn: as if all had been drawn first.
        using var first = Other();
        using var second = Other();
        var values = new float[first.Parameters[0].Count];
        Assert.NotEqual(values, Bits.Values(second.Parameters[0]));
        first.Parameters[0].CopyFrom(values);
        second.Parameters[0].CopyFrom(values);
        Assert.Equal(Bits.HashOfWeights(second), Bits.HashOfWeights(first));
    }

    private static INetwork Other() => Subject.Construct(ZooNetworks.Subject(Name).Network, seed: 99, InstructionSet.Scalar);

    private static byte[] WithHeaderLengthOf(string latin1)
    {
        var content = Encoding.Latin1.GetBytes(latin1);
        var data = ZooNetworks.Subject(Name).Weights.Sum(weights => weights.Length) * sizeof(ushort);
        BitConverter.TryWriteBytes(content, (long)(content.Length - 8 - data));
        return content;
    }

    private static void AssertRefused(string way, string path)
    {
        using var network = ZooNetworks.Subject(Name).Create(InstructionSets.Best);
        var before = Bits.HashOfWeights(network);
        var error = Assert.Throws<InvalidDataException>(() => Load(network, way, path));
        Assert.Contains(way == "file" ? path : way == "span" ? "the weights in memory" : way, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.HashOfWeights(network));
    }

    private static void Load(INetwork network, string way, string path)
    {
        var content = File.ReadAllBytes(path);
        switch (way)
        {
            case "file":
                network.Load(path);
                break;
            case "span":
                network.Load(content);
                break;
            case "resource":
                fixed (byte* start = new byte[content.Length + 1])
                {
                    content.CopyTo(new Span<byte>(start, content.Length));
                    network.Load(new UnmanagedMemoryStream(start, content.Length), way);
                }

                break;
            case "memory stream":
                network.Load(new MemoryStream(content, 0, content.Length, writable: false, publiclyVisible: true), way);
                break;
            case "hidden memory stream":
                network.Load(new MemoryStream(content), way);
                break;
            case "mapped file":
                // Nothing cannot be mapped; one byte is as wrong as none.
                var length = Math.Max(1, content.Length);
                using (var file = MemoryMappedFile.CreateNew(null, length))
                using (var view = file.CreateViewStream(0, length))
                {
                    view.Write(content);
                    view.Position = 0;
                    network.Load(view, way);
                }

                break;
            default:
                using (var stream = File.OpenRead(path))
                    network.Load(stream, way);
                break;
        }
    }

    private string Save(WeightFormat format)
    {
        var path = _folder["saved.safetensors"];
        using var network = ZooNetworks.Subject(Name).Create(InstructionSets.Best);
        network.Save(path, format);
        return path;
    }

    /// <summary>The length of a header, and zeros without end.</summary>
    private sealed class Endless(ulong headerLength) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, BytesRead++)
                buffer[offset + i] = BytesRead < sizeof(ulong) ? (byte)(headerLength >> (8 * (int)BytesRead)) : (byte)0;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
