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
    /// <remarks>A layer whose attribute has no dilation has one of 1.</remarks>
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
        var (dilationHeight, dilationWidth) = ReadDilation(layer, strideHeight, strideWidth);
        var padding = layer.ReadPadding(strideDefault is null ? null : "Padding");

        if (!layer.CheckFeatureMap())
            return default;

        var rows = Slide(layer.Input.Height, Covered(height, dilationHeight), strideHeight, padding);
        var columns = Slide(layer.Input.Width, Covered(width, dilationWidth), strideWidth, padding);
        if (padding == Padding.Valid && ReportTooLarge(layer, prefix, (height, dilationHeight), (width, dilationWidth)))
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
        // A single row or column of cells has no distance between them.
        var window = new Window(
            height.Value, width.Value, stepHeight, stepWidth, (int)r.Before, (int)c.Before,
            height == 1 ? 1 : dilationHeight!.Value, width == 1 ? 1 : dilationWidth!.Value);
        return (window, r.Output, c.Output);
    }

    /// <summary>The same along a sequence: a window of one row, and the length of the output.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="sizeArgument">The argument that is the window's size.</param>
    /// <param name="size">Steps of the window.</param>
    /// <param name="strideDefault">The name of the stride in the layer defaults; null where they are not meant for it.</param>
    /// <param name="stride">The step when none is given.</param>
    /// <param name="mayBeCausal">Whether its padding may be before the sequence alone.</param>
    public static (Window? Window, int? Length) InferLine(
        LayerReader layer, string sizeArgument, int? size, string? strideDefault, int? stride, bool mayBeCausal = false)
    {
        stride = layer.Positive("Strides", strideDefault, stride);
        var dilation = layer.Positive("Dilation", null, fallback: 1);
        if (stride > 1 && dilation > 1)
        {
            layer.Report(
                DiagnosticIds.StridesWithDilation, "Dilation", layer.Description, LayerReader.Text(stride), LayerReader.Text(dilation));
        }

        var padding = layer.ReadPadding(strideDefault is null ? null : "Padding", mayBeCausal);
        if (!layer.CheckSequence())
            return default;
        var (covered, length) = (Covered(size, dilation), layer.Input.Width);
        if (padding == Padding.Valid && covered > length)
        {
            var fit = ((length - 1) / dilation) + 1;
            layer.Report(
                DiagnosticIds.WindowTooLarge, sizeArgument, new Fits { WindowHeight = fit, WindowWidth = fit }, layer.Description,
                layer.Input.ToString(), layer.Producer,
                $"window of {LayerReader.Text(size!)}" + (dilation > 1 ? $", dilated to {LayerReader.Text(covered)}," : ""),
                LayerReader.Text(length), AtMostFits(LayerReader.Text(fit!)));
            return default;
        }

        if (Slide(length, covered, stride, padding) is not { } steps)
            return default;
        if (layer.Input.Channels is { } channels
            && !layer.CheckSize(
                "a padded input of shape", sizeArgument, $"{steps.Padded}, {channels}", Sizes.Product(steps.Padded, channels)))
        {
            return (null, steps.Output);
        }

        var window = new Window(
            1, size!.Value, 1, Step(stride!.Value, length!.Value, size.Value), 0, (int)steps.Before, 1, size == 1 ? 1 : dilation!.Value);
        return (window, steps.Output);
    }

    /// <summary>The distance of the window's cells; reported where the window has steps, too, as Keras does.</summary>
    private static (int? Height, int? Width) ReadDilation(LayerReader layer, int? strideHeight, int? strideWidth)
    {
        int? height = 1, width = 1;
        if (layer.States("Dilation"))
            height = width = layer.Positive("Dilation");
        height = layer.Positive("DilationHeight", null, height);
        width = layer.Positive("DilationWidth", null, width);
        if (!(height > 1 || width > 1) || !(strideHeight > 1 || strideWidth > 1))
            return (height, width);

        string Text(int? extent) => extent is { } value ? LayerReader.Text(value) : "?";
        layer.Report(
            DiagnosticIds.StridesWithDilation,
            layer.States("Dilation") ? "Dilation" : height > 1 && layer.States("DilationHeight") ? "DilationHeight" : "DilationWidth",
            layer.Description,
            $"{Text(strideHeight)} x {Text(strideWidth)}",
            $"{Text(height)} x {Text(width)}");
        return (height, width);
    }

    /// <summary>Elements from the first of a window to its last.</summary>
    private static long? Covered(int? window, int? dilation) => ((window - 1L) * dilation) + 1;

    /// <summary>A step that leads beyond the input and all padding is as good as any longer one, and can be counted with.</summary>
    private static int Step(int stride, int input, int window) => (int)Math.Min(stride, (long)input + window);

    private static WindowAxis? Slide(int? input, long? window, int? stride, Padding? padding) =>
        input is { } i && window is { } w && stride is { } s && padding is { } p ? WindowAxis.Slide(i, w, s, p) : null;

    private static bool ReportTooLarge(
        LayerReader layer, string prefix, (int? Cells, int? Dilation) height, (int? Cells, int? Dilation) width)
    {
        var (coveredHeight, coveredWidth) = (Covered(height.Cells, height.Dilation), Covered(width.Cells, width.Dilation));
        var tooHigh = coveredHeight > layer.Input.Height;
        var tooWide = coveredWidth > layer.Input.Width;
        if (!tooHigh && !tooWide)
            return false;

        string Text(long? extent) => extent is { } value ? LayerReader.Text(value) : "?";
        int? AtMost((int? Cells, int? Dilation) window, int? limit) =>
            Covered(window.Cells, window.Dilation) > limit ? ((limit - 1) / window.Dilation) + 1 : window.Cells;
        var isDilated = height.Dilation > 1 || width.Dilation > 1;
        // An image whose channels were forgotten is a sequence.
        var isSequence = tooHigh && layer.Input.IsSequence;
        var why = isSequence ? ", since a shape of two is (length, channels)" : "";
        var along = $"write [{layer.Kind.Replace("2D", "1D")}], which works along a sequence, or three extents in [Input] for an image";
        var (fitHeight, fitWidth) = (AtMost(height, layer.Input.Height), AtMost(width, layer.Input.Width));
        layer.Report(
            DiagnosticIds.WindowTooLarge,
            tooHigh ? $"{prefix}Height" : $"{prefix}Width",
            isSequence ? Fits.Nothing : new Fits { WindowHeight = fitHeight, WindowWidth = fitWidth },
            layer.Description,
            layer.Input.ToString(),
            layer.Producer,
            $"{Text(height.Cells)} x {Text(width.Cells)} window"
                + (isDilated ? $", dilated to {Text(coveredHeight)} x {Text(coveredWidth)}," : ""),
            $"{Text(layer.Input.Height)} x {Text(layer.Input.Width)}" + why,
            isSequence ? along : AtMostFits(isDilated
                ? $"{Text(fitHeight)} x {Text(fitWidth)}"
                : $"{Text(layer.Input.Height)} x {Text(layer.Input.Width)}"));
        return true;
    }

    private static string AtMostFits(string window) => $"at most {window} would fit, or Padding = Padding.Same";
}
