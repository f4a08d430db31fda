using CnnGen.AspNetCore;
using TinyAot;

namespace CnnGen.Benchmarks.Serving;

/// <summary>Predicts by CnnGen.</summary>
/// <param name="service">The pool of predictors.</param>
internal sealed class CnnGenEngine(PredictionService<TinyCnn> service) : IEngine
{
    /// <inheritdoc/>
    public async ValueTask<float[]> PredictAsync(byte[] image, CancellationToken cancellation)
    {
        var outputs = new float[TinyCnn.OutputSize];
        await service.PredictAsync(image, outputs, cancellation);
        return outputs;
    }
}
