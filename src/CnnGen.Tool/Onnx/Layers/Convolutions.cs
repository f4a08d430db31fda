using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Convolutions, over channels first; their kernels have the outputs first, then the inputs.</summary>
internal static class Convolutions
{
    /// <summary>Conv, in groups where the layer has some.</summary>
    public static OnnxTensor Conv2D(LayerScope scope, Conv2D layer) => Conv(
        scope, layer, layer.Groups, [layer.Window.Height, layer.Window.Width, layer.InputShape.Channels / layer.Groups,
            layer.OutputShape.Channels], [3, 2, 0, 1]);

    /// <summary>Conv with a group for each channel.</summary>
    public static OnnxTensor DepthwiseConv2D(LayerScope scope, DepthwiseConv2D layer) => Conv(
        // Channel and multiplier are the outputs; there is one input.
        scope, layer, layer.InputShape.Channels, [layer.Window.Height, layer.Window.Width, layer.OutputShape.Channels, 1], [2, 3, 0, 1]);

    /// <summary>Two of them.</summary>
    public static OnnxTensor SeparableConv2D(LayerScope scope, SeparableConv2D layer)
    {
        var depthwise = DepthwiseConv2D(scope.As(layer.Depthwise), layer.Depthwise);
        return Conv2D(scope.As(layer.Pointwise, depthwise), layer.Pointwise);
    }

    /// <summary>ConvTranspose. The layer's window is that of the convolution which computes it, over a stretched input.</summary>
    public static OnnxTensor Conv2DTranspose(LayerScope scope, Conv2DTranspose layer)
    {
        var (window, x, from, to) = (layer.Window, scope.Graph.Arranged(scope.X, "CHW"), layer.InputShape, layer.OutputShape);
        var (top, bottom, moreRows) = Along(from.Height, to.Height, window.Height, window.StrideHeight, window.PadTop);
        var (left, right, moreColumns) = Along(from.Width, to.Width, window.Width, window.StrideWidth, window.PadLeft);
        var kernel = scope.Parameter(layer.KernelName, [window.Height, window.Width, to.Channels, from.Channels], 3, 2, 0, 1);
        List<(string, object)> attributes =
        [
            ("kernel_shape", new long[] { window.Height, window.Width }),
            ("strides", new long[] { window.StrideHeight, window.StrideWidth }),
            ("pads", new long[] { top, left, bottom, right }),
        ];
        if (moreRows > 0 || moreColumns > 0)
            attributes.Add(("output_padding", new long[] { moreRows, moreColumns }));
        var y = new OnnxTensor(scope.Node("ConvTranspose", [x.Name, kernel, .. Bias(scope, layer)], [.. attributes]), to, "CHW");
        return Activations.Behind(scope, y, layer.Activation);

        // What every pixel adds to, less what is cut off on both sides; or more behind it.
        static (int Before, int Behind, int More) Along(int input, int output, int kernel, int stride, int padding)
        {
            var before = kernel - 1 - padding;
            var behind = ((input - 1) * stride) + kernel - before - output;
            return (before, Math.Max(behind, 0), Math.Max(-behind, 0));
        }
    }

    private static OnnxTensor Conv(LayerScope scope, Convolution layer, int groups, int[] kernel, int[] order)
    {
        var window = OnnxWindow.Of(layer, layer.Window);
        var x = scope.Graph.Arranged(scope.X, window.Axes);
        // Of a sequence there are no rows, which are 1 in the class.
        var (shape, places) = window.Axes == "CW"
            ? (kernel[1..], order.Where(axis => axis != 0).Select(axis => axis - 1).ToArray())
            : (kernel, order);
        var attributes = window.Attributes.Concat(window.Dilations);
        if (groups > 1)
            attributes = attributes.Append(("group", groups));
        var y = new OnnxTensor(
            scope.Node("Conv", [x.Name, scope.Parameter(layer.KernelName, shape, places), .. Bias(scope, layer)], [.. attributes]),
            layer.OutputShape, window.Axes);
        return Activations.Behind(scope, y, layer.Activation);
    }

    private static string[] Bias(LayerScope scope, Convolution layer) =>
        layer.UseBias ? [scope.Parameter("bias", [layer.OutputShape.Channels])] : [];
}
