using CnnGen;
using CnnGen.AspNetCore;
using CnnGen.Formats;

namespace ServeSample;

/// <summary>
/// Looks into the network that answers, for one request after the other, and gives it other weights.
/// </summary>
internal sealed class NetworkView : IDisposable
{
    /// <summary>Requests wait no longer than this for those before them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PredictionService<ClothesCnn> _service;
    private readonly NetworkInspector _inspector;
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="service">What has the network.</param>
    public NetworkView(PredictionService<ClothesCnn> service) => (_service, _inspector) = (service, service.Network.Inspect());

    /// <summary>Looks inside.</summary>
    /// <param name="look">What to do; it copies what it keeps.</param>
    /// <param name="cancellation">Whether the caller has gone.</param>
    /// <exception cref="RequestException">Others look for too long.</exception>
    public async Task<T> LookAsync<T>(Func<NetworkInspector, T> look, CancellationToken cancellation)
    {
        if (!await _turn.WaitAsync(Patience, cancellation))
            throw new RequestException(503, "Many look into the network at this moment: ask again in a second.");
        try
        {
            return look(_inspector);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives the network that answers the weights of another.</summary>
    /// <param name="other">The other.</param>
    public void Replace(ClothesCnn other)
    {
        using var weights = new MemoryStream();
        SafetensorsFile.Write(weights, other.Parameters.Select(each => new SafetensorsSource(each.Name, each.Shape, each.CopyTo)));
        _turn.Wait();
        try
        {
            // At once, unlike one after the other: no answer is of some of these and some of those.
            _service.Network.Load(weights.GetBuffer().AsSpan(0, (int)weights.Length), "the training");
            _inspector.Refresh();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inspector.Dispose();
        _turn.Dispose();
    }
}
