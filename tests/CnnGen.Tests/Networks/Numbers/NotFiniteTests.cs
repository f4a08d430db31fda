using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What is NaN or infinite is neither saved nor loaded nor adapted to, and the message says where it is.</summary>
public sealed class NotFiniteTests : IDisposable
{
    private const string Kernel = "dense/kernel";
    private const int KernelCount = 250;

    private readonly TemporaryFolder _folder = new();
    private readonly INetwork _network = ZooNetworks.Subject("NormalizedPerceptron").Create(InstructionSets.Best);

    public static TheoryData<float> Others => [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void SaveRefusesAndLeavesTheFile(float other)
    {
        var path = _folder["weights"];
        _network.Save(path);
        var before = File.ReadAllBytes(path);
        foreach (var parameter in _network.Parameters)
        {
            var values = Bits.Values(parameter);
            foreach (var place in Enumerable.Range(0, values.Length))
            {
                float[] broken = [.. values];
                broken[place] = other;
                broken[^1] = float.NaN;
                if (parameter.Name.EndsWith("/variance", StringComparison.Ordinal) && broken.Any(value => value < 0))
                {
                    Assert.Throws<ArgumentException>(() => parameter.CopyFrom(broken));
                    continue;
                }

                parameter.CopyFrom(broken);
                var error = Assert.Throws<NotFiniteNumberException>(() => _network.Save(path));
                var count = place == values.Length - 1 ? 1 : 2;
                Assert.StartsWith(
                    $"'{parameter.Name}' cannot be saved: {count} of {values.Length} values are NaN or infinite, the first of them"
                    + FormattableString.Invariant($" value {place}, {broken[place]}. Nothing was written."),
                    error.Message,
                    StringComparison.Ordinal);
            }

            parameter.CopyFrom(values);
        }

        Assert.Throws<NotFiniteNumberException>(() =>
        {
            _network.Parameters.Single(parameter => parameter.Name == Kernel).CopyFrom(Enumerable.Repeat(other, KernelCount).ToArray());
            _network.Save(path, WeightFormat.Float16);
        });
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void SaveSaysThatTrainingFailed()
    {
        var images = new float[2 * _network.Info.InputSize];
        images.AsSpan().Fill(1e15f);
        for (var step = 0; step < 2; step++)
            _network.TrainBatch(images, [1, 2], new Sgd(1e30));
        Assert.Contains("smaller learning rate", Assert.Throws<NotFiniteNumberException>(() => _network.Save(_folder["weights"])).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("F32", 0x7fc00000)]
    [InlineData("F32", 0x7f800000)]
    [InlineData("F32", 0xff800000)]
    [InlineData("F32", 0x7f800001)]
    [InlineData("F16", 0x7e00)]
    [InlineData("F16", 0xfc00)]
    [InlineData("BF16", 0x7fc0)]
    [InlineData("BF16", 0xff80)]
    public void LoadRefusesAndChangesNothing(string type, uint bits)
    {
        var path = _folder["weights"];
        _network.Save(path, type == "F32" ? WeightFormat.Float32 : WeightFormat.Float16);
        var content = File.ReadAllBytes(path);
        if (type == "BF16")
            content = Bfloat16(content);
        var size = type == "F32" ? sizeof(uint) : sizeof(ushort);
        var entry = SafetensorsHeader.Read("", content, out var data).Entries.Single(entry => entry.Name == Kernel);
        var start = content.Length - data.Length + (int)entry.Begin;
        var before = Bits.HashOfWeights(_network);
        foreach (var place in (int[])[0, 1, 63, 128, KernelCount - 1])
        {
            byte[] broken = [.. content];
            BitConverter.GetBytes(bits).AsSpan(0, size).CopyTo(broken.AsSpan(start + place * size));
            File.WriteAllBytes(path, broken);
            foreach (var load in (
                Action[])[() => _network.Load(path), () => _network.Load(broken), () => _network.Load(new MemoryStream(broken))])
            {
                var message = Assert.Throws<InvalidDataException>(load).Message;
                Assert.Contains($"'{Kernel}' of NormalizedPerceptron cannot be read from ", message, StringComparison.Ordinal);
                Assert.Contains($": 1 of {KernelCount} values are NaN or infinite, the first"
                    + $" of them value {place}, ", message, StringComparison.Ordinal);
                Assert.Equal(before, Bits.HashOfWeights(_network));
            }
        }

        _network.Load(content);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void AdaptNamesTheImage(float other)
    {
        var subject = ZooNetworks.Subject("NormalizedPerceptron");
        var before = Bits.HashOfWeights(_network);
        foreach (var place in (int[])[0, 26, subject.Images.Length - 1])
        {
            float[] images = [.. subject.Images];
            images[place] = other;
            var error = Assert.Throws<ArgumentException>(
                "images", () => _network.Adapt(new ImageDataset(images, new int[Subject.ImageCount], 5, 5, 1)));
            Assert.StartsWith(FormattableString.Invariant($"Value {place % 25} of image {place / 25} is {other}, of which"), error.Message,
                StringComparison.Ordinal);
            Assert.Equal(before, Bits.HashOfWeights(_network));
        }
    }

    [Fact]
    public void AdaptRefusesStatisticsBeyondFloat32()
    {
        var before = Bits.HashOfWeights(_network);
        float[] images = new float[2 * 25];
        (images[7], images[32]) = (3e38f, -3e38f);
        var error = Assert.Throws<ArgumentException>("images", () => _network.Adapt(new ImageDataset(images, new int[2], 5, 5, 1)));
        Assert.Contains(" at 7, which is more than float32 holds", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.HashOfWeights(_network));
    }

    /// <summary>
    /// Halves that are small become other small numbers when their bits are read as another type, and none that is not finite.
    /// </summary>
    private static byte[] Bfloat16(byte[] halves)
    {
        var text = System.Text.Encoding.Latin1.GetString(halves);
        var renamed = text.Replace("\"F16\"", "\"BF16\"", StringComparison.Ordinal);
        var content = System.Text.Encoding.Latin1.GetBytes(renamed);
        BitConverter.TryWriteBytes(content, BitConverter.ToUInt64(halves) + (ulong)(content.Length - halves.Length));
        return content;
    }
}
