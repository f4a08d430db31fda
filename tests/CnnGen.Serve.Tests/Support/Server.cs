using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ServeSample;

// What a test measures is the process: its memory, its metrics.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace CnnGen.Serve.Tests.Support;

/// <summary>The program of samples/Serve, in this process, at a port of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    static Server() => ThreadPool.SetMinThreads(16, 16);

    private Server(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(1) };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Talks to it.</summary>
    public HttpClient Client { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one.</summary>
    /// <param name="options">Its command line, but for the address.</param>
    public static async Task<Server> StartAsync(ServeOptions? options = null)
    {
        var app = ServeApp.Create((options ?? new ServeOptions()) with { Urls = "http://127.0.0.1:0" });
        await app.StartAsync();
        return new Server(app);
    }

    /// <summary>A service of it.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>One server with the defaults, for all tests that only ask.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private Server? _server;

    /// <summary>The server.</summary>
    internal Server Server => _server!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await Server.StartAsync(new ServeOptions { Rate = 0 });

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
