using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using CnnGen;
using CnnGen.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds networks to a server.</summary>
public static class CnnGenServiceCollectionExtensions
{
    /// <summary>
    /// Adds a network with the weights that its class has (<c>[Weights]</c>), its <see cref="PredictionService{TNetwork}"/>, and what
    /// answers 503 where too many requests wait (with <c>app.UseExceptionHandler()</c>). All predictors predict once before the server
    /// takes requests.
    /// </summary>
    /// <typeparam name="TNetwork">A network class.</typeparam>
    /// <param name="services">Receives them, all singletons.</param>
    /// <param name="configure">Sets the options of this network.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddCnnGen<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TNetwork>(
        this IServiceCollection services, Action<PredictionOptions>? configure = null)
        where TNetwork : CompiledNetwork =>
        services.AddCnnGen(static provider => ActivatorUtilities.CreateInstance<TNetwork>(provider), configure);

    /// <summary>The same for a network that is made otherwise, such as one whose weights are in a file.</summary>
    /// <typeparam name="TNetwork">A network class.</typeparam>
    /// <param name="services">Receives them, all singletons.</param>
    /// <param name="create">Makes the network.</param>
    /// <param name="configure">Sets the options of this network.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddCnnGen<TNetwork>(
        this IServiceCollection services, Func<IServiceProvider, TNetwork> create, Action<PredictionOptions>? configure = null)
        where TNetwork : CompiledNetwork
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(create);
        // By the name of the class: two networks have options of their own.
        var name = typeof(TNetwork).FullName!;
        services.AddMetrics();
        services.AddProblemDetails();
        services.AddOptions<PredictionOptions>(name).Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(create);
        services.TryAddSingleton(provider => new PredictionService<TNetwork>(
            provider.GetRequiredService<TNetwork>(),
            provider.GetRequiredService<IOptionsMonitor<PredictionOptions>>().Get(name),
            provider.GetService<IMeterFactory>()));
        services.AddHostedService<PredictionWarmUp<TNetwork>>();
        if (!services.Any(service => service.ImplementationType == typeof(QueueFullHandler)))
            services.AddExceptionHandler<QueueFullHandler>();
        return services;
    }
}
