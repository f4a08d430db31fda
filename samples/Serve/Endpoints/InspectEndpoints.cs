using System.Globalization;
using CnnGen;
using CnnGen.Data;
using CnnGen.Training;
using CnnGen.Visualization;

namespace ServeSample.Endpoints;

/// <summary>What happens to a picture in the network: <c>POST /inspect</c>, and below it what a class and a unit look at.</summary>
internal static class InspectEndpoints
{
    /// <summary>Gives them their addresses.</summary>
    /// <param name="app">The application.</param>
    public static void Map(WebApplication app)
    {
        app.MapPost("/inspect", InspectAsync);
        app.MapPost("/inspect/gradcam", GradCamAsync);
        app.MapPost("/inspect/receptive-field", ReceptiveFieldAsync);
    }

    /// <summary>The outputs of the layers that <c>?layer=</c> names, any number of times; of all without one.</summary>
    private static async Task<InspectAnswer> InspectAsync(HttpRequest request, PictureReader reader, NetworkView view)
    {
        var names = request.Query["layer"];
        foreach (var name in names)
            _ = Find(name);
        var image = await reader.ReadOneAsync(request);
        return await view.LookAsync(inspector =>
        {
            var values = inspector.Activations(image);
            return new InspectAnswer(
                new ValuesAnswer(ClothesCnn.Information.InputShape, ModelEndpoints.ToBytes(image)),
                [
                    .. ClothesCnn.Information.Layers.Where(layer => names.Count == 0 || names.Contains(layer.Name))
                        .Select(layer => new LayerValuesAnswer(
                            layer.Name, layer.Kind, layer.OutputShape, inspector.ActivationOf(layer.Name).ToString(),
                            ModelEndpoints.ToBytes(values[layer.Name]))),
                ],
                values[ClothesCnn.Information.Layers[^1].Name].ToArray());
        }, request.HttpContext.RequestAborted);
    }

    /// <summary>Grad-CAM of <c>?class=</c>, the most probable one without it, at <c>?layer=</c>, the last map without it.</summary>
    private static async Task<GradCamAnswer> GradCamAsync(HttpRequest request, PictureReader reader, NetworkView view)
    {
        var index = request.Query.ContainsKey("class") ? Number(request, "class", ClothesCnn.OutputSize) : (int?)null;
        var layer = request.Query["layer"] is [var name] ? Find(name) : ClothesCnn.Information.Layers.Last(IsMap);
        if (!IsMap(layer))
            throw new RequestException(400, $"'{layer.Name}' gives no map: Grad-CAM is of {Names(IsMap)}.");
        var image = await reader.ReadOneAsync(request);
        return await view.LookAsync(inspector =>
        {
            var output = index ?? Math.Max(0, NetworkTraining.MostProbable(
                inspector.Activations(image)[ClothesCnn.Information.Layers[^1].Name]));
            var map = inspector.GradCam(image, output, layer.Name);
            return new GradCamAnswer(
                output, FashionMnist.ClassNames[output], layer.Name, [map.Rows, map.Columns], ModelEndpoints.ToBytes([.. map.Values]));
        }, request.HttpContext.RequestAborted);
    }

    /// <summary>
    /// The pixels that the unit of <c>?layer=&amp;row=&amp;column=&amp;channel=</c> depends on, and how much; 0 where one is left out.
    /// </summary>
    private static async Task<FieldAnswer> ReceptiveFieldAsync(HttpRequest request, PictureReader reader, NetworkView view)
    {
        var layer = Find(request.Query["layer"]);
        var (height, width, channels) = IsMap(layer)
            ? (layer.OutputShape[0], layer.OutputShape[1], layer.OutputShape[2])
            : (1, 1, layer.OutputShape[0]);
        var (row, column) = (Number(request, "row", height), Number(request, "column", width));
        var channel = Number(request, "channel", channels);
        var image = await reader.ReadOneAsync(request);
        return await view.LookAsync(inspector =>
        {
            var field = inspector.ReceptiveField(layer.Name, row, column);
            var place = (((row * width) + column) * channels) + channel;
            var gradient = ModelEndpoints.ToBytes(inspector.Gradients(image, layer.Name, place)[0]);
            return new FieldAnswer(
                layer.Name, row, column, channel, inspector.LastActivations[layer.Name][place],
                new RectangleAnswer(field.Row, field.Column, field.Rows, field.Columns),
                new ValuesAnswer(ClothesCnn.Information.InputShape, gradient));
        }, request.HttpContext.RequestAborted);
    }

    private static int Number(HttpRequest request, string name, int count)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return 0;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < count
            ? value
            : throw new RequestException(400, $"{name} is a whole number from 0 to {count - 1}, not '{text}'.");
    }

    private static LayerInfo Find(string? name) => ClothesCnn.Information.Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new RequestException(400, $"layer is one of {Names(_ => true)}, not '{name}'.");

    private static bool IsMap(LayerInfo layer) => layer.OutputShape.Count == 3;

    private static string Names(Func<LayerInfo, bool> which) =>
        string.Join(", ", ClothesCnn.Information.Layers.Where(which).Select(layer => layer.Name));
}
