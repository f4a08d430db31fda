using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CnnGen.Formats;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_to_the_bit()
    {
        // Every kind of float that a careless conversion would change.
        float[] special = [0f, -0f, float.Epsilon, float.MaxValue, float.PositiveInfinity, BitConverter.UInt32BitsToSingle(0x7fc12345)];
        var path = _folder["net.safetensors"];
        SafetensorsSource[] tensors =
        [
            new("conv2d/kernel", [1, 2, 3], special),
            new("\"quoted\" ünïcode", [], new float[] { 42f }),
            new("empty", [0, 5], Array.Empty<float>()),
            new("by callback", [3], destination => new float[] { 1, 2, 3 }.CopyTo(destination)),
        ];
        var metadata = new Dictionary<string, string> { ["format"] = "cnngen", ["a"] = "é" };
        SafetensorsFile.Write(path, tensors, metadata);
        using var memory = new MemoryStream();
        SafetensorsFile.Write(memory, tensors, metadata);

        Assert.Equal(File.ReadAllBytes(path), memory.ToArray());
        var file = SafetensorsFile.Read(path);

        Assert.Equal(["conv2d/kernel", "\"quoted\" ünïcode", "empty", "by callback"], file.Tensors.OrderBy(t => t.Name == "by callback")
            .Select(t => t.Name));
        Assert.Equal([1, 2, 3], file["conv2d/kernel"].Shape);
        Assert.Equal(Bits(special), Bits(file["conv2d/kernel"].Floats));
        Assert.Empty(file["\"quoted\" ünïcode"].Shape);
        Assert.Equal([42f], file["\"quoted\" ünïcode"].Floats.ToArray());
        Assert.Equal([0, 5], file["empty"].Shape);
        Assert.Equal([1f, 2f, 3f], file["by callback"].Floats.ToArray());
        Assert.Equal(metadata, file.Metadata);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    public void The_file_is_what_the_format_says(int nameLength)
    {
        var path = _folder["net.safetensors"];
        var name = new string('n', nameLength);
        SafetensorsFile.Write(path, [new SafetensorsSource(name, [2, 1], new[] { 1.5f, -2f })]);

        // A parse of its own: nothing of the reader is used.
        var content = File.ReadAllBytes(path);
        var length = BinaryPrimitives.ReadInt64LittleEndian(content);
        Assert.Equal(0, length % 8);
        Assert.Equal((byte)'{', content[8]);
        Assert.Equal(8 + length + 8, content.Length);
        using var header = JsonDocument.Parse(content.AsMemory(8, (int)length));
        var tensor = header.RootElement.EnumerateObject().Single();
        Assert.Equal(name, tensor.Name);
        Assert.Equal("""{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}""", tensor.Value.GetRawText());
        Assert.Equal(1.5f, BinaryPrimitives.ReadSingleLittleEndian(content.AsSpan(^8)));
        Assert.Equal(-2f, BinaryPrimitives.ReadSingleLittleEndian(content.AsSpan(^4)));
    }

    [Fact]
    public void Other_types_are_carried_along_and_refused_only_when_asked_for()
    {
        var path = Craft(
            """
            {"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},
            "f":{"dtype":"F32","shape":[1],"data_offsets":[6,10]},
            "new":{"dtype":"F4","shape":[4],"data_offsets":[10,12]}}
            """,
            [1, 2, 3, 4, 5, 6, 0, 0, 0x80, 0x3f, 9, 9]);

        var file = SafetensorsFile.Read(path);

        // Not aligned to four bytes in the file.
        Assert.Equal([1f], file["f"].Floats.ToArray());
        Assert.False(file["h"].IsFloat32);
        Assert.Equal([1, 2, 3, 4, 5, 6], file["h"].Bytes.ToArray());
        Assert.Equal("F4", file["new"].DataType);
        AssertNames(path, "'h'", "F32", "F16", () => file["h"].Floats.ToArray());
    }

    [Fact]
    public void A_missing_tensor_and_a_wrong_size_are_named()
    {
        var path = Craft("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);
        var file = SafetensorsFile.Read(path);
        AssertNames(path, "'b'", "'a'", "", () => file["b"]);
        AssertNames(path, "'a'", "2", "1", () => file["a"].CopyTo(new float[2]));
    }

    [Theory]
    [InlineData("not an object", "[]", 0, "object")]
    [InlineData("no JSON", "{\"a\":", 0, "JSON")]
    [InlineData("empty header", "", 0, "JSON")]
    [InlineData("text behind the object", "{} x", 0, "JSON")]
    [InlineData("invalid UTF-8", "{\"\u00ff\":1}", 0, "number")]
    [InlineData("tensor is no object", """{"a":3}""", 0, "'a'")]
    [InlineData("metadata is no text", """{"__metadata__":{"k":1}}""", 0, "'k'")]
    [InlineData("metadata key twice", """{"__metadata__":{"k":"1","k":"2"}}""", 0, "'k' is a duplicate")]
    [InlineData("duplicate name",
        """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0,
        "'a' is a duplicate")]
    [InlineData("member twice", """{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0,
        "dtype of tensor 'a' is a duplicate")]
    [InlineData("unknown member", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1}}""", 0, "'x'")]
    [InlineData("no dtype", """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "dtype")]
    [InlineData("one offset", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""", 4, "two data_offsets")]
    [InlineData("negative extent", """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "-1")]
    [InlineData("broken extent", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "1.5")]
    [InlineData("extent beyond int", """{"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""", 4, "4294967297")]
    [InlineData("unknown type", """{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""", 4,
        "dtype of tensor 'a' to be one of the format's types, but it is 'F99'")]
    [InlineData("half a byte", """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "12 bits")]
    [InlineData("three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4, "at most 2")]
    [InlineData("extent is text", """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "is text")]
    [InlineData("extent is a list", """{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4, "is a list")]
    [InlineData("extents beyond 2^64", """{"a":{"dtype":"U8","shape":[2147483647,2147483647,5],"data_offsets":[0,4]}}""", 4, "values")]
    [InlineData("a thousand by a thousand", """{"a":{"dtype":"F32","shape":[1000,1000],"data_offsets":[0,4]}}""", 4, "4000000 bytes")]
    [InlineData("one range twice",
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlaps")]
    [InlineData("one byte behind", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "5 bytes follow")]
    [InlineData(
        "extents overflow", """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "values")]
    [InlineData("offsets beyond the end", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "truncated")]
    [InlineData("offsets backwards", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "[4, 0]")]
    [InlineData("shape and length disagree", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "12 bytes")]
    [InlineData("overlap",
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlaps")]
    [InlineData("gap", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData("data nobody owns", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "8 bytes follow")]
    public void Damage_is_named(string damage, string json, int dataLength, string expected)
    {
        var header = damage == "invalid UTF-8" ? Encoding.Latin1.GetBytes(json) : Encoding.UTF8.GetBytes(json);
        var path = Craft(header, new byte[dataLength]);
        if (damage == "invalid UTF-8")
            expected = "JSON";
        AssertNames(path, expected, "expected", "", () => SafetensorsFile.Read(path));
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        var path = _folder["net.safetensors"];
        SafetensorsFile.Write(path, [new SafetensorsSource("a", [2], new[] { 1f, 2f }), new SafetensorsSource("b", [1], new[] { 3f })]);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = _folder.Write("cut.safetensors", whole.AsSpan(0, length));
            AssertNames(cut, "expected", "", "", () => SafetensorsFile.Read(cut));
        }
    }

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void An_oversized_header_is_refused_before_memory_is_asked_for(ulong length)
    {
        var content = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(content, length);
        var path = _folder.Write("big.safetensors", content);
        AssertNames(
            path, "100000000", length.ToString(System.Globalization.CultureInfo.InvariantCulture), "", () => SafetensorsFile.Read(path));
    }

    [Theory]
    [InlineData(0UL, "JSON")]
    [InlineData(57UL, "only 56 bytes follow")]
    [InlineData(56UL, "JSON")]
    public void A_length_that_does_not_fit_the_file_is_refused(ulong length, string expected)
    {
        var content = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(content, length);
        var path = _folder.Write("short.safetensors", content);
        AssertNames(path, expected, "", "", () => SafetensorsFile.Read(path));
    }

    [Theory]
    [InlineData("""{"a":{"data_offsets":[0,4],"shape":[1],"dtype":"F32"}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                 """)]
    [InlineData("""{"__metadata__":{},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"of":"another","tool":""}}""")]
    [InlineData("""{"\u0061":{"\u0064type":"F\u00332","sh\u0061pe":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"b":{"dtype":"F32","shape":[7,0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"b":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""")]
    public void What_the_format_allows_is_read(string json) =>
        Assert.Equal([1f], SafetensorsFile.Read(Craft(json, [0, 0, 0x80, 0x3f]))["a"].Floats.ToArray());

    [Fact]
    public void Long_names_are_shortened_in_messages()
    {
        var path = Craft("{\"" + new string('n', 1_000_000) + "\":" + """{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);
        Assert.InRange(Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path)).Message.Length, 1, 500);
    }

    [Fact]
    public void What_could_not_be_read_is_not_written()
    {
        var path = _folder.Write("net.safetensors", [1, 2, 3]);
        SafetensorsSource One(string name) => new(name, [1], new[] { 1f });
        AssertRefused(Enumerable.Range(0, 65537).Select(i => One($"{i}")), "at most 65536 tensors");
        AssertRefused([new SafetensorsSource("deep", Enumerable.Repeat(1, 65).ToArray(), new[] { 1f })],
            "at most 64 numbers as shape of tensor 'deep'");
        AssertRefused([One(new string('n', 9_000_000))], "bytes of names and free text");
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        SafetensorsFile.Write(path, [.. Enumerable.Range(0, 65536).Select(i => One($"{i}"))]);
        Assert.Equal(65536, SafetensorsFile.Read(path).Tensors.Count);

        void AssertRefused(IEnumerable<SafetensorsSource> tensors, string expected) =>
            Assert.Contains(
                expected, Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, tensors)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_write_leaves_the_previous_file_and_nothing_else()
    {
        var path = _folder.Write("net.safetensors", [1, 2, 3]);
        SafetensorsSource[] tensors = [new("a", [1], new[] { 1f }), new("b", [1], _ => throw new InvalidOperationException("no values"))];
        Assert.Throws<InvalidOperationException>(() => SafetensorsFile.Write(path, tensors));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, [tensors[0], tensors[0]]));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_tensor_that_cannot_be_written_is_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => new SafetensorsSource("__metadata__", [1], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => new SafetensorsSource("", [1], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => new SafetensorsSource("a", [-1], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => new SafetensorsSource("a", [65536, 65536], _ => { }));
        // 2^31 bytes.
        Assert.Throws<ArgumentException>(() => new SafetensorsSource("a", [1 << 29], _ => { }));
        Assert.Throws<ArgumentException>(() => new SafetensorsSource("a", [2], new[] { 1f }));
    }

    [SkippableFact]
    public void A_file_by_another_writer_is_read()
    {
        // First and last bits, and the sum of all bits as whole numbers, taken from the file with Python's struct module.
        var file = SafetensorsFile.Read(Fixtures.Path("models/mnist.safetensors"));
        Assert.Equal(20, file.Tensors.Count);
        AssertValues(file["conv1.weight"], [8, 1, 3, 3], 0x3e29cc00, 0xbe41ad20, 152246120268);
        AssertValues(file["fc1.weight"], [32, 11616], 0xb9704e3e, 0xba4a04ca, 784291302443600);
        AssertValues(file["norm2.running_var"], [10], 0x425a8e82, 0x42654536, 11111763566);
        var counter = file["norm1.num_batches_tracked"];
        Assert.Equal("I64", counter.DataType);
        Assert.Empty(counter.Shape);
        Assert.Equal([0x50, 0x1d, 0, 0, 0, 0, 0, 0], counter.Bytes.ToArray());
    }

    private static void AssertValues(SafetensorsTensor tensor, int[] shape, uint first, uint last, long sum)
    {
        Assert.Equal(shape, tensor.Shape);
        var bits = Bits(tensor.Floats);
        Assert.Equal(shape.Aggregate(1, (a, b) => a * b), bits.Length);
        Assert.Equal((first, last, sum), (bits[0], bits[^1], bits.Sum(b => (long)b)));
    }

    private static uint[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, uint>(values).ToArray();

    private static void AssertNames(string path, string first, string second, string third, Func<object?> action)
    {
        var error = Assert.Throws<InvalidDataException>(() => action());
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.All([first, second, third], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static void AssertNames(string path, string first, string second, string third, Action action) =>
        AssertNames(path, first, second, third, () =>
        {
            action();
            return null;
        });

    private string Craft(string json, byte[] data) => Craft(Encoding.UTF8.GetBytes(json), data);

    private string Craft(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return _folder.Write("crafted.safetensors", [.. length, .. header, .. data]);
    }
}
