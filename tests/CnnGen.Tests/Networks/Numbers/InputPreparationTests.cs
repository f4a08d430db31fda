using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Byte images and the statistics of <c>[Normalization]</c>.</summary>
public sealed class InputPreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> ByteNetworks =>
        ["RescaledAndNormalized", "NormalizedByChannel", "NormalizedPerceptron", "RescaledTwice"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ByteNetworks))]
    public void BytesGiveTheBitsOfTheSameFloats(string name)
    {
        var subject = ZooNetworks.Subject(name);
        byte[] bytes = [.. subject.Images.Select((x, i) => i % 10 == 0 ? byte.MaxValue : (byte)(127 * (x + 1)))];
        float[] floats = [.. bytes.Select(b => (float)b)];
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = subject.Create(instructionSet, threads: 2);
            var (fromBytes, fromFloats) = (new float[subject.Predicted.Length], new float[subject.Predicted.Length]);
            network.Predict(bytes, fromBytes);
            network.Predict(floats, fromFloats);
            Bits.AreEqual(fromFloats, fromBytes, $"{name}, {instructionSet.ToName()}");
        }
    }

    [Fact]
    public void TrainingOnBytesGivesTheBitsOfTheSameFloats()
    {
        var subject = ZooNetworks.Subject("RescaledAndNormalized");
        byte[] bytes = [.. subject.Images.Select(x => (byte)(127 * (x + 1)))];
        float[] floats = [.. bytes.Select(b => (float)b)];
        int[] labels = [0, 1, 2, 0, 1, 2, 0];
        using INetwork first = subject.Create(InstructionSets.Best), second = subject.Create(InstructionSets.Best);
        var optimizer = new Nadam(0.01);
        for (int step = 0; step < 3; step++)
            Assert.Equal(first.TrainBatch(floats, labels, optimizer), second.TrainBatch(bytes, labels, optimizer));
        Assert.Equal(Bits.HashOfWeights(first), Bits.HashOfWeights(second));
    }

    [Theory]
    [InlineData("NormalizedPerceptron", 1)]
    [InlineData("NormalizedByChannel", 1)]
    [InlineData("RescaledAndNormalized", 1.0 / 255)]
    public void AdaptLearnsMeanAndVariance(string name, double scale)
    {
        var subject = ZooNetworks.Subject(name);
        var shape = subject.Reference.Input;
        double offset = name == "RescaledAndNormalized" ? -0.5 : 0;
        int count = 300;
        var random = new Random(5);
        byte[] images = new byte[count * shape.Size];
        for (int i = 0; i < images.Length; i++)
            images[i] = (byte)random.Next(i % shape.Size + 1, 200);
        foreach (bool asBytes in (bool[])[true, false])
        {
            using var network = subject.Create(InstructionSets.Best, threads: 2);
            var labels = new int[count];
            var data = asBytes
                ? new ImageDataset(images, labels, shape.Height, shape.Width, shape.Channels)
                : new ImageDataset(images.Select(b => (float)b).ToArray(), labels, shape.Height, shape.Width, shape.Channels);

            network.Adapt(data);

            float[] mean = Bits.Values(network.Parameters[0]), variance = Bits.Values(network.Parameters[1]);
            for (int k = 0; k < mean.Length; k++)
            {
                double[] values = [.. images.Where((_, i) => i % mean.Length == k).Select(b => b * scale + offset)];
                double m = values.Average(), v = values.Average(x => (x - m) * (x - m));
                Assert.Equal(m, mean[k], 1e-5 * (1 + Math.Abs(m)));
                Assert.Equal(v, variance[k], 1e-5 * v);
            }
        }
    }

    [Fact]
    public void AnElementThatNeverVariesIsOnlyShifted()
    {
        var subject = ZooNetworks.Subject("NormalizedPerceptron");
        byte[] images = [.. Enumerable.Range(0, 40 * 25).Select(i => (byte)(i % 25 == 3 ? 77 : i * 7 % 200))];
        using var network = subject.Create(InstructionSets.Best);
        network.Adapt(new ImageDataset(images, new int[40], 5, 5, 1));
        var (before, after) = (new float[10], new float[10]);
        float[] image = [.. images.Take(25).Select(b => (float)b)];
        network.Predict(image, before);
        image[3] += 0.25f;
        network.Predict(image, after);

        // Keras divides by max(deviation, 1e-7), which would blow a quarter up to 2.5 million.
        Assert.All(before.Zip(after), p => Assert.True(Math.Abs(p.First - p.Second) < 0.2));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void ANegativeVarianceIsRefused()
    {
        using var network = ZooNetworks.Subject("NormalizedPerceptron").Create(InstructionSets.Best);
        var before = Bits.HashOfWeights(network);
        var variance = network.Parameters.Single(parameter => parameter.Name.EndsWith("/variance", StringComparison.Ordinal));
        var values = Bits.Values(variance);
        values[2] = -0.5f;
        var copied = Assert.Throws<ArgumentException>(() => variance.CopyFrom(values));
        Assert.StartsWith($"'{variance.Name}' takes variances, but value 2 is -0.5, below zero.", copied.Message, StringComparison.Ordinal);

        var path = _folder["negative.safetensors"];
        SafetensorsFile.Write(path, network.Parameters.Select(parameter =>
            new SafetensorsSource(parameter.Name, parameter.Shape, parameter == variance ? values : Bits.Values(parameter))));
        var loaded = Assert.Throws<InvalidDataException>(() => network.Load(path));
        Assert.Contains(
            $"'{variance.Name}' of {network.Info.Name} cannot be read from '{path}': value 2 of it is -0.5", loaded.Message,
            StringComparison.Ordinal);
        Assert.Equal(before, Bits.HashOfWeights(network));
    }
}
