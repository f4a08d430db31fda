using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen.Tests.Training;

/// <summary>
/// A network that only keeps books: which images came in which batches. An image's first value is its number; it predicts class
/// number % classes with probability 0.75, and reports the number of the batch as its loss.
/// </summary>
internal sealed class FakeNetwork(int height, int width, int channels, int classes, bool acceptsBytes = true) : INetwork
{
    private readonly float[] _floats = new float[height * width * channels * 1024];
    private readonly float[] _outputs = new float[classes * 1024];
    private readonly int[] _seen = new int[1 << 16];
    private readonly int[] _batches = new int[1 << 12];
    private int _seenCount;
    private int _batchCount;

    public NetworkInfo Info { get; } = new(
        "Fake", [height, width, channels], [classes], [], [], new MemoryPlan(0, 0, 0, 0, 0, 0, 1, 1, 0, 0, []), acceptsBytes, null);

    /// <summary>Fills in the output of an image.</summary>
    public delegate void OutputOfOneImage(Span<float> output);

    /// <summary>Numbers of the images trained on, in order.</summary>
    public ReadOnlySpan<int> Seen => _seen.AsSpan(0, _seenCount);

    /// <summary>Sizes of the batches trained on, in order.</summary>
    public ReadOnlySpan<int> Batches => _batches.AsSpan(0, _batchCount);

    /// <summary>Images predicted so far.</summary>
    public int Predicted { get; private set; }

    /// <summary>Called before each batch.</summary>
    public Action? BeforeBatch { get; set; }

    /// <summary>Called before each prediction.</summary>
    public Action? BeforePredict { get; set; }

    /// <summary>What it predicts for an image, instead.</summary>
    public OutputOfOneImage? Output { get; set; }

    /// <summary>Images of the next batches whose outputs are no numbers.</summary>
    public int NonFinite { get; set; }

    public IReadOnlyList<Parameter> Parameters => throw new NotSupportedException();

    public InstructionSet InstructionSet => InstructionSet.Scalar;

    public int Threads { get; set; } = 1;

    public void Predict(ReadOnlySpan<float> images, Span<float> outputs)
    {
        BeforePredict?.Invoke();
        var count = images.Length / Info.InputSize;
        Assert(outputs.Length == count * classes);
        OutputsOf(images).CopyTo(outputs);
        for (var i = 0; i < count; i++)
            Output?.Invoke(outputs.Slice(i * classes, classes));
        Predicted += count;
    }

    public void Predict(ReadOnlySpan<byte> images, Span<float> outputs) => Predict(ToFloats(images), outputs);

    public BatchResult TrainBatch(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Optimizer optimizer) =>
        TrainBatch(images, labels, Loss.For(this), optimizer);

    public BatchResult TrainBatch(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, Optimizer optimizer) =>
        TrainBatch(ToFloats(images), labels, optimizer);

    public BatchResult TrainBatch(
        ReadOnlySpan<float> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default)
    {
        BeforeBatch?.Invoke();
        var labels = targets.Classes;
        Assert(images.Length == labels.Length * Info.InputSize);
        foreach (var metric in metrics)
            metric.Update(OutputsOf(images), targets, labels.Length);
        var correct = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var number = (int)images[i * Info.InputSize];
            if (number % classes == labels[i])
                correct++;
            _seen[_seenCount++] = number;
        }
        _batches[_batchCount++] = labels.Length;
        return new BatchResult(_batchCount, correct, labels.Length, NonFinite);
    }

    public BatchResult TrainBatch(
        ReadOnlySpan<byte> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default) =>
        TrainBatch(ToFloats(images), targets, loss, optimizer, metrics);

    public void Forward(ReadOnlySpan<float> images, Span<float> outputs) => throw new NotSupportedException();

    public void Backward(ReadOnlySpan<float> outputGradients) => throw new NotSupportedException();

    public void Step(Optimizer optimizer) => throw new NotSupportedException();

    public void ResetOptimizer() => throw new NotSupportedException();

    public void Adapt(IImageSource images) => throw new NotSupportedException();

    public string Summary() => throw new NotSupportedException();

    public string Summary(bool detailed) => throw new NotSupportedException();

    public void Save(string path, WeightFormat format = WeightFormat.Float32, bool withAnswer = false) => throw new NotSupportedException();

    public void SaveCheckpoint(string path, TrainingState? state = null) => throw new NotSupportedException();

    public TrainingState LoadCheckpoint(string path, Optimizer optimizer) => throw new NotSupportedException();

    public void Load(string path, bool verify = false) => throw new NotSupportedException();

    public void Load(Stream safetensors, string source = "the stream", bool verify = false) => throw new NotSupportedException();

    public void Load(ReadOnlySpan<byte> safetensors, string source = "the weights in memory", bool verify = false) =>
        throw new NotSupportedException();

    public void Dispose()
    {
    }

    private static void Assert(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("The lengths do not fit.");
    }

    /// <summary>Probabilities of images.</summary>
    private Span<float> OutputsOf(ReadOnlySpan<float> images)
    {
        var count = images.Length / Info.InputSize;
        var outputs = _outputs.AsSpan(0, count * classes);
        outputs.Fill(0.25f / (classes - 1));
        for (var i = 0; i < count; i++)
            outputs[i * classes + (int)images[i * Info.InputSize] % classes] = 0.75f;
        return outputs;
    }

    private ReadOnlySpan<float> ToFloats(ReadOnlySpan<byte> images)
    {
        for (var i = 0; i < images.Length; i++)
            _floats[i] = images[i];
        return _floats.AsSpan(0, images.Length);
    }
}
