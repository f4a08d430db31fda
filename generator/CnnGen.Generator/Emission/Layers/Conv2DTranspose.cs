using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Zeros between the pixels of a map, pixel by pixel.</summary>
internal static class StretchKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Forward(KernelSet kernels, Stretch layer, Tensor x, Tensor y)
    {
        var name = $"Stretch_{KernelText.Names(x, y)}_stride{layer.StrideHeight}x{layer.StrideWidth}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"The pixels of {x}, {layer.StrideHeight} rows and {layer.StrideWidth} columns apart, zeros between them.", name, ["x", "y"],
            () =>
        {
            using (w.Open($"for (nint row = 0; row < {y.Shape.Height}; row++)"))
            {
                KernelText.Clear(w, $"{CodeWriter.At("y", y.Origin)} + row * {y.RowStride}", y.Shape.Width * y.ChannelStride);
            }

            Pixels(w, layer, x, ("y", y), ("x", x));
        }));
    }

    /// <summary>Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Backward(KernelSet kernels, Stretch layer, Tensor dx, Tensor dy)
    {
        var name = $"StretchBackward_{KernelText.Names(dx, dy)}_stride{layer.StrideHeight}x{layer.StrideWidth}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"The gradients of the pixels of {dx}, without those of the zeros between them.", name, ["dx", "dy"],
            () => Pixels(w, layer, dx, ("dx", dx), ("dy", dy))));
    }

    /// <summary>Copies pixels between the narrow map and the stretched one.</summary>
    private static void Pixels(
        CodeWriter w, Stretch layer, Tensor narrow, (string Name, Tensor Tensor) to, (string Name, Tensor Tensor) from)
    {
        using (w.Open($"for (nint row = 0; row < {narrow.Shape.Height}; row++)"))
        using (w.Open($"for (nint column = 0; column < {narrow.Shape.Width}; column++)"))
            KernelText.Copy(w, At(to), At(from), narrow.ChannelStride);

        string At((string Name, Tensor Tensor) side)
        {
            var (rows, columns) = side.Tensor == narrow ? (1, 1) : (layer.StrideHeight, layer.StrideWidth);
            return $"{CodeWriter.At(side.Name, side.Tensor.Origin)} + row * {rows * side.Tensor.RowStride}"
                + $" + column * {columns * side.Tensor.ChannelStride}";
        }
    }
}
