using System.Globalization;
using CnnGen.Images;
using CnnGen.Training;
using CnnGen.Visualization;

namespace CnnGen.Samples.Reports.Html;

/// <summary>What a report shows of the inside of a network.</summary>
/// <param name="network">The network.</param>
/// <param name="data">The data.</param>
/// <param name="page">Where it is written.</param>
internal sealed class InsideReport(INetwork network, SampleData data, HtmlPage page)
{
    // Enough to tell which units are dead.
    private const int ImagesForStatistics = 500;
    private const int MostExplained = 12;
    private const int PictureSize = 84;

    // How many times the pixels at the beginning of a logarithmic scale the one at its end counts.
    private const float ScaleLength = 1000;

    /// <summary>Writes all sections.</summary>
    /// <param name="tell">Told what is being done.</param>
    public void Write(Action<string> tell)
    {
        var convolution = network.Info.Layers.FirstOrDefault(layer => layer.Kind.Contains("Conv", StringComparison.Ordinal));
        page.Section("filters", "Filters");
        if (convolution is null)
        {
            page.Paragraph("The network has no convolution.");
        }
        else
        {
            page.Drawing(
                MapGrid.OfFilters(network, convolution.Name).ToSvg(), $"Filters of the convolution {convolution.Name}",
                "What the first convolution multiplies the pixels by. All filters have one scale.", size: "large");
        }

        using var inspector = Inspect();
        if (inspector is null)
        {
            page.Section("inside", "Inside");
            page.Paragraph(
                "Feature maps, Grad-CAM, receptive fields and dead units need what looks inside: put [Inspectable] on"
                    + $" {network.Info.Name}.");
            return;
        }

        if (convolution is not null)
            WriteFeatureMaps(inspector, convolution.Name);
        tell("Asking where classes come from");
        WriteExplanations(inspector);
        WriteReceptiveFields(inspector);
        tell("Looking for dead units");
        WriteUnits(inspector);
    }

    private NetworkInspector? Inspect()
    {
        try
        {
            return (network as CompiledNetwork)?.Inspect();
        }
        catch (InvalidOperationException)
        {
            // Its class has no [Inspectable].
            return null;
        }
    }

    private void WriteFeatureMaps(NetworkInspector inspector, string layer)
    {
        page.Section("maps", "Feature maps");
        page.Pictures([([Picture(0)], "The first test image", $"Test image 0: {data.ClassNames[data.Test.Labels[0]]}")]);
        page.Drawing(
            MapGrid.OfFeatureMaps(inspector, Floats(0), layer).ToSvg(), $"Feature maps of {layer} for the first test image",
            $"What {layer} makes of it: a map for each filter, in the same order as above.", size: "large");
    }

    private void WriteExplanations(NetworkInspector inspector)
    {
        page.Section("cam", "Where a class comes from");
        if (!network.Info.Layers.SkipLast(1).Any(IsMap))
        {
            page.Paragraph("The network has no layer before its last one whose output is a map.");
            return;
        }

        page.Paragraph(
            "Grad-CAM of the class that the network predicts, for the first test image of each class: yellow is what speaks most for it, in"
                + " the last layer that has a map.");
        var outputs = new float[network.Info.OutputSize];
        var explained = new List<(ByteImage[], string, string)>();
        foreach (var image in FirstOfEachClass().Take(MostExplained))
        {
            network.Predict(Floats(image), outputs);
            if (NetworkTraining.MostProbable(outputs) is var predicted && predicted < 0)
                continue;
            var label = data.Test.Labels[image];
            var picture = Enlarged(image);
            var truth = predicted == label ? "right" : $"is {data.ClassNames[label]}";
            explained.Add((
                [picture, Overlay.Of(picture, inspector.GradCam(Floats(image), predicted))],
                $"Test image {image}, {data.ClassNames[label]}, and what speaks for {data.ClassNames[predicted]}",
                string.Create(CultureInfo.InvariantCulture, $"{data.ClassNames[predicted]} {100 * outputs[predicted]:F1} %\n{truth}")));
        }

        if (explained.Count == 0)
            page.Paragraph("The network predicts no class: its outputs are no numbers (NaN).");
        else
            page.Pictures(explained);
    }

    private void WriteReceptiveFields(NetworkInspector inspector)
    {
        page.Section("fields", "Receptive fields");
        page.Paragraph(
            "What the middle pixel of each layer depends on: the extents that windows, strides and paddings allow, and by gradients how"
                + " much each pixel of the first test image counts, on a logarithmic scale.");
        var layers = network.Info.Layers.Skip(1).SkipLast(1).Where(IsMap).ToList();
        page.Table(
            "Extents", ["layer", "output", "pixels of the image"],
            layers.Select(layer =>
            {
                var field = inspector.ReceptiveField(layer.Name, Middle(layer, 0), Middle(layer, 1));
                return (string[])
                [
                    $"{layer.Kind} {layer.Name}", string.Join(" x ", layer.OutputShape),
                    field.IsEmpty ? "none" : $"{field.Rows} x {field.Columns}",
                ];
            }));
        // Others leave each pixel where it is.
        var shown = layers.Where(layer =>
            layer.Kind.Contains("Conv", StringComparison.Ordinal) || layer.Kind.Contains("Pool", StringComparison.Ordinal)).ToList();
        page.Pictures([
            .. shown.Take(MostExplained).Select(layer => (
                (ByteImage[])[FieldPicture(inspector, layer)], $"Pixels that count for the middle of {layer.Name}", layer.Name)),
        ]);
    }

    private ByteImage FieldPicture(NetworkInspector inspector, LayerInfo layer)
    {
        var field = inspector.EffectiveReceptiveField(Floats(0), layer.Name, Middle(layer, 0), Middle(layer, 1)).Normalized();
        // A few pixels, such as those that hardly ever vary, may count a hundred times as much as the others.
        float[] shown = [.. field.Values.Select(share => MathF.Log(1 + (ScaleLength * share)) / MathF.Log(1 + ScaleLength))];
        return new MapGrid(layer.Name, [new HeatMap(field.Rows, field.Columns, shown)]).ToPicture();
    }

    private void WriteUnits(NetworkInspector inspector)
    {
        page.Section("units", "Dead and saturated units");
        var images = data.Test.Slice(0, Math.Min(ImagesForStatistics, data.Test.Count));
        page.Table(
            $"Of {images.Count} test images. A unit is dead when it gives 0 for all of them: nothing trains it any more.",
            ["layer", "units", "dead", "values at 0", "values at a bound"],
            LayerStatistics.Of(inspector, images).Select(layer => (string[])
            [
                $"{layer.Layer.Kind} {layer.Layer.Name}", RunReport.Count(layer.Units.Count), RunReport.Count(layer.DeadUnits),
                Percent(layer.Units.Average(unit => unit.ShareOfZeros)), Percent(layer.ShareSaturated),
            ]));
    }

    /// <summary>Whether there are places in it: a map of one pixel has none.</summary>
    private static bool IsMap(LayerInfo layer) => layer.OutputShape is [var height, var width, _] && height * width > 1;

    private static int Middle(LayerInfo layer, int axis) => layer.OutputShape[axis] / 2;

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    private IEnumerable<int> FirstOfEachClass()
    {
        var labels = data.Test.Labels.ToArray();
        return Enumerable.Range(0, data.ClassNames.Count).Select(label => Array.IndexOf(labels, label)).Where(image => image >= 0);
    }

    private float[] Floats(int image) => Array.ConvertAll(Bytes(image), value => (float)value);

    private ByteImage Picture(int image) => new(data.Test.Height, data.Test.Width, data.Test.Channels, Bytes(image));

    /// <summary>Large enough for a smooth map over it.</summary>
    private ByteImage Enlarged(int image)
    {
        var times = Math.Max(1, PictureSize / Math.Max(data.Test.Height, data.Test.Width));
        return Picture(image).ResizeNearest(data.Test.Height * times, data.Test.Width * times);
    }

    private byte[] Bytes(int image) => data.Test.Bytes.Slice(image * data.Test.ImageSize, data.Test.ImageSize).ToArray();
}
