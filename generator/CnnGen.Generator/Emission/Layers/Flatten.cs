using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>A feature map as a vector and back, where the two do not lie alike in memory.</summary>
internal static class FlattenKernels
{
    /// <summary>
    /// Adds <c>(float* from, float* to, nint imageStride, int count)</c>; returns its name. One of the two is a vector, the other has the
    /// feature map's shape, or both have the same shape. Lanes past the channels become zero.
    /// </summary>
    public static string Copy(KernelSet kernels, Tensor from, Tensor to)
    {
        var name = $"Flatten_{KernelText.Name(from)}_{KernelText.Name(to)}";
        return kernels.Add(
            name, w => KernelText.Write(w, $"Copies {from} to {to} in row, column, channel order.", name, ["from", "to"], () =>
        {
            var map = from.Shape.IsFlat ? to.Shape : from.Shape;
            PixelCopy.Write(w, map, new("from", LayoutAs(map, from)), new("to", LayoutAs(map, to)));

            // A vector's own rounding comes after its last unit.
            if (to.Shape != map && to.ChannelStride > to.Shape.Channels)
                KernelText.Clear(w, CodeWriter.At("to", to.Origin + to.Shape.Channels), to.ChannelStride - to.Shape.Channels);
        }));
    }

    private static Layout LayoutAs(Graph.Shape map, Tensor tensor) =>
        tensor.Shape == map ? Layout.Of(tensor) : Layout.Dense(map, tensor.Origin);
}
