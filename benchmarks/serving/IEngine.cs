namespace CnnGen.Benchmarks.Serving;

/// <summary>What predicts behind the address.</summary>
internal interface IEngine
{
    /// <summary>Predicts an image.</summary>
    /// <param name="image">28 x 28 bytes.</param>
    /// <param name="cancellation">Whether the caller has gone.</param>
    /// <returns>Ten probabilities.</returns>
    ValueTask<float[]> PredictAsync(byte[] image, CancellationToken cancellation);
}
