using CnnGen.Formats;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>One weight, whose gradient is that of the output.</summary>
[Input(1, 1, 1)]
[Flatten]
[Dense(1, UseBias = false)]
public sealed partial class OneWeight;

/// <summary>Checkpoints of a loop of one's own: what is in them, and what is refused.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["checkpoint.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheStepCounterIsNotLost()
    {
        // With a constant gradient Adam's steps are all of 0.001; a lost counter would make the third 0.0015654.
        var expected = StepsOfOneNetwork(4);
        using (var first = NewWeight())
        {
            var optimizer = new Adam();
            Assert.Equal(expected.Take(2), [Step(first, optimizer), Step(first, optimizer)]);
            first.SaveCheckpoint(File);
        }

        using var second = NewWeight();
        var other = new Adam();
        second.LoadCheckpoint(File, other);
        Assert.Equal(expected.Skip(2), [Step(second, other), Step(second, other)]);
        Assert.Equal(0.996, expected[3], 1e-6);
        Assert.Equal([0.999f, 0.998f, 0.997f, 0.996f], expected.Select(weight => MathF.Round(weight, 5)));
    }

    [Fact]
    public void WhatTheCallerGaveComesBack()
    {
        using var network = NewWeight();
        var state = new TrainingState();
        state.Set("epoch", 7);
        state.Set("rate", 0.1);
        state.Set("name", "a line\nand \"another\"");
        state.Section("part").Set("counts", new long[] { 1, -2, long.MaxValue });
        state.Section("part").Set("numbers", new[] { double.NaN, double.NegativeInfinity, -0.0, double.Epsilon, 1.0 / 3 });
        state.Section("part").Set("floats", new[] { float.NaN, 1e-45f, -0f });
        network.SaveCheckpoint(File, state);
        var back = network.LoadCheckpoint(File, new Adam());

        Assert.Equal((7, 0.1, "a line\nand \"another\""), (back.GetInt64("epoch"), back.GetDouble("rate"), back.GetText("name")));
        var part = back.Section("part");
        Assert.Equal([1, -2, long.MaxValue], part.GetInt64s("counts"));
        Assert.Equal(
            new[] { double.NaN, double.NegativeInfinity, -0.0, double.Epsilon, 1.0 / 3 }.Select(BitConverter.DoubleToInt64Bits),
            part.GetDoubles("numbers").Select(BitConverter.DoubleToInt64Bits));
        Bits.AreEqual([float.NaN, 1e-45f, -0f], part.GetFloats("floats"), "floats");
        Assert.True(back.Section("nothing").IsEmpty);
        var missing = Assert.Throws<InvalidDataException>(() => part.GetInt64("missing"));
        Assert.Contains("expected a value under 'state/part/missing'", missing.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => back.GetInt64("name"));
    }

    [Fact]
    public void AnyReaderGetsTheWeights()
    {
        using var network = ResumableTraining.NewNetwork();
        var optimizer = new Adam();
        network.TrainBatch(ResumableTraining.Data.Bytes, ResumableTraining.Data.Labels, optimizer);
        network.SaveCheckpoint(File);

        var file = SafetensorsFile.Read(File);
        foreach (var parameter in network.Parameters)
            Bits.AreEqual(Bits.Values(parameter), file[parameter.Name].Floats, parameter.Name);
        Assert.True(file.TryGet("training:optimizer/slot_1/conv2d/kernel", out var slot));
        Assert.Equal([3, 3, 1, 8], slot.Shape);

        using var other = new Remembering(seed: 1);
        other.Load(File);
        Assert.Equal(Bits.HashOfWeights(network), Bits.HashOfWeights(other));
    }

    [Fact]
    public void WhatDoesNotFitChangesNothing()
    {
        using var network = ResumableTraining.NewNetwork();
        var optimizer = new Adam();
        network.TrainBatch(ResumableTraining.Data.Bytes, ResumableTraining.Data.Labels, optimizer);
        network.SaveCheckpoint(File);
        var whole = System.IO.File.ReadAllBytes(File);

        Refused<InvalidDataException>(network, new Sgd(), "The checkpoint is of Adam (LearningRate 0.001, ");
        Refused<InvalidDataException>(network, new Adam { AmsGrad = true }, "AmsGrad true), which remembers 3");
        using (var seeded = new Remembering(seed: 6))
            Refused<InvalidDataException>(seeded, optimizer, "it is of one with seed 5");
        using (var weight = NewWeight())
            Refused<InvalidDataException>(weight, optimizer, "expected a checkpoint of OneWeight, but it is one of Remembering");

        for (var length = 0; length < whole.Length; length += 97)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Refused<InvalidDataException>(network, optimizer, "");
        }

        // In the header a bit may be of white space or of nothing that is read; in no case anything else comes of it.
        for (var place = 8; place < whole.Length; place += 41)
        {
            var damaged = (byte[])whole.Clone();
            damaged[place] ^= 4;
            System.IO.File.WriteAllBytes(File, damaged);
            Refused<InvalidDataException>(network, optimizer, "");
        }

        network.Save(File);
        Refused<InvalidDataException>(network, optimizer, "holds no state of a training");
        System.IO.File.Delete(File);
        Refused<FileNotFoundException>(network, optimizer, "");
    }

    [Theory]
    [InlineData("3", "version 2, but it has version 3: a newer CnnGen wrote it, so update this one")]
    [InlineData("1", "version 2, but it has version 1: an earlier CnnGen wrote it, without the settings of its training")]
    [InlineData("two", "version 2, but it has version two")]
    public void AnotherVersionIsNamed(string version, string message)
    {
        using var network = NewWeight();
        network.SaveCheckpoint(File);
        var file = SafetensorsFile.Read(File);
        var metadata = file.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value);
        metadata["version"] = version;
        metadata["crc32c"] = CheckpointFile.ChecksumOf(metadata, file.Tensors.Select(tensor => tensor.Memory));
        SafetensorsFile.Write(File, file.Tensors.Select(Source), metadata);
        Refused<InvalidDataException>(network, new Adam(), message);

        static SafetensorsSource Source(SafetensorsTensor tensor) => new(tensor.Name, tensor.Shape, tensor.Floats.ToArray());
    }

    [Fact]
    public void WeightsThatAreNoNumbersAreNotWritten()
    {
        using var network = NewWeight();
        network.SaveCheckpoint(File);
        var before = System.IO.File.ReadAllBytes(File);
        network.Parameters[0].CopyFrom([float.NaN]);
        Assert.Throws<NotFiniteNumberException>(() => network.SaveCheckpoint(File));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    private void Refused<T>(INetwork network, Optimizer optimizer, string part)
        where T : Exception
    {
        var before = Bits.HashOfWeights(network);
        var error = Assert.Throws<T>(() => network.LoadCheckpoint(File, optimizer));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.HashOfWeights(network));
    }

    private static float[] StepsOfOneNetwork(int steps)
    {
        using var network = NewWeight();
        var optimizer = new Adam();
        return [.. Enumerable.Range(0, steps).Select(_ => Step(network, optimizer))];
    }

    private static OneWeight NewWeight()
    {
        var network = new OneWeight();
        network.Parameters[0].CopyFrom([1]);
        return network;
    }

    private static float Step(OneWeight network, Optimizer optimizer)
    {
        network.Forward([1f], new float[1]);
        network.Backward([1f]);
        network.Step(optimizer);
        return Bits.Values(network.Parameters[0])[0];
    }
}
