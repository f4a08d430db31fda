using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Graph;

/// <summary>What convolution and pooling share: a window that slides over rows and columns.</summary>
internal static class WindowRule
{
    /// <summary>Rows and columns of a pooling window that are not stated; Keras' default.</summary>
    public const int DefaultPoolSize = 2;

    /// <summary>The window and the rows and columns of the output; open where something is unknown or does not fit.</summary>
    /// <param name="layer">The layer; a flat input must have been reported before.</param>
    /// <param name="prefix"><c>Kernel</c> or <c>Pool</c>: the stem of the arguments.</param>
    /// <param name="height">Rows of the window.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="strideDefault">The name of the stride in the layer defaults; null where they are not meant for it.</param>
    /// <param name="strideHeight">The step in rows when none is given.</param>
    /// <param name="strideWidth">The step in columns when none is given.</param>
    public static (Window? Window, int? Rows, int? Columns) Infer(
        LayerReader layer, string prefix, int? height, int? width, string? strideDefault, int? strideHeight, int? strideWidth)
    {
        if (layer.States("Strides"))
        {
            strideHeight = strideWidth = layer.Positive("Strides");
        }
        else
        {
            (strideHeight, strideWidth) =
                (layer.Positive("Strides", strideDefault, strideHeight), layer.Positive("Strides", strideDefault, strideWidth));
        }

        strideHeight = layer.Positive("StrideHeight", null, strideHeight);
        strideWidth = layer.Positive("StrideWidth", null, strideWidth);
        var padding = layer.Enum("Padding", Padding.Valid, strideDefault is null ? null : "Padding");

        if (!layer.CheckFeatureMap())
            return default;

        var rows = Slide(layer.Input.Height, height, strideHeight, padding);
        var columns = Slide(layer.Input.Width, width, strideWidth, padding);
        if (padding == Padding.Valid && ReportTooLarge(layer, prefix, height, width))
            return (null, rows?.Output is > 0 ? rows?.Output : null, columns?.Output is > 0 ? columns?.Output : null);
        if (rows is not { } r || columns is not { } c)
            return (null, rows?.Output, columns?.Output);
        if (layer.Input.Channels is { } channels
            && !layer.CheckSize("a padded input of shape", $"{prefix}Height", $"{r.Padded}, {c.Padded}, {channels}",
                Sizes.Product(r.Padded, c.Padded, channels)))
        {
            return (null, r.Output, c.Output);
        }

        var stepHeight = Step(strideHeight!.Value, layer.Input.Height!.Value, height!.Value);
        var stepWidth = Step(strideWidth!.Value, layer.Input.Width!.Value, width!.Value);
        return (new(height.Value, width.Value, stepHeight, stepWidth, (int)r.Before, (int)c.Before), r.Output, c.Output);
    }

    /// <summary>A step that leads beyond the input and all padding is as good as any longer one, and can be counted with.</summary>
    private static int Step(int stride, int input, int window) => (int)Math.Min(stride, (long)input + window);

    private static WindowAxis? Slide(int? input, int? window, int? stride, Padding? padding) =>
        input is { } i && window is { } w && stride is { } s && padding is { } p ? WindowAxis.Slide(i, w, s, p) : null;

    private static bool ReportTooLarge(LayerReader layer, string prefix, int? height, int? width)
    {
        var tooHigh = height > layer.Input.Height;
        var tooWide = width > layer.Input.Width;
        if (!tooHigh && !tooWide)
            return false;

        string Text(int? extent) => extent is { } value ? LayerReader.Text(value) : "?";
        int? AtMost(int? extent, int? limit) => extent > limit ? limit : extent;
        layer.Report(
            DiagnosticIds.WindowTooLarge,
            tooHigh ? $"{prefix}Height" : $"{prefix}Width",
            new Fits { WindowHeight = AtMost(height, layer.Input.Height), WindowWidth = AtMost(width, layer.Input.Width) },
            layer.Description,
            layer.Input.ToString(),
            layer.Producer,
            $"{Text(height)} x {Text(width)}",
            $"{Text(layer.Input.Height)} x {Text(layer.Input.Width)}");
        return true;
    }
}
