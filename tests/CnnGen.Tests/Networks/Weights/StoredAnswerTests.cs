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
                "^TwoNumbers answers otherwise than where '.*b.safetensors' was written: output 1 is [-0-9.]+, and was ", error.Message);
            using var untouched = new TwoNumbers(seed: 2);
            Assert.Equal(Bits.Values(untouched), Bits.Values(network));
        }

        network.Load(_folder["b.safetensors"]);
        Assert.Equal([0, 1], Bits.Values(network)[^2..]);
    }

    [Theory]
    [InlineData(null, "holds no answer to compare with. Save the weights by Save(path, withAnswer: true)")]
    [InlineData("", "is damaged, of another network, or of a newer CnnGen")]
    [InlineData("1 2", "is damaged")]
    [InlineData("1 3 AAAAAAAAAAAAAAAA", "is damaged")]
    [InlineData("2 2 AAAAAAAAAAA=", "is damaged")]
    [InlineData("1 2 AAAAAAAA", "is damaged")]
    [InlineData("1 2 !", "is damaged")]
    [InlineData("1 2 AADAfwAAAAA=", "is damaged")]
    [InlineData("1 2 AAAAAAAAAAA=", "answers otherwise")]
    public void WhatIsNoAnswerIsTold(string? text, string expected)
    {
        using var network = new TwoNumbers();
        network.Save(_folder["whole.safetensors"]);
        var file = SafetensorsFile.Read(_folder["whole.safetensors"]);
        SafetensorsFile.Write(
            Saved, file.Tensors.Select(tensor => new SafetensorsSource(tensor.Name, tensor.Shape, tensor.Floats.ToArray())),
            text is null ? null : new Dictionary<string, string> { [StoredAnswer.Key] = text });
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => network.Load(Saved, verify: true)).Message);
    }

    /// <summary>Of many outputs some are kept; the last place that is kept still counts.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void LongAnswersAreThinnedOut(int count)
    {
        var outputs = Enumerable.Range(0, count).Select(i => MathF.Sin(i) + 2).ToArray();
        var text = StoredAnswer.Format("Net", outputs);
        Assert.InRange(text.Length, 8, 6000);
        var metadata = new Dictionary<string, string> { [StoredAnswer.Key] = text };
        StoredAnswer.Check("Net", "here", metadata, outputs);
        outputs[(int)(Math.Min(count, 1024) - 1L) * count / Math.Min(count, 1024)] += 0.01f;
        Assert.Throws<InvalidDataException>(() => StoredAnswer.Check("Net", "here", metadata, outputs));
        outputs.AsSpan().Fill(float.NaN);
        Assert.Throws<InvalidDataException>(() => StoredAnswer.Check("Net", "here", metadata, outputs));
        Assert.Contains("output 0 is NaN", Assert.Throws<NotFiniteNumberException>(() => StoredAnswer.Format("Net", outputs)).Message);
    }

    /// <summary>The image is what it was when the first answer was stored: files depend on it.</summary>
    [Fact]
    public void TheImageStaysWhatItIs()
    {
        using var floats = new TwoNumbers();
        using var bytes = new TwoBytes();
        // The first words of Philox for counter and key 0, as its authors' test vectors have them: 6627e8d5, e169c58d, bc57ac4c, 9b00dbd8.
        float[] image = [0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db];
        Assert.Equal(image.Select(value => value / (1 << 24)), StoredAnswer.Image(floats.Info));
        Assert.Equal([0x66, 0xe1, 0xbc, 0x9b], StoredAnswer.Image(bytes.Info));
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
}
