using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using CnnGen.AspNetCore;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using ServeSample.Endpoints;
using ServeSample.Training;

namespace ServeSample;

/// <summary>The web application: its services, its limits and its addresses.</summary>
internal static class ServeApp
{
    /// <summary>Bytes a second that a client must send and take, after a grace of five seconds.</summary>
    private const double LeastBytesPerSecond = 240;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Makes it, with the network loaded; it does not listen yet.</summary>
    /// <param name="options">What the command line sets.</param>
    /// <exception cref="IOException">The weights cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged, or of another network.</exception>
    public static WebApplication Create(ServeOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel => SetLimits(kestrel, options));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // What goes wrong at the start is told once, by Program.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        AddServices(builder.Services, options);

        var app = builder.Build();
        UseLimits(app);
        PredictEndpoint.Map(app);
        ModelEndpoints.Map(app);
        InspectEndpoints.Map(app);
        TrainingEndpoints.Map(app);
        Page.Map(app);
        app.MapPrometheusScrapingEndpoint();
        // The weights are read before anybody is told an address.
        _ = app.Services.GetRequiredService<NetworkView>();
        return app;
    }

    private static void SetLimits(KestrelServerOptions kestrel, ServeOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.MaxBody;
        limits.MaxConcurrentConnections = options.Connections;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, Grace);
    }

    private static void AddServices(IServiceCollection services, ServeOptions options)
    {
        services.AddSingleton(options);
        services.AddCnnGen(_ => ClothesCnn.Trained(options.Weights), predictions => predictions.QueueLimit = options.Queue);
        services.AddSingleton<NetworkView>();
        services.AddSingleton<PictureReader>();
        services.AddSingleton<TrainingRun>();
        services.AddExceptionHandler<Problem>();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problem.Explain);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Answers.Default));
        // What is under way has as long as a request may take.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.Timeout));
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(options.Timeout),
            TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
            WriteTimeoutResponse = context => Problem.Of(408, $"The answer took longer than {options.Timeout} seconds and was given up.")
                .ExecuteAsync(context),
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => LimiterOf(context, options.Rate));
            limiter.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "1";
                await Problem.Of(429, $"More than {options.Rate} requests a second came from your address: send several pictures in one"
                    + " request, or fewer requests.").ExecuteAsync(rejected.HttpContext);
            };
        });
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("cnngen-serve")).WithMetrics(metrics => metrics
            .AddMeter(PredictionService.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
    }

    private static RateLimitPartition<IPAddress> LimiterOf(HttpContext context, int rate)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return rate == 0
            ? RateLimitPartition.GetNoLimiter(address)
            : RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
            {
                // A page that is opened asks for a dozen files at once.
                TokenLimit = 2 * rate,
                TokensPerPeriod = rate,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            });
    }

    private static void UseLimits(WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Page.Protect(context.Response.Headers);
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
    }
}
