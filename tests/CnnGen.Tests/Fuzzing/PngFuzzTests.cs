using CnnGen.Tests.Images;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

public sealed class PngFuzzTests
{
    private static readonly (int Type, int Samples, int[] Depths)[] Kinds =
        [(0, 1, [1, 2, 4, 8, 16]), (2, 3, [8, 16]), (3, 1, [1, 2, 4, 8]), (4, 2, [8, 16]), (6, 4, [8, 16])];

    [Fact]
    public void Pictures_are_read_or_refused() => PictureFuzz.Run(Make);

    /// <param name="mutation">The choices.</param>
    /// <param name="expected">The pixels of a picture that is as it should be and simple enough to tell them; else null.</param>
    private static byte[] Make(Mutation mutation, out byte[]? expected)
    {
        var (type, samples, depths) = mutation.OneOf<(int, int, int[])>(Kinds);
        var (width, height, depth, isInterlaced) =
            (1 + mutation.Below(20), 1 + mutation.Below(20), mutation.OneOf<int>(depths), mutation.OneOf(false, false, true));
        List<byte> raw = [];
        List<byte> pixels = [];
        foreach (var (columns, rows) in Passes(width, height, isInterlaced))
        {
            for (var y = 0; y < rows && columns > 0; y++)
            {
                var row = mutation.Bytes((columns * samples * depth + 7) / 8);
                if (type == 3)
                    row = [.. row.Select(value => (byte)(depth == 8 ? value % 4 : depth == 4 ? value & 0x33 : value))];
                pixels.AddRange(row);
                raw.AddRange([(byte)(mutation.IsNone ? 0 : mutation.Below(mutation.OneIn(20) ? 256 : 5)), .. row]);
            }
        }

        expected = mutation.IsNone && depth == 8 && !isInterlaced && type != 3 ? [.. pixels] : null;
        var data = mutation.Spoil(PngParts.Zlib(mutation.Spoil([.. raw], oneIn: 4)), oneIn: 6);
        if (mutation.OneIn(30) && data.Length > 2)
            mutation.OneOf<byte[]>([0x78, 0x20], [0x78, 0xbb], [0x79, 0x00], [0x88, 0x1c], [0x08, 0x1d], [0x18, 0x19]).CopyTo(data, 0);
        var cut = mutation.Below(data.Length + 1);
        List<byte[]> chunks =
        [
            Header(mutation, width, height, depth, type, isInterlaced),
            PngParts.Chunk("tRNS", [0]),
            .. type == 3 ? [PngParts.Chunk("PLTE", mutation.Spoil(PngParts.Palette, oneIn: 10))] : Array.Empty<byte[]>(),
            PngParts.Chunk("IDAT", data[..cut]),
            PngParts.Chunk("IDAT", data[cut..]),
            PngParts.End,
        ];
        if (mutation.OneIn(20))
        {
            chunks.Insert(mutation.Below(chunks.Count),
                PngParts.Chunk(mutation.OneOf("NEWS", "gAMA", "IDAT", "PLTE", "IEND", "a1b2"), mutation.Bytes(mutation.Below(10))));
        }

        return mutation.Spoil([.. PngParts.Signature, .. mutation.Shuffle(chunks).SelectMany(chunk => chunk)], oneIn: 15);
    }

    /// <summary>The first chunk with its right checksum, whatever is in it.</summary>
    private static byte[] Header(Mutation mutation, int width, int height, int depth, int type, bool isInterlaced)
    {
        var content = PngParts.Header((int)mutation.Perhaps(width), (int)mutation.Perhaps(height), (int)mutation.Perhaps(depth),
            (int)mutation.Perhaps(type), isInterlaced)[8..^4];
        return PngParts.Chunk("IHDR", mutation.Spoil(content, oneIn: 20));
    }

    private static IEnumerable<(int Columns, int Rows)> Passes(int width, int height, bool isInterlaced)
    {
        if (!isInterlaced)
            return [(width, height)];
        // Of each pass its first column and row, and the steps to the next ones.
        (int X, int Y, int StepX, int StepY)[] adam7 =
            [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
        return adam7.Select(pass => ((width - pass.X + pass.StepX - 1) / pass.StepX, (height - pass.Y + pass.StepY - 1) / pass.StepY));
    }
}
