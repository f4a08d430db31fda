using Microsoft.Extensions.Hosting;

namespace CnnGen.AspNetCore;

/// <summary>Lets a network predict before the server takes requests: what is wrong with it is seen by who starts the server.</summary>
/// <typeparam name="TNetwork">Its class.</typeparam>
/// <param name="service">Predicts.</param>
internal sealed class PredictionWarmUp<TNetwork>(PredictionService<TNetwork> service) : IHostedService
    where TNetwork : CompiledNetwork
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        service.WarmUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
