using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// Convolution of each channel by itself. Vectors run over channels; neighbouring pixels of a row are computed together and share what they
/// load.
/// </summary>
internal static class DepthwiseConv2DKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* kernel, [float* bias,] float* y, nint imageStride, int count)</c>; returns its name. Taps are summed in
    /// row, column order.
    /// </summary>
    public static string Forward(
        KernelSet kernels, DepthwiseConv2D layer, Tensor x, Tensor y, DepthwiseProduct product, DepthwiseTiling tiling)
    {
        var (activation, isLinear) = (product.Activation, product.Activation == ActivationFunction.Linear);
        var name = $"DepthwiseConv2D_{KernelText.Names(x, y)}_{WindowLoops.Name(layer.Window)}{(layer.UseBias ? "" : "_NoBias")}"
            + (isLinear ? "" : $"_{activation}") + (product.ShiftOffset > 0 ? "_Scaled" : "");
        var scaled = product.ShiftOffset > 0 ? ", scaled" : "";
        var then = isLinear ? "" : $", then {activation.ToString().ToLowerInvariant()}";
        return DepthwiseKernel.Add(kernels, name,
            $"Convolution of each channel of {x} by itself with {layer.Window.Height}x{layer.Window.Width}{scaled}{then}.",
            product, tiling);
    }

    /// <summary>
    /// Adds <c>(float* dy, float* kernel, float* dx, nint imageStride, int count)</c> for one phase of the stride; returns its name. Taps
    /// are summed from the last to the first, as the windows meet them in row, column order of dy.
    /// </summary>
    public static string InputGradient(
        KernelSet kernels, DepthwiseConv2D layer, Tensor dx, Tensor dy, int phase, DepthwiseProduct product, DepthwiseTiling tiling)
    {
        var strides = layer.Window.StrideHeight * layer.Window.StrideWidth;
        var name = $"DepthwiseConv2DInputGradient_{KernelText.Names(dx, dy)}_{WindowLoops.Name(layer.Window)}"
            + (strides == 1 ? "" : $"_phase{phase}");
        var part = strides == 1 ? "" : $": phase {phase} of the stride, {product.Rows}x{product.Columns} pixels that meet"
            + $" {product.Taps.Rows}x{product.Taps.Columns} taps";
        return DepthwiseKernel.Add(kernels, name, $"Gradient of the input {dx} from that of the output {dy}{part}.", product, tiling);
    }

    /// <summary>
    /// Adds <c>(float* x, float* dy, float* kernelGradient, [float* biasGradient,] nint imageStride, int count, int item)</c>; returns its
    /// name. Sums run over images, rows and columns in order.
    /// </summary>
    public static string WeightGradient(
        KernelSet kernels, DepthwiseConv2D layer, Tensor x, Tensor dy, DepthwiseOuterProduct product, DepthwiseOuterTiling tiling)
    {
        var name =
            $"DepthwiseConv2DWeightGradient_{KernelText.Names(x, dy)}_{WindowLoops.Name(layer.Window)}{(layer.UseBias ? "" : "_NoBias")}";
        return DepthwiseOuterKernel.Add(kernels, name,
            $"Gradient of the kernels of {layer.Window.Height}x{layer.Window.Width} of each channel of {x}.", product, tiling);
    }
}
