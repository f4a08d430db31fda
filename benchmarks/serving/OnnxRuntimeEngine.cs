using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace CnnGen.Benchmarks.Serving;

/// <summary>Predicts by ONNX Runtime: one session, whose Run any number of threads may call at once.</summary>
internal sealed class OnnxRuntimeEngine : IEngine, IDisposable
{
    private const int Side = 28;

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <param name="model">The file, whose first output is that of the last layer.</param>
    /// <param name="threads">Threads inside an operator.</param>
    public OnnxRuntimeEngine(string model, int threads)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        _session = new InferenceSession(model, options);
    }

    /// <inheritdoc/>
    public ValueTask<float[]> PredictAsync(byte[] image, CancellationToken cancellation)
    {
        var pixels = new float[image.Length];
        for (var i = 0; i < image.Length; i++)
            pixels[i] = image[i];
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, Side, Side, 1]);
        using var outputs = _session.Run(_options, _session.InputNames, [input], [_session.OutputNames[0]]);
        return ValueTask.FromResult(outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
