using System.Collections.Concurrent;
using CnnGen.Images;
using CnnGen.Training;

/// <summary>Tells what is in pictures, to any number of callers at once.</summary>
public sealed class Classifier : IDisposable
{
    // A file of some kilobytes may be of a picture of gigabytes.
    private const long MaxPixels = 20_000_000;

    // One for each processor: more would wait for one another, and take memory meanwhile.
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    // A network serves one caller at a time, and keeps its memory for the next.
    private readonly ConcurrentBag<Network> _idle = [];

    /// <summary>The most probable classes of a picture, the most probable first.</summary>
    /// <param name="file">A PNG, JPEG, PGM or PPM file.</param>
    /// <param name="top">How many classes.</param>
    /// <param name="cancellation">Whether the caller has gone.</param>
    /// <exception cref="InvalidDataException">It is damaged, of another format, or too large.</exception>
    public async Task<ClassPrediction[]> ClassifyAsync(byte[] file, int top, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return Classify(file, top);
        }
        finally
        {
            _turns.Release();
        }
    }

    private ClassPrediction[] Classify(byte[] file, int top)
    {
        var picture = Network.Prepare(ImageFile.Decode(file, maxPixels: MaxPixels));
        var network = _idle.TryTake(out var idle) ? idle : new Network { Threads = 1 };
        try
        {
            Span<float> outputs = stackalloc float[Network.OutputSize];
            network.Predict(picture.Pixels, outputs);
            return [.. NetworkTraining.DecodePredictions(outputs, Network.ClassNames, top)];
        }
        finally
        {
            _idle.Add(network);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turns.Dispose();
        while (_idle.TryTake(out var network))
            network.Dispose();
    }
}
