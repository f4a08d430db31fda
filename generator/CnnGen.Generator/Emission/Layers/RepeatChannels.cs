using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// Copies of channels side by side, before a depthwise convolution with several kernels per channel; one float at a time.
/// </summary>
internal static class RepeatChannelsKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. Lanes past y's channels become zero.
    /// </summary>
    public static string Forward(KernelSet kernels, RepeatChannels layer, Tensor x, Tensor y)
    {
        var name = $"RepeatChannels_{KernelText.Names(x, y)}";
        return kernels.Add(name, w =>
            KernelText.Write(
                w, $"Each channel of {x} {layer.Times} times.", name, ["x", "y"], () => Pixels(w, ("x", x), ("y", y), "y", y, () =>
        {
            w.Line($"var value = xPixel[channel];");
            using (Copies(w, layer, first: 0))
                w.Line($"yPixel[channel * {layer.Times} + copy] = value;");
        })));
    }

    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Gradients of copies are summed in order; lanes
    /// past dx's channels become zero.
    /// </summary>
    public static string Backward(KernelSet kernels, RepeatChannels layer, Tensor dx, Tensor dy)
    {
        var name = $"RepeatChannelsBackward_{KernelText.Names(dx, dy)}";
        return kernels.Add(name, w =>
            KernelText.Write(w, $"Sums the gradients of the {layer.Times} copies of each channel of {dx}.", name, ["dx", "dy"], () =>
                Pixels(w, ("dx", dx), ("dy", dy), "dx", dx, () =>
        {
            w.Line($"var sum = dyPixel[channel * {layer.Times}];");
            using (Copies(w, layer, first: 1))
                w.Line($"sum += dyPixel[channel * {layer.Times} + copy];");
            w.Line("dxPixel[channel] = sum;");
        })));
    }

    private static CodeWriter.Block Copies(CodeWriter w, RepeatChannels layer, int first) =>
        w.Open($"for (nint copy = {first}; copy < {layer.Times}; copy++)");

    /// <summary>
    /// Walks the pixels and, in each, the channels of the first tensor; then zeroes the lanes past the channels of the written one.
    /// </summary>
    private static void Pixels(CodeWriter w, (string Name, Tensor Tensor) single, (string Name, Tensor Tensor) repeated, string written,
        Tensor padded, Action body)
    {
        var shape = single.Tensor.Shape;
        using (w.Repeat("row", shape.Height, out var row))
        {
            foreach (var (name, tensor) in new[] { single, repeated })
                w.Line($"var {name}Pixel = {new Operand(name, tensor).RowAt(row)};");
            var steps = $", {single.Name}Pixel += {single.Tensor.ChannelStride}, {repeated.Name}Pixel += {repeated.Tensor.ChannelStride}";
            using (w.Repeat("column", shape.Width, out _, steps))
            {
                using (w.Open($"for (nint channel = 0; channel < {shape.Channels}; channel++)"))
                    body();
                if (padded.ChannelStride > padded.Shape.Channels)
                {
                    KernelText.Clear(
                        w, CodeWriter.At($"{written}Pixel", padded.Shape.Channels), padded.ChannelStride - padded.Shape.Channels);
                }
            }
        }
    }
}
