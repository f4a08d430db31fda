using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Maximum over groups of neighbouring channels.</summary>
internal sealed record DepthMaxPool(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int PoolSize)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>(H, W, C) to (H, W, C / pool size); the pool size divides C.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var poolSize = layer.Positive("PoolSize");
        if (!layer.CheckFeatureMap())
            return new(PartialShape.Unknown, null);

        int? groups = null;
        if (poolSize is { } size && layer.Input.Channels is { } channels)
        {
            if (channels % size == 0)
                groups = channels / size;
            else
                ReportRemainder(layer, channels, size);
        }

        return layer.Finish(layer.Input with { Channels = groups }, null, (input, output) => new DepthMaxPool(
            layer.Index, layer.Name, layer.Inputs, input, output, poolSize!.Value));
    }

    private static void ReportRemainder(LayerReader layer, int channels, int poolSize)
    {
        // Of a number with many divisors, the ones near what was written are worth reading.
        var nearest = Divisors(channels).OrderBy(divisor => Math.Abs((long)divisor - poolSize)).ThenByDescending(divisor => divisor)
            .Take(8).ToArray();
        var fit = LayerReader.Choice([.. nearest.OrderBy(divisor => divisor).Select(divisor => LayerReader.Text(divisor))]);
        layer.Report(
            DiagnosticIds.ChannelsNotDivisible,
            "PoolSize",
            new Fits { PoolSizes = new(nearest) },
            layer.Description,
            LayerReader.Text(channels),
            layer.Producer,
            LayerReader.Text(poolSize),
            fit);
    }

    private static IEnumerable<int> Divisors(int number)
    {
        for (var divisor = 1; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor != 0)
                continue;
            yield return divisor;
            if (divisor != number / divisor)
                yield return number / divisor;
        }
    }
}
