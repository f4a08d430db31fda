using System.Diagnostics.Metrics;
using Xunit;

namespace CnnGen.AspNetCore.Tests;

/// <summary>Listens to how many requests were predicted together by one service.</summary>
internal sealed class Batches : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly List<int> _sizes = [];

    public Batches()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this && instrument.Name == "cnngen.batch.requests")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, size, tags, _) =>
        {
            Assert.Equal([new("cnngen.network", nameof(Served))], tags.ToArray());
            _sizes.Add(size);
        });
        _listener.Start();
    }

    public IReadOnlyList<int> Sizes => _sizes;

    public Meter Create(MeterOptions options)
    {
        Assert.Equal(PredictionService.MeterName, options.Name);
        return new Meter(options.Name, options.Version, options.Tags, scope: this);
    }

    public void Dispose() => _listener.Dispose();
}
