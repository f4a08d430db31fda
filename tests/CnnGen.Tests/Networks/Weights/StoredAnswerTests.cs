using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Answers that are stored with weights, and verified where these are loaded.</summary>
public sealed partial class StoredAnswerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Saved => _folder["a.safetensors"];

    public void Dispose() => _folder.Dispose();

    /// <summary>What one instruction set has stored, every other answers, on any number of threads.</summary>
    [SkippableTheory]
    [InlineData("RescaledAndNormalized", WeightFormat.Float32)]
    [InlineData("RescaledAndNormalized", WeightFormat.Float16)]
    [InlineData("PenalizedBranches", WeightFormat.Float32)]
    [InlineData("WinogradRounds", WeightFormat.Float16)]
    public void EveryInstructionSetVerifies(string name, WeightFormat format)
    {
        var subject = ZooNetworks.Subject(name);
        using (var network = subject.Create(InstructionSets.Best, threads: 2))
        {
            var before = Bits.Values(network);
            network.Save(Saved, format, withAnswer: true);
            Assert.Equal(before, Bits.Values(network));
        }

        foreach (var instructionSet in Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported))
        {
            using var network = subject.Create(instructionSet);
            network.Load(Saved, verify: true);
            network.Load(File.ReadAllBytes(Saved), verify: true);
            network.Load(new MemoryStream(File.ReadAllBytes(Saved)), verify: true);
        }
    }

    [Fact]
    public void ChangedWeightsAreToldAndTheOldOnesStay()
    {
        using (var other = new TwoNumbers(seed: 1))
            other.Save(Saved, withAnswer: true);
        var file = SafetensorsFile.Read(Saved);
        SafetensorsFile.Write(_folder["b.safetensors"], file.Tensors.Select(tensor => new SafetensorsSource(
            tensor.Name, tensor.Shape, tensor.Name == "dense/bias" ? [0, 1] : tensor.Floats.ToArray())), file.Metadata);

        using var network = new TwoNumbers(seed: 2);
        // Once before the weights are drawn, and once behind that.
        for (int i = 0; i < 2; i++)
        {
            var error = Assert.Throws<InvalidDataException>(() => network.Load(_folder["b.safetensors"], verify: true));
            Assert.Matches(
                "^TwoNumbers answers otherwise than where '.*b.safetensors' was written: a value of 'dense' is [-0-9.E]+, and was ",
                error.Message);
            using var untouched = new TwoNumbers(seed: 2);
            Assert.Equal(Bits.Values(untouched), Bits.Values(network));
        }

        network.Load(_folder["b.safetensors"]);
        Assert.Equal([0, 1], Bits.Values(network)[^2..]);
    }

    [Theory]
    [InlineData(null, "holds no answer to compare with. Save the weights by Save(path, withAnswer: true)")]
    [InlineData("", "is damaged, of another network, or of a newer CnnGen")]
    [InlineData("1", "is damaged")]
    [InlineData("1 2", "is damaged")]
    [InlineData("1 8", "is damaged")]
    [InlineData("1 2 AAAAAAAAAAA=", "is damaged")]
    [InlineData("2 8 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "is damaged")]
    [InlineData("1 8 AAAAAAAA", "is damaged")]
    [InlineData("1 8 !", "is damaged")]
    [InlineData("1 8 AADAfwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "is damaged")]
    [InlineData("1 8 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 1 AAAAAA==", "is damaged")]
    [InlineData("1 8 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "answers otherwise")]
    public void WhatIsNoAnswerIsTold(string? text, string expected)
    {
        using var network = new TwoNumbers();
        network.Save(_folder["whole.safetensors"]);
        var file = SafetensorsFile.Read(_folder["whole.safetensors"]);
        SafetensorsFile.Write(
            Saved, file.Tensors.Select(tensor => new SafetensorsSource(tensor.Name, tensor.Shape, tensor.Floats.ToArray())),
            text is null ? null : new Dictionary<string, string> { [MetadataKeys.Answer] = text });
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => network.Load(Saved, verify: true)).Message);
    }

    /// <summary>However sure a network is of its classes, another activation is seen; and so it is before another output.</summary>
    [Fact]
    public void OtherLayersOfTheSameShapesAreSeen()
    {
        using var relu = new SureOfRelu(seed: 1);
        foreach (var parameter in relu.Parameters)
            parameter.CopyFrom([.. Bits.Values(parameter).Select(value => 30 * value)]);
        relu.Save(Saved, withAnswer: true);
        float[] outputs = new float[SureOfRelu.OutputSize];
        relu.Predict(StoredAnswer.Images(relu.Info).AsSpan(0, SureOfRelu.InputSize), outputs);
        Assert.Contains(1, outputs);
        relu.Load(Saved, verify: true);
        Assert.Contains("a value of 'dense' is", Assert.Throws<InvalidDataException>(
            () => new SureOfElu().Load(Saved, verify: true)).Message);
        Assert.Contains("a value of 'side' is", Assert.Throws<InvalidDataException>(
            () => new SureOfTanh().Load(Saved, verify: true)).Message);
    }

    /// <summary>An answer leaves no trace: the pass before it still goes back, also where weights were rounded, or given back.</summary>
    [Fact]
    public void TheLastForwardPassStillCounts()
    {
        using var network = new TwoNumbers(seed: 4);
        using var other = new TwoNumbers(seed: 4);
        float[] image = [1, 2, 3, 4], outputs = new float[2], gradients = [1, -1];
        other.Forward(image, outputs);
        other.Backward(gradients);
        network.Save(_folder["none.safetensors"]);

        network.Forward(image, outputs);
        network.Save(Saved, WeightFormat.Float16, withAnswer: true);
        Assert.Throws<InvalidDataException>(() => network.Load(_folder["none.safetensors"], verify: true));
        network.Backward(gradients);
        Assert.Equal(other.Parameters.Select(Bits.Gradient), network.Parameters.Select(Bits.Gradient));
        // And what is computed from the weights is computed from those of now.
        float[] before = [.. outputs], after = new float[2];
        network.Predict(image, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void WeightsThatAreNoNumbersAreTheMessage()
    {
        using var network = new TwoNumbers();
        network.Parameters[1].CopyFrom([float.NaN, 0]);
        var message = Assert.Throws<NotFiniteNumberException>(() => network.Save(Saved, withAnswer: true)).Message;
        Assert.Contains("'dense/bias' cannot be saved: 1 of 2 values are NaN", message);
        network.Parameters[1].CopyFrom([0, 0]);
        network.Parameters[0].CopyFrom([.. Enumerable.Repeat(float.MaxValue, 8)]);
        message = Assert.Throws<NotFiniteNumberException>(() => network.Save(Saved, withAnswer: true)).Message;
        Assert.Contains("a value of 'dense' is Infinity. Nothing was written.", message);
        Assert.False(File.Exists(Saved));
    }

    /// <summary>Of many values some are kept; the last place that is kept still counts.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void LongAnswersAreThinnedOut(int count)
    {
        var values = Enumerable.Range(0, count).Select(i => MathF.Sin(i) + 2).ToArray();
        StoredAnswer.AnswerOutput[] outputs = [new("dense", values, IsProbability: false)];
        var text = StoredAnswer.Format("Net", outputs);
        Assert.InRange(text.Length, 8, 6000);
        var metadata = new Dictionary<string, string> { [MetadataKeys.Answer] = text };
        StoredAnswer.Check("Net", "here", metadata, outputs);
        int kept = Math.Min(count, 1024);
        values[(int)((kept - 1L) * count / kept)] += 0.01f;
        Assert.Throws<InvalidDataException>(() => StoredAnswer.Check("Net", "here", metadata, outputs));
        values.AsSpan().Fill(float.NaN);
        Assert.Throws<InvalidDataException>(() => StoredAnswer.Check("Net", "here", metadata, outputs));
    }

    /// <summary>The images are what they were when the first answer was stored: files depend on them.</summary>
    [Fact]
    public void TheImagesStayWhatTheyAre()
    {
        using var floats = new TwoNumbers();
        using var bytes = new TwoBytes();
        // The first words of Philox for counter and key 0, as its authors' test vectors have them: 6627e8d5, e169c58d, bc57ac4c, 9b00dbd8.
        float[] image = [0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db];
        var images = StoredAnswer.Images(floats.Info);
        Assert.Equal(image.Select(value => value / (1 << 24)), images[..4]);
        Assert.Equal(16, images.Length);
        float[] contrasts = [1, 1 / 4f, 1 / 16f, 1 / 64f];
        Assert.All(images.Chunk(4).Zip(contrasts), each => Assert.InRange(each.First.Max(), each.Second / 4, each.Second));
        Assert.Equal(images.Select(value => value * 255), StoredAnswer.Images(bytes.Info), (x, y) => Math.Abs(x - y) < 1e-4);
    }

    [Input(2, 2, 1)]
    [Flatten]
    [Dense(2)]
    internal sealed partial class TwoNumbers;

    [Input(2, 2, 1)]
    [Rescaling(1 / 255.0)]
    [Flatten]
    [Dense(2)]
    internal sealed partial class TwoBytes;

    [Input(4, 4, 1)]
    [Rescaling(1 / 255.0)]
    [Conv2D(4, 3, Activation = Activation.Relu)]
    [Dense(3, Activation = Activation.Sigmoid, Name = "side"), Output("side")]
    [Flatten(From = "conv2d")]
    [Dense(4, Activation = Activation.Softmax)]
    internal sealed partial class SureOfRelu;

    [Input(4, 4, 1)]
    [Rescaling(1 / 255.0)]
    [Conv2D(4, 3, Activation = Activation.Elu)]
    [Dense(3, Activation = Activation.Sigmoid, Name = "side"), Output("side")]
    [Flatten(From = "conv2d")]
    [Dense(4, Activation = Activation.Softmax)]
    internal sealed partial class SureOfElu;

    [Input(4, 4, 1)]
    [Rescaling(1 / 255.0)]
    [Conv2D(4, 3, Activation = Activation.Relu)]
    [Dense(3, Activation = Activation.Tanh, Name = "side"), Output("side")]
    [Flatten(From = "conv2d")]
    [Dense(4, Activation = Activation.Softmax)]
    internal sealed partial class SureOfTanh;
}
