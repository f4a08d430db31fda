using CnnGen.Formats;
using Microsoft.ML.OnnxRuntime;

namespace CnnGen.Benchmarks.Peers;

/// <summary>A session whose input and output are bound to memory of ours, so that a run converts and allocates nothing.</summary>
internal sealed class BoundSession : IDisposable
{
    private readonly float[] _probabilities;
    private readonly SessionOptions _options;
    private readonly InferenceSession _session;
    private readonly OrtValue _input;
    private readonly OrtValue _output;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();

    /// <summary>Loads the network for a number of images, and binds the first of the batch.</summary>
    /// <param name="folder">Where the network is.</param>
    /// <param name="batch">The images.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">Threads inside an operator.</param>
    public BoundSession(string folder, SafetensorsFile batch, int count, int threads)
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
        var (images, probabilities) = (batch["images"], batch["probabilities"]);
        var pixels = images.Floats[..(images.Floats.Length / images.Shape[0] * count)].ToArray();
        var classes = probabilities.Shape[1];
        _probabilities = new float[count * classes];
        // One channel: first or last is the same.
        _input = OrtValue.CreateTensorValueFromMemory(pixels, [count, 1, images.Shape[1], images.Shape[2]]);
        _output = OrtValue.CreateTensorValueFromMemory(_probabilities, [count, classes]);
        _binding = _session.CreateIoBinding();
        _binding.BindInput("images", _input);
        _binding.BindOutput("probabilities", _output);
    }

    /// <summary>Predicts.</summary>
    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    /// <summary>Predicts; returns the greatest difference from what is expected.</summary>
    /// <param name="expected">Probabilities, of these images first.</param>
    public double Difference(SafetensorsTensor expected)
    {
        Run();
        var difference = 0f;
        for (var i = 0; i < _probabilities.Length; i++)
            difference = MathF.Max(difference, MathF.Abs(_probabilities[i] - expected.Floats[i]));
        return difference;
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
}
