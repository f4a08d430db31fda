using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// Maximum over groups of neighbouring channels. A group's channels lie side by side, so vectors are put together from single floats; four
/// lanes are as many as that pays for, and channels that do not fill them are done one by one.
/// </summary>
internal static class DepthMaxPoolKernels
{
    private const int Lanes = 4;

    // Larger groups are loops.
    private const int UnrolledTaps = 16;

    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. Lanes past y's channels become zero.
    /// </summary>
    public static string Forward(KernelSet kernels, DepthMaxPool layer, Tensor x, Tensor y)
    {
        var size = layer.PoolSize;
        var name = $"DepthMaxPool_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Maximum over groups of {size} channels of {x}.", name, ["x", "y"], () =>
            Pixels(w, kernels.Isa, size, [("x", x), ("y", y)], "y", isa =>
            {
                w.Line($"var tap = {Taps(isa, size, "0")};");
                w.Line("var max = tap;");
                ForEachTap(w, first: 1, size, k =>
                {
                    w.Line($"tap = {Taps(isa, size, k)};");
                    w.Line($"max = {isa.Max("max", "tap")};");
                });

                w.Line(isa.Store("max", "yPixel + channel"));
            })));
    }

    /// <summary>
    /// Adds <c>(float* x, float* y, float* dx, float* dy, nint imageStride, int count)</c>; returns its name. The gradient goes to the
    /// first maximum of each group; lanes past x's channels become zero.
    /// </summary>
    public static string Backward(KernelSet kernels, DepthMaxPool layer, Tensor x, Tensor y, Tensor dx, Tensor dy)
    {
        var size = layer.PoolSize;
        var name = $"DepthMaxPoolBackward_{KernelText.Names(x, y, dx, dy)}";
        var summary = $"Gives the gradient of {y} to the first maximum of each group of {size} channels.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["x", "y", "dx", "dy"], () =>
            Pixels(w, kernels.Isa, size, [("x", x), ("dx", dx), ("y", y), ("dy", dy)], "dx", isa =>
            {
                w.Line($"var max = {isa.Load("yPixel + channel")};");
                w.Line($"var gradient = {isa.Load("dyPixel + channel")};");
                w.Line($"{isa.Type} tap, share;");
                ForEachTap(w, first: 0, size, k =>
                {
                    // The first maximum takes the gradient; the channels after it find zero.
                    w.Line($"tap = {Taps(isa, size, k)};");
                    w.Line($"share = {isa.SelectCopy("tap", "max", "gradient", isa.Zero)};");
                    w.Line($"gradient = {isa.SelectCopy("tap", "max", isa.Zero, "gradient")};");
                    for (var lane = 0; lane < isa.Lanes; lane++)
                        w.Line($"dxGroup[{Index(k, lane * size)}] = {(isa.IsScalar ? "share" : $"share[{lane}]")};");
                });
            })));
    }

    /// <summary>Walks pixels and groups; <paramref name="written"/> is the tensor whose lanes past the channels are zeroed.</summary>
    private static void Pixels(CodeWriter w, Isa widest, int size, (string Name, Tensor Tensor)[] tensors, string written, Action<Isa> body)
    {
        var shape = tensors[0].Tensor.Shape;
        var channels = shape.Channels / size;
        using (w.Repeat("row", shape.Height, out var row))
        {
            foreach (var (name, tensor) in tensors)
                w.Line($"var {name}Pixel = {new Operand(name, tensor).RowAt(row)};");
            var steps = tensors.Select(tensor => $", {tensor.Name}Pixel += {tensor.Tensor.ChannelStride}");
            using (w.Repeat("column", shape.Width, out _, string.Concat(steps)))
            {
                var isa = widest.For(Lanes);
                var vectorized = channels / isa.Lanes * isa.Lanes;
                Groups(isa, 0, vectorized);
                Groups(widest.For(1), vectorized, channels);

                var (last, padded) = tensors.Single(tensor => tensor.Name == written);
                if (padded.ChannelStride > padded.Shape.Channels)
                    KernelText.Clear(w, CodeWriter.At($"{last}Pixel", padded.Shape.Channels), padded.ChannelStride - padded.Shape.Channels);
            }
        }

        void Groups(Isa isa, int first, int end)
        {
            if (first == end)
                return;
            using (w.Open($"for (nint channel = {first}; channel < {end}; channel += {isa.Lanes})"))
            {
                foreach (var (name, _) in tensors.Where(tensor => tensor.Tensor.Shape == shape))
                    w.Line($"var {name}Group = {name}Pixel + {CodeWriter.Times("channel", size)};");
                body(isa);
            }
        }
    }

    private static void ForEachTap(CodeWriter w, int first, int size, Action<string> write)
    {
        if (size <= UnrolledTaps)
        {
            for (var k = first; k < size; k++)
                write($"{k}");
            return;
        }

        using (w.Open($"for (var k = {first}; k < {size}; k++)"))
            write("k");
    }

    /// <summary>Channel <paramref name="k"/> of as many groups as there are lanes.</summary>
    private static string Taps(Isa isa, int size, string k)
    {
        var taps = Enumerable.Range(0, isa.Lanes).Select(lane => $"xGroup[{Index(k, lane * size)}]");
        return isa.IsScalar ? taps.Single() : $"{isa.Class}.Create({string.Join(", ", taps)})";
    }

    private static string Index(string k, int offset) =>
        int.TryParse(k, out var literal) ? $"{literal + offset}" : CodeWriter.Sum(k, offset);
}
