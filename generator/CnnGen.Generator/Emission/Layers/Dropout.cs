using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Inverted dropout; the mask is computed from its key, forward and backward, and never stored.</summary>
internal static class DropoutKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>; returns its name.
    /// The same kernel on gradients is the backward pass. Elements are numbered in row, column, channel order however they lie in memory;
    /// lanes past the channels become zero. y may be x.
    /// </summary>
    public static string Apply(KernelSet kernels, Dropout layer, Tensor x, Tensor y)
    {
        var name = $"Dropout{layer.Index}_{KernelText.Names(x, y)}";
        var summary = $"Drops values of {x} with probability {CodeWriter.Literal(layer.Rate).TrimEnd('d')} and scales the others up.";
        return kernels.Add(name, w => KernelText.Write(
            w,
            summary,
            name,
            [KernelPointer.Buffer("x"), KernelPointer.Buffer("y")],
            () => Image(w, kernels.Isa, layer, x, y),
            more: ", ulong seed, ulong step, int firstImage"));
    }

    private static void Image(CodeWriter w, Isa isa, Dropout layer, Tensor x, Tensor y)
    {
        var shape = x.Shape;
        var padding = y.ChannelStride - shape.Channels;
        w.Line($"var key = new DropoutKey(seed, step, {layer.Index}, firstImage + image);");
        if (x.IsDense && y.IsDense)
        {
            Call(w, isa, layer, "x", "y", "0", shape.Size);
            if (padding > 0)
                KernelText.Clear(w, CodeWriter.At("y", shape.Channels), padding);
            return;
        }

        using (w.Repeat("row", shape.Height, out var row))
        {
            w.Line($"var xRow = {new Operand("x", x).RowAt(row)};");
            w.Line($"var yRow = {new Operand("y", y).RowAt(row)};");
            if (padding == 0)
            {
                Call(w, isa, layer, "xRow", "yRow", CodeWriter.Times(row, shape.Width * shape.Channels), shape.Width * shape.Channels);
                return;
            }

            w.Line($"var element = {CodeWriter.Times(row, shape.Width * shape.Channels)};");
            var steps = $", element += {shape.Channels}, xRow += {x.ChannelStride}, yRow += {y.ChannelStride}";
            using (w.Repeat("column", shape.Width, out _, steps))
            {
                Call(w, isa, layer, "xRow", "yRow", "element", shape.Channels);
                KernelText.Clear(w, CodeWriter.At("yRow", shape.Channels), padding);
            }
        }
    }

    private static void Call(CodeWriter w, Isa isa, Dropout layer, string x, string y, string first, int elements) =>
        w.Line($"Dropout.Apply<{isa.TypeArguments}>({x}, {y}, {first}, {elements}, {CodeWriter.Literal(layer.Rate)}, in key);");
}
