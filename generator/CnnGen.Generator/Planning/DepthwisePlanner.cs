using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>Turns depthwise convolutions into depthwise products and chooses their tiles.</summary>
internal static class DepthwisePlanner
{
    /// <param name="layer">The layer, lowered to one kernel per channel.</param>
    /// <param name="values">The layouts of inputs, outputs and gradients.</param>
    /// <param name="targets">The instruction sets to plan for.</param>
    /// <param name="kernelOffset">Where the kernel lies among the weights.</param>
    /// <param name="biasOffset">Where the bias lies; null without one.</param>
    public static DepthwiseConvolution Plan(
        DepthwiseConv2D layer, Values values, EquatableArray<Target> targets, int kernelOffset, int? biasOffset)
    {
        var (x, y, dy) = (values.Output(layer.Inputs[0]), values.Output(layer.Index), values.Gradient(layer.Index));
        var window = layer.Window;
        var walk = new WindowWalk(
            x.Offset(-window.PadTop, -window.PadLeft), x.RowStride, x.ChannelStride, window.StrideHeight, window.StrideWidth);
        var forward = new DepthwiseProduct(
            y.Shape.Height,
            y.Shape.Width,
            walk,
            y.Origin,
            y.RowStride,
            y.ChannelStride,
            new KernelTaps(window.Height, window.Width, First: 0, RowStep: window.Width, ColumnStep: 1),
            y.Blocks,
            y.BlockLanes,
            window.Height * window.Width * y.BlockLanes,
            layer.UseBias,
            layer.Activation);
        var inputGradients = values.NeedsGradient(layer.Inputs[0]) ? InputGradients(layer, dy, values.Gradient(layer.Inputs[0])) : [];
        var weightGradient = new DepthwiseOuterProduct(
            dy.Shape.Height,
            dy.Shape.Width,
            walk,
            dy.Origin,
            dy.RowStride,
            dy.ChannelStride,
            window.Height,
            window.Width,
            dy.Blocks,
            dy.BlockLanes,
            layer.UseBias);

        TiledDepthwiseProduct Tile(DepthwiseProduct product) =>
            new(product, new(targets.Select(target => DepthwiseTiler.Choose(product, target))));
        return new DepthwiseConvolution(
            layer.Index,
            $"depthwise {window.Height}x{window.Width}",
            Tile(forward),
            new(inputGradients.Select(Tile)),
            weightGradient,
            new(targets.Select(target => DepthwiseTiler.Choose(weightGradient, target))),
            kernelOffset,
            biasOffset);
    }

    /// <summary>
    /// One product per phase of the stride, the taps from the largest to the smallest, so that they walk forward through the output's
    /// gradient.
    /// </summary>
    private static IEnumerable<DepthwiseProduct> InputGradients(DepthwiseConv2D layer, Tensor dy, Tensor dx)
    {
        var window = layer.Window;
        foreach (var rows in ConvolutionGeometry.RowPhases(layer))
        {
            foreach (var columns in ConvolutionGeometry.ColumnPhases(layer))
            {
                var reaches = rows.Taps > 0 && columns.Taps > 0;
                var (lastRow, lastColumn) =
                    (rows.FirstTap + (window.StrideHeight * (rows.Taps - 1)), columns.FirstTap + (window.StrideWidth * (columns.Taps - 1)));
                yield return new DepthwiseProduct(
                    rows.Count,
                    columns.Count,
                    new WindowWalk(reaches ? dy.Offset(rows.GradientStart, columns.GradientStart) : 0, dy.RowStride, dy.ChannelStride,
                        StrideHeight: 1, StrideWidth: 1),
                    dx.Offset(rows.Start, columns.Start),
                    window.StrideHeight * dx.RowStride,
                    window.StrideWidth * dx.ChannelStride,
                    reaches
                        ? new KernelTaps(rows.Taps, columns.Taps, (lastRow * window.Width) + lastColumn,
                            -window.StrideHeight * window.Width, -window.StrideWidth)
                        : default,
                    dx.Blocks,
                    dx.BlockLanes,
                    window.Height * window.Width * dx.BlockLanes,
                    HasBias: false,
                    ActivationFunction.Linear);
            }
        }
    }
}
