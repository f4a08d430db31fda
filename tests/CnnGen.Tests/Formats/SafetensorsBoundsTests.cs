using System.Buffers.Binary;
using System.Text;
using CnnGen.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

/// <summary>Headers whose bytes would become many times as much in memory.</summary>
public sealed class SafetensorsBoundsTests : IDisposable
{
    private const string TooMuchText = "at most 8388608 bytes of names and free text";
    private const string Empty = """{"dtype":"U8","shape":[0],"data_offsets":[0,0]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Headers => new()
    {
        { Tensor("\"dtype\":\"F32\",\"shape\":[" + Repeat("1,", 10_000_000) + "1],\"data_offsets\":[0,4]"),
            "at most 64 numbers as shape of tensor 'a'" },
        { Tensor("\"dtype\":\"F32\",\"data_offsets\":[" + Repeat("1,", 10_000_000) + "1]"), "at most 2 numbers" },
        { $"{{{Many(300_000, i => $"\"{i:x}\":{Empty}")}}}", "at most 65536 tensors" },
        { $"{{\"__metadata__\":{{{Many(1_500_000, i => $"\"{i:x}\":\"\"")}}}}}", "at most 65536 members of __metadata__" },
        { $"{{\"__metadata__\":{{\"text\":\"{Repeat("a", 20_000_000)}\"}}}}", TooMuchText },
        { $"{{\"{Repeat("a", 20_000_000)}\":{Empty}}}", TooMuchText },
        { Tensor($"\"dtype\":\"{Repeat("F", 20_000_000)}\""), TooMuchText },
        { Tensor($"\"{Repeat("F", 20_000_000)}\":1"), TooMuchText },
        { Tensor($"\"dtype\":\"F32\",\"shape\":[{Repeat("9", 20_000_000)}]"), "whole numbers from 0" },
        { Repeat("[", 20_000_000), "the header to be an object" },
        { "{\"a\":{\"shape\":" + Repeat("[", 20_000_000), "is a list" },
        { Repeat(" ", 20_000_000), "JSON" },
    };

    [Theory]
    [MemberData(nameof(Headers), DisableDiscoveryEnumeration = true)]
    public void A_header_takes_memory_in_proportion_to_its_file(string json, string expected)
    {
        var content = new byte[sizeof(long) + json.Length + 4];
        BinaryPrimitives.WriteInt64LittleEndian(content, json.Length);
        Encoding.ASCII.GetBytes(json, content.AsSpan(sizeof(long)));
        var path = _folder.Write("crafted.safetensors", content);
        Allocated.AssertBounded(content.Length, () =>
        {
            var message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path)).Message;
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.InRange(message.Length, 1, 1000);
        });
    }

    [Fact]
    public void The_largest_header_that_is_read_takes_no_more_either()
    {
        // As many tensors, free texts and letters as there may be at once.
        var names = Many(65536, i => $"\"{i:x4}{Repeat("n", 50)}\":{Empty}");
        var texts = Many(65536, i => $"\"{i:x4}{Repeat("t", 20)}\":\"{Repeat("v", 20)}\"");
        var json = $"{{\"__metadata__\":{{{texts}}},{names}}}";
        var content = new byte[sizeof(long) + json.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, json.Length);
        Encoding.ASCII.GetBytes(json, content.AsSpan(sizeof(long)));
        var path = _folder.Write("large.safetensors", content);
        Allocated.AssertBounded(content.Length, () => Assert.Equal(65536, SafetensorsFile.Read(path).Metadata.Count));
    }

    private static string Tensor(string members) => $"{{\"a\":{{{members}}}}}";

    private static string Many(int count, Func<int, string> member) => string.Join(',', Enumerable.Range(0, count).Select(member));

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
