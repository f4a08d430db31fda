using System.Runtime.InteropServices;
using CnnGen;
using CnnGen.AspNetCore;
using CnnGen.Data;
using CnnGen.Visualization;

namespace ServeSample.Endpoints;

/// <summary>What the network is: <c>/model</c>, its diagram and its filters; and <c>/healthz</c>.</summary>
internal static class ModelEndpoints
{
    private const string Kernel = "/kernel";

    /// <summary>Gives them their addresses.</summary>
    /// <param name="app">The application.</param>
    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/model", (PredictionService<ClothesCnn> service, ServeOptions options) => Describe(service.Network, options));
        app.MapGet("/model/diagram.svg", (HttpResponse response) =>
        {
            // Its style is in it.
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            return Results.Text(NetworkDiagram.ToSvg(ClothesCnn.Information), "image/svg+xml");
        });
        app.MapGet("/model/filters", (PredictionService<ClothesCnn> service, NetworkView view, string? layer, CancellationToken gone) =>
            view.LookAsync(_ => FiltersOf(service.Network, layer), gone));
    }

    /// <summary>Numbers as clients read them.</summary>
    /// <param name="values">The numbers.</param>
    public static byte[] ToBytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();

    /// <summary>The weights of a layer, as they are now.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's name; null for the first that has filters.</param>
    /// <exception cref="RequestException">It has none, or there is no such layer.</exception>
    public static FiltersAnswer FiltersOf(CompiledNetwork network, string? layer)
    {
        layer ??= ClothesCnn.Information.Layers.First(HasFilters).Name;
        if (network.Parameters.FirstOrDefault(each => each.Name == layer + Kernel) is not { } parameter)
        {
            throw new RequestException(404, $"layer is one of {string.Join(", ",
                ClothesCnn.Information.Layers.Where(HasFilters).Select(each => each.Name))}, not '{layer}'.");
        }

        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return new FiltersAnswer(layer, parameter.Shape, ToBytes(values));
    }

    private static ModelAnswer Describe(ClothesCnn network, ServeOptions options) => new(
        ClothesCnn.Information.Name,
        ClothesCnn.Information.InputShape,
        FashionMnist.ClassNames,
        ClothesCnn.ParameterCount,
        network.InstructionSet.ToString(),
        Environment.ProcessorCount,
        options.Trains,
        [
            .. ClothesCnn.Information.Layers.Select(layer => new LayerAnswer(
                layer.Name, layer.Kind, layer.OutputShape, layer.ParameterCount, HasFilters(layer))),
        ]);

    private static bool HasFilters(LayerInfo layer) => layer.Kind is "Conv2D" or "Dense";
}
