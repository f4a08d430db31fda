using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CnnGen.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

/// <summary>float16 and bfloat16 in safetensors files, against what IEEE 754 says of each bit pattern.</summary>
public sealed class ShortFloatTests : IDisposable
{
    private const int Patterns = 1 << 16;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_float16_is_read_exactly()
    {
        var values = ReadAllPatterns("F16");
        for (var bits = 0; bits < Patterns; bits++)
            AssertSame(HalfOf(bits), values[bits], bits);
    }

    [Fact]
    public void Every_bfloat16_is_read_exactly()
    {
        var values = ReadAllPatterns("BF16");
        for (var bits = 0; bits < Patterns; bits++)
            AssertSame(ValueOf(bits, exponentBits: 8, mantissaBits: 7), values[bits], bits);
    }

    [Fact]
    public void Float16_is_written_rounded_to_the_nearest_and_to_even()
    {
        // All positive values of float16; between each and the next: the middle, and the float32 neighbours of the middle.
        var values = new List<float>();
        var expected = new List<int>();
        const int largest = 0x7bff;
        for (var bits = 0; bits <= largest; bits++)
        {
            Add((float)HalfOf(bits), bits);
            if (bits == largest)
                break;
            var middle = (float)((HalfOf(bits) + HalfOf(bits + 1)) / 2);
            Add(middle, bits % 2 == 0 ? bits : bits + 1);
            Add(MathF.BitDecrement(middle), bits);
            Add(MathF.BitIncrement(middle), bits + 1);
        }

        var stored = Write(values);

        for (var i = 0; i < values.Count; i++)
            Assert.True(stored[i] == expected[i], $"{values[i]:G9} became 0x{stored[i]:x4}, not 0x{expected[i]:x4}");

        void Add(float value, int bits)
        {
            values.AddRange([value, -value]);
            expected.AddRange([bits, bits | 0x8000]);
        }
    }

    [Fact]
    public void What_no_float16_is_near_is_written_as_infinity_only_where_it_was_infinite()
    {
        // Half a unit in the last place above the largest: from there on rounding gives infinity.
        const float first = 65520;
        Assert.Equal([0x7bff, 0x7c00, 0xfc00], Write([MathF.BitDecrement(first), float.PositiveInfinity, float.NegativeInfinity]));
        Assert.True(float.IsNaN((float)BitConverter.UInt16BitsToHalf((ushort)Write([float.NaN])[0])));
        foreach (var value in (float[])[first, -first, 1e6f, -1e6f, float.MaxValue])
        {
            var path = _folder.Write("kept.safetensors", [1, 2, 3]);
            var error = Assert.Throws<OverflowException>(
                () =>
                    SafetensorsFile.Write(
                        path, [new SafetensorsSource("conv2d/kernel", [2], new[] { 1, value })], format: WeightFormat.Float16));
            Assert.Contains("Value 1 of 'conv2d/kernel'", error.Message, StringComparison.Ordinal);
            Assert.Contains("65504", error.Message, StringComparison.Ordinal);
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void A_file_of_float16_is_what_the_format_says()
    {
        var path = _folder["half.safetensors"];
        SafetensorsFile.Write(
            path,
            [new SafetensorsSource("a", [2, 1], new[] { 1.5f, -2f }), new SafetensorsSource("b", [1], new[] { 0.25f })],
            format: WeightFormat.Float16);

        // A parse of its own: nothing of the reader is used.
        var content = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(content);
        using var header = JsonDocument.Parse(content.AsMemory(8, length));
        Assert.Equal("""{"dtype":"F16","shape":[2,1],"data_offsets":[0,4]}""", header.RootElement.GetProperty("a").GetRawText());
        Assert.Equal("""{"dtype":"F16","shape":[1],"data_offsets":[4,6]}""", header.RootElement.GetProperty("b").GetRawText());
        Assert.Equal([0x00, 0x3e, 0x00, 0xc0, 0x00, 0x34], content[(8 + length)..]);
    }

    [Fact]
    public void Other_types_are_not_copied_as_floats()
    {
        var path = WriteRaw("I16", new byte[2 * Patterns]);
        var tensor = SafetensorsFile.Read(path)["all"];
        Assert.False(tensor.IsFloat);
        var error = Assert.Throws<InvalidDataException>(() => tensor.CopyTo(new float[Patterns]));
        Assert.All([path, "'all'", "F16", "BF16", "I16"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static double HalfOf(int bits) => ValueOf(bits, exponentBits: 5, mantissaBits: 10);

    /// <summary>The value of a bit pattern by the definition of IEEE 754's binary formats.</summary>
    private static double ValueOf(int bits, int exponentBits, int mantissaBits)
    {
        var sign = bits >> (exponentBits + mantissaBits) == 1 ? -1.0 : 1.0;
        var exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
        var fraction = (bits & ((1 << mantissaBits) - 1)) * Math.Pow(2, -mantissaBits);
        var bias = (1 << (exponentBits - 1)) - 1;
        if (exponent == (1 << exponentBits) - 1)
            return fraction == 0 ? sign * double.PositiveInfinity : double.NaN;
        return sign * (exponent == 0 ? fraction * Math.Pow(2, 1 - bias) : (1 + fraction) * Math.Pow(2, exponent - bias));
    }

    private static void AssertSame(double expected, float got, int bits)
    {
        // The sign of zero counts; the bits of a NaN do not.
        var isSame = double.IsNaN(expected)
            ? float.IsNaN(got)
            : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(got);
        Assert.True(isSame, $"0x{bits:x4} was read as {got:G9}, not {expected:G9}");
    }

    private float[] ReadAllPatterns(string dataType)
    {
        var data = new byte[2 * Patterns];
        for (var bits = 0; bits < Patterns; bits++)
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(2 * bits), (ushort)bits);
        var tensor = SafetensorsFile.Read(WriteRaw(dataType, data))["all"];
        Assert.True(tensor.IsFloat);
        var values = new float[Patterns];
        tensor.CopyTo(values);
        return values;
    }

    private string WriteRaw(string dataType, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes(
            $$$"""{"all":{"dtype":"{{{dataType}}}","shape":[{{{Patterns}}}],"data_offsets":[0,{{{data.Length}}}]}}""");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return _folder.Write("raw.safetensors", [.. length, .. header, .. data]);
    }

    private List<int> Write(IReadOnlyList<float> values)
    {
        var path = _folder["written.safetensors"];
        SafetensorsFile.Write(path, [new SafetensorsSource("values", [values.Count], values.ToArray())], format: WeightFormat.Float16);
        var bytes = SafetensorsFile.Read(path)["values"].Bytes;
        var patterns = new List<int>();
        for (var i = 0; i < bytes.Length; i += 2)
            patterns.Add(BinaryPrimitives.ReadUInt16LittleEndian(bytes[i..]));
        return patterns;
    }
}
