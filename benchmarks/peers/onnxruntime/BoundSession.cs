using CnnGen.Formats;
using Microsoft.ML.OnnxRuntime;

namespace CnnGen.Benchmarks.Peers;

/// <summary>A session whose input and output are bound to memory of ours, so that a run converts and allocates nothing.</summary>
internal sealed class BoundSession : IDisposable
{
    private readonly float[] _expected;
    private readonly float[] _outputs;
    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly OrtValue _output;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();

    /// <summary>Loads the network for a number of images, and binds the first of the batch.</summary>
    /// <param name="folder">Where the network is.</param>
    /// <param name="images">The images, channels last.</param>
    /// <param name="expected">What comes out, channels last.</param>
    /// <param name="count">How many images.</param>
    /// <param name="threads">Threads inside an operator.</param>
    public BoundSession(string folder, SafetensorsTensor images, SafetensorsTensor expected, int count, int threads)
    {
        // Every optimisation, also those of the layout (blocks of channels); one operator after the other; workers spin between
        // operators, as they do by default; numbers near zero are zero, which is never slower.
        _options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            EnableCpuMemArena = true,
            EnableMemoryPattern = true,
        };
        _options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        _session = new InferenceSession(Path.Combine(folder, $"network_b{count}.onnx"), _options);
        var (pixels, shape) = ChannelsFirst(images, count);
        (_expected, var outputShape) = ChannelsFirst(expected, count);
        _outputs = new float[_expected.Length];
        _input = OrtValue.CreateTensorValueFromMemory(pixels, shape);
        _output = OrtValue.CreateTensorValueFromMemory(_outputs, outputShape);
        _binding = _session.CreateIoBinding();
        _binding.BindInput(_session.InputNames[0], _input);
        _binding.BindOutput(_session.OutputNames[0], _output);
    }

    /// <summary>Predicts.</summary>
    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    /// <summary>Predicts; returns the greatest difference from what is expected, as a share of the greatest value.</summary>
    public double Difference()
    {
        Run();
        var (difference, greatest) = (0f, 0f);
        for (var i = 0; i < _outputs.Length; i++)
        {
            difference = MathF.Max(difference, MathF.Abs(_outputs[i] - _expected[i]));
            greatest = MathF.Max(greatest, MathF.Abs(_expected[i]));
        }

        return difference / greatest;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _output.Dispose();
        _input.Dispose();
        _runOptions.Dispose();
        _session.Dispose();
        _options.Dispose();
    }

    /// <summary>The first of some tensors with their channels before rows and columns, as ONNX has them; vectors stay.</summary>
    private static (float[] Values, long[] Shape) ChannelsFirst(SafetensorsTensor tensor, int count)
    {
        var size = tensor.Floats.Length / tensor.Shape[0];
        var values = tensor.Floats[..(count * size)].ToArray();
        if (tensor.Shape.Count != 4)
            return (values, [count, .. tensor.Shape.Skip(1).Select(extent => (long)extent)]);
        var channels = tensor.Shape[3];
        var pixels = size / channels;
        var moved = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (image, rest) = Math.DivRem(i, size);
            var (pixel, channel) = Math.DivRem(rest, channels);
            moved[(image * channels + channel) * pixels + pixel] = values[i];
        }

        return (moved, [count, channels, tensor.Shape[1], tensor.Shape[2]]);
    }
}
