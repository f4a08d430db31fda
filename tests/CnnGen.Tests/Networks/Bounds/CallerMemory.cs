using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen.Tests.Networks.Bounds;

/// <summary>
/// Calls every member of a network that takes the caller's memory, with buffers that end at a protected page and with such that begin
/// behind one, for several numbers of images. A program of its own, since a read past the end ends it: what is about to be done is said
/// before.
/// </summary>
internal sealed class CallerMemory : IDisposable
{
    private const int LargestBuffer = 16 << 20;

    private readonly ProtectedMemory _images = new(LargestBuffer);
    private readonly ProtectedMemory _outputs = new(LargestBuffer);
    private readonly ProtectedMemory _labels = new(Environment.SystemPageSize);
    private readonly ProtectedMemory _targets = new(LargestBuffer);

    public void Dispose()
    {
        _images.Dispose();
        _outputs.Dispose();
        _labels.Dispose();
        _targets.Dispose();
    }

    /// <summary>Checks all, or with the name of a placement does what ends the process.</summary>
    /// <exception cref="InvalidOperationException">
    /// Something beside a buffer was overwritten, or a prediction is not that from memory elsewhere.
    /// </exception>
    public static int Run(string[] arguments)
    {
        if (arguments is [var name])
            Touch(Enum.Parse<Placement>(name));
        else
            CheckAll();
        return 0;
    }

    /// <summary>All networks of the zoo and a few random stacks, with every instruction set of this machine.</summary>
    private static void CheckAll()
    {
        using var check = new CallerMemory();
        foreach (var network in ZooNetworks.Types.Concat(RandomStack.CompileSome(6)))
        {
            foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
                check.Check(Subject.WithoutExpectations(network), instructionSet);
        }
    }

    /// <summary>Reads the float behind a buffer, or before one.</summary>
    private static unsafe void Touch(Placement placement)
    {
        Say($"touching {placement}");
        using var memory = new ProtectedMemory(Environment.SystemPageSize);
        fixed (float* buffer = memory.Place<float>(placement, 3))
            _ = Volatile.Read(ref buffer[placement == Placement.EndsAtAPage ? 3 : -1]);
    }

    // At once, for nothing that waits in a buffer survives the end of the process.
    private static void Say(string text)
    {
        Console.Out.WriteLine(text);
        Console.Out.Flush();
    }

    private void Check(Subject subject, InstructionSet instructionSet)
    {
        using var network = subject.Create(instructionSet);
        var memory = network.Info.Memory;
        foreach (int count in Counts(memory.InferenceChunk))
            Predict(network, subject, count, threads: 1);
        // Several threads for one image, or one for each.
        foreach (int count in (int[])[1, 2, 3])
            Predict(network, subject, count, threads: 4);
        network.Threads = 1;
        foreach (int count in Counts(memory.TrainingChunk))
            Train(network, subject, count);
    }

    private static IEnumerable<int> Counts(int chunk) =>
        ((int[])[1, 2, 3, chunk - 1, chunk, chunk + 1]).Where(count => count > 0).Distinct();

    private void Predict(INetwork network, Subject subject, int count, int threads)
    {
        network.Threads = threads;
        float[] images = Images(network, subject, count), expected = new float[count * network.Info.OutputSize];
        network.Predict(images, expected);
        byte[] bytes = [.. images.Select(value => (byte)(127 * (value + 1)))];
        float[] expectedOfBytes = new float[expected.Length];
        if (network.Info.AcceptsBytes)
            network.Predict(bytes, expectedOfBytes);
        foreach (var placement in Enum.GetValues<Placement>())
        {
            string where = $"{network.Info.Name}, {network.InstructionSet.ToName()}, {count} images, {threads} threads, {placement}";
            Say($"{where}: predict");
            var outputs = _outputs.Place<float>(placement, expected.Length);
            network.Predict(_images.Place<float>(placement, images), outputs);
            Verify(expected.AsSpan().SequenceEqual(outputs), where);
            if (!network.Info.AcceptsBytes)
                continue;
            Say($"{where}: predict bytes");
            network.Predict(_images.Place<byte>(placement, bytes), outputs);
            Verify(expectedOfBytes.AsSpan().SequenceEqual(outputs), where);
        }
    }

    private void Train(INetwork network, Subject subject, int count)
    {
        float[] images = Images(network, subject, count);
        byte[] bytes = [.. images.Select(value => (byte)(127 * (value + 1)))];
        int[] labels = [.. Enumerable.Range(0, count).Select(image => image % network.Info.OutputSize)];
        var optimizer = new Sgd(1e-3);
        foreach (var placement in Enum.GetValues<Placement>())
        {
            string where = $"{network.Info.Name}, {network.InstructionSet.ToName()}, {count} images, {placement}";
            Say($"{where}: forward");
            network.Forward(_images.Place<float>(placement, images), _outputs.Place<float>(placement, count * network.Info.OutputSize));
            Verify(true, where);
            Say($"{where}: backward");
            network.Backward(_outputs.Place<float>(placement, new float[count * network.Info.OutputSize]));
            Verify(true, where);
            Say($"{where}: step on floats");
            var targets = _targets.Place<float>(placement, new float[count * network.Info.OutputSize]);
            network.TrainBatch(_images.Place<float>(placement, images), targets, new MeanSquaredError(), optimizer);
            Verify(true, where);
            if (!ZooNetworks.Trains(subject.Network))
                continue;
            Say($"{where}: train");
            network.TrainBatch(_images.Place<float>(placement, images), _labels.Place<int>(placement, labels), optimizer);
            Verify(true, where);
            if (!network.Info.AcceptsBytes)
                continue;
            Say($"{where}: train on bytes");
            network.TrainBatch(_images.Place<byte>(placement, bytes), _labels.Place<int>(placement, labels), optimizer);
            Verify(true, where);
        }
    }

    private static float[] Images(INetwork network, Subject subject, int count) =>
        [.. Enumerable.Range(0, count * network.Info.InputSize).Select(i => subject.Images[i % subject.Images.Length])];

    private void Verify(bool isRight, string where)
    {
        if (!isRight)
            throw new InvalidOperationException($"{where}: not what the same images give elsewhere");
        if (!_images.IsIntact || !_outputs.IsIntact || !_labels.IsIntact || !_targets.IsIntact)
            throw new InvalidOperationException($"{where}: something beside a buffer was overwritten");
    }
}
