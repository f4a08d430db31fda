using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CnnGen.Tests.Fuzzing;

/// <summary>Makes safetensors files whose JSON is mutated as JSON: a reader that stops at the first brace finds few faults.</summary>
internal static class SafetensorsParts
{
    private static readonly string[] Types = ["F32", "F16", "BF16", "F64", "I64", "U8", "BOOL", "F4", "F6_E2M3", "F99", "f32", ""];

    /// <summary>A file of float32 tensors.</summary>
    /// <param name="mutation">The choices.</param>
    /// <param name="tensors">Names, shapes and little-endian values.</param>
    public static byte[] Make(Mutation mutation, IEnumerable<(string Name, int[] Shape, byte[] Values)> tensors)
    {
        List<string> members = [];
        List<byte> data = [];
        if (mutation.OneOf(false, true))
        {
            var odd = (List: mutation.OneIn(5) ? "[]" : "{}", Number: mutation.OneIn(5) ? "{\"a\":1}" : "{}");
            members.Add($"\"__metadata__\":{mutation.OneOf("{}", "{\"a\":\"b\"}", odd.List, odd.Number)}");
        }

        foreach (var (name, shape, values) in tensors)
        {
            members.Add($"{Text(mutation, name)}:{Entry(mutation, shape, data.Count, data.Count + values.Length)}");
            data.AddRange(values);
        }

        var json = mutation.Spoil(
            Encoding.UTF8.GetBytes($"{{{string.Join(',', mutation.Shuffle(members))}}}{new string(' ', mutation.Below(9))}"), oneIn: 10);
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, mutation.Perhaps(json.Length));
        return mutation.Spoil([.. length, .. json, .. mutation.Spoil([.. data], oneIn: 10)], oneIn: 15);
    }

    private static string Entry(Mutation mutation, int[] shape, int begin, int end)
    {
        var type = mutation.OneIn(8) ? mutation.OneOf<string>(Types) : "F32";
        List<string> members =
        [
            $"{Text(mutation, "dtype")}:{(mutation.OneIn(20) ? Value(mutation) : $"\"{type}\"")}",
            $"{Text(mutation, "shape")}:{List(mutation, shape)}",
            $"{Text(mutation, "data_offsets")}:{List(mutation, [begin, end])}",
        ];
        if (mutation.OneIn(30))
            members.Add($"{Text(mutation, "more")}:{Value(mutation)}");
        return mutation.OneIn(40) ? Value(mutation) : $"{{{string.Join(',', mutation.Shuffle(members))}}}";
    }

    private static string List(Mutation mutation, int[] numbers)
    {
        var texts = numbers.Select(
            number => mutation.OneIn(30) ? Value(mutation) : mutation.Perhaps(number).ToString(CultureInfo.InvariantCulture)).ToList();
        if (mutation.OneIn(60))
            texts.AddRange(Enumerable.Repeat("1", mutation.OneOf(3, 64, 100_000)));
        return mutation.OneIn(40) ? Value(mutation) : $"[{string.Join(',', mutation.Shuffle(texts))}]";
    }

    /// <summary>A value of JSON of any kind.</summary>
    private static string Value(Mutation mutation) =>
        mutation.OneOf("null", "true", "1.5", "-1", "1e3", "99999999999999999999", "\"1\"", "[]", "{}", "[[1]]", "{\"a\":{}}",
            "\"\\ud800\"", new string('[', 100));

    /// <summary>A text of JSON, its letters now and then escaped, wrong, or very many.</summary>
    private static string Text(Mutation mutation, string text)
    {
        if (mutation.OneIn(60))
            text = mutation.OneOf("", "dtype", "__metadata__", "\\ud800", new string('n', 100_000), "\\u0000", "\u00e9");
        else if (mutation.Below(8) == 0)
            text = $"\\u{(int)text[0]:x4}{text[1..]}";
        return $"\"{text}\"";
    }
}
