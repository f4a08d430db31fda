using System.Buffers.Binary;
using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

public sealed class IdxFuzzTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_read_or_refused(bool isCompressed)
    {
        byte[]? expected = null;
        FuzzRun.Over(mutation => Make(mutation, 3, mutation.OneOf<byte>(0x08, 0x08, 0x0d), isCompressed, out expected), path =>
        {
            var images = IdxFile.ReadImages(path);
            if (expected is not null)
                Assert.Equal(expected, images.Pixels ?? images.Floats!.SelectMany(BigEndian));
            return images.Pixels?.Length ?? sizeof(float) * images.Floats!.Length;
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_are_read_or_refused(bool isCompressed)
    {
        byte[]? expected = null;
        FuzzRun.Over(mutation => Make(mutation, 1, 0x08, isCompressed, out expected), path =>
        {
            var labels = IdxFile.ReadLabels(path);
            if (expected is not null)
                Assert.Equal(expected.Select(label => (int)label), labels);
            return sizeof(int) * labels.Length;
        });
    }

    [Fact]
    public void The_folder_of_a_data_set_is_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["train-images-idx3-ubyte", "t10k-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte"];
        foreach (var name in names)
        {
            folder.Write(name,
                name.Contains("idx3", StringComparison.Ordinal)
                    ? Header(0x08, [4, 28, 28], new byte[4 * 28 * 28])
                    : Header(0x08, [4], [0, 1, 2, 3]));
        }

        FuzzRun.Over(mutation => Make(mutation, 3, 0x08, mutation.OneOf(false, true), out _, count: 4, side: 28), path =>
        {
            File.Copy(path, folder[names[0]], overwrite: true);
            try
            {
                return FashionMnist.Load(new FashionMnistOptions { Folder = folder.Path }).Train.Count * 28 * 28;
            }
            catch (InvalidDataException e) when (e.Message.StartsWith(folder.Path, StringComparison.Ordinal))
            {
                // The runner looks for the name of its own file.
                throw new InvalidDataException($"{path}: {e.Message}", e);
            }
        });
    }

    /// <param name="mutation">The choices.</param>
    /// <param name="dimensions">How many extents the file has.</param>
    /// <param name="type">The code of its values' type.</param>
    /// <param name="isCompressed">Whether it is a gzip file.</param>
    /// <param name="expected">The stored values of a file that is as it should be; else null.</param>
    /// <param name="count">The first extent; null: any.</param>
    /// <param name="side">The other extents; null: any.</param>
    private static byte[] Make(
        Mutation mutation, int dimensions, byte type, bool isCompressed, out byte[]? expected, int? count = null, int? side = null)
    {
        var extents = Enumerable.Range(0, dimensions).Select(i => (i == 0 ? count : side) ?? 1 + mutation.Below(20)).ToArray();
        var values = mutation.Bytes(extents.Aggregate(type == 0x0d ? sizeof(float) : 1, (product, extent) => product * extent));
        // Bits of a NaN may change where it is copied.
        for (var i = 0; type == 0x0d && i < values.Length; i += sizeof(float))
            values[i] &= 0x3f;
        expected = mutation.IsNone ? values : null;
        var content =
            mutation.Spoil(Header((byte)mutation.Perhaps(type), [.. extents.Select(extent => (int)mutation.Perhaps(extent))], values));
        return isCompressed ? mutation.Spoil(mutation.Gzip(content), oneIn: 4) : content;
    }

    private static byte[] Header(byte type, int[] extents, byte[] values) =>
        [0, 0, type, (byte)extents.Length, .. extents.SelectMany(BigEndian), .. values];

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] BigEndian(float number) => BigEndian(BitConverter.SingleToInt32Bits(number));
}
