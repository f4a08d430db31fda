// TEMPORARY: stands in for the package CnnGen.AspNetCore until it is there. To be deleted.
using CnnGen;
namespace CnnGen.AspNetCore;
public sealed class PredictionOptions
{
    public int Predictors { get; set; } = Environment.ProcessorCount;
    public int QueueLimit { get; set; } = 1024;
    public TimeSpan LatencyBound { get; set; } = TimeSpan.FromMilliseconds(2);
}
public sealed class PredictionQueueFullException(string message) : Exception(message);
public sealed class PredictionService<TNetwork>(TNetwork network, PredictionOptions options) : IDisposable where TNetwork : CompiledNetwork
{
    private readonly Lock _lock = new();
    private int _waiting;
    public TNetwork Network => network;
    public NetworkInfo Info => network.Info;
    public ValueTask PredictAsync(ReadOnlyMemory<float> images, Memory<float> outputs, CancellationToken cancellation = default) =>
        Run(images.Length / Info.InputSize, () => network.Predict(images.Span, outputs.Span));
    public ValueTask PredictAsync(ReadOnlyMemory<byte> images, Memory<float> outputs, CancellationToken cancellation = default) =>
        Run(images.Length / Info.InputSize, () => network.Predict(images.Span, outputs.Span));
    private ValueTask Run(int count, Action action)
    {
        if (Interlocked.Add(ref _waiting, count) > options.QueueLimit)
        {
            Interlocked.Add(ref _waiting, -count);
            throw new PredictionQueueFullException("The queue is full.");
        }
        lock (_lock) action();
        Interlocked.Add(ref _waiting, -count);
        return ValueTask.CompletedTask;
    }
    public void Dispose() => network.Dispose();
}
public static class CnnGenServices
{
    public static IServiceCollection AddCnnGen<TNetwork>(this IServiceCollection services, Func<IServiceProvider, TNetwork> create, Action<PredictionOptions>? configure = null) where TNetwork : CompiledNetwork
    {
        var options = new PredictionOptions();
        configure?.Invoke(options);
        return services.AddSingleton(provider => new PredictionService<TNetwork>(create(provider), options));
    }
}
