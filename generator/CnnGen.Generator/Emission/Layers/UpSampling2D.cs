using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>The gradient of repeated pixels, and interpolation between pixels.</summary>
internal static class UpSampling2DKernels
{
    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Gradients of copies are summed in row, column
    /// order.
    /// </summary>
    public static string RepeatBackward(KernelSet kernels, UpSampling2D layer, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(dx.BlockLanes);
        var window = new Window(layer.Rows, layer.Columns, layer.Rows, layer.Columns, PadTop: 0, PadLeft: 0);
        var name = $"UpSampling2DBackward_{KernelText.List(dx, dy)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Sums the gradients of the copies of pixels of {dx}.", name, ["dx", "dy"], () =>
        {
            var windows = new WindowLoops(isa, window, new() { ["dy"] = dy }, new() { ["dx"] = dx });
            windows.Write(w, taps =>
            {
                w.Line($"var sum = {(taps.IsUnrolled ? isa.Load(taps.First("dy")) : isa.Zero)};");
                taps.ForEach(w, taps.IsUnrolled, at => w.Line($"sum += {isa.Load(at("dy"))};"));
                w.Line(isa.Store("sum", windows.Output("dx")));
            });
        }));
    }

    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Bilinear(KernelSet kernels, UpSampling2D layer, Tensor x, Tensor y)
    {
        var isa = kernels.Isa.For(x.BlockLanes);
        var name = $"Bilinear_{KernelText.List(x, y)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Interpolates between the pixels of {x}.", name, ["x", "y"], () =>
            Pixels(w, isa, layer, ("x", x), ("y", y), (taps, channel) =>
            {
                w.Line($"var value = {isa.Load(taps[0].At + channel)} * {isa.Broadcast(taps[0].Weight)};");
                foreach (var (at, weight) in taps.Skip(1))
                    w.Line($"value = {isa.MultiplyAdd(isa.Load(at + channel), isa.Broadcast(weight), "value")};");
                w.Line(isa.Store("value", $"yPixel{channel}"));
            })));
    }

    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Each pixel's shares are summed in the order of
    /// dy's pixels.
    /// </summary>
    public static string BilinearBackward(KernelSet kernels, UpSampling2D layer, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(dx.BlockLanes);
        var name = $"BilinearBackward_{KernelText.List(dx, dy)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Shares gradients among the pixels of {dx} that were interpolated between.", name, ["dx", "dy"], () =>
        {
            using (w.Repeat("row", dx.Shape.Height, out var row))
                KernelText.Clear(w, new Operand("dx", dx).RowAt(row), dx.Shape.Width * dx.ChannelStride);
            Pixels(w, isa, layer, ("dx", dx), ("dy", dy), (taps, channel) =>
            {
                w.Line($"var gradient = {isa.Load($"dyPixel{channel}")};");
                // At the edges two of them are one pixel, so each is stored before the next is loaded.
                foreach (var (at, weight) in taps)
                    w.Line(isa.Store(isa.MultiplyAdd("gradient", isa.Broadcast(weight), isa.Load(at + channel)), at + channel));
            });
        }));
    }

    /// <summary>Walks the pixels of the larger tensor.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">One vector is (a part of) a pixel's channels.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="small">What is interpolated between.</param>
    /// <param name="large">What is walked.</param>
    /// <param name="body">Writes what happens to one vector, given the addresses and the weights of the pixels around it, and what to add
    /// to a pixel's address for the vector.</param>
    private static void Pixels(CodeWriter w, Isa isa, UpSampling2D layer, (string Name, Tensor Tensor) small,
        (string Name, Tensor Tensor) large, Action<List<(string At, string Weight)>, string> body)
    {
        var (x, y) = (small.Tensor, large.Tensor);
        using (w.Repeat("row", y.Shape.Height, out var row))
        {
            var rows = Axis(w, "row", row, layer.Rows, x.Shape.Height, x.RowStride);
            w.Line($"var {large.Name}Pixel = {new Operand(large.Name, y).RowAt(row)};");
            using (w.Repeat("column", y.Shape.Width, out var column, $", {large.Name}Pixel += {y.ChannelStride}"))
            {
                var columns = Axis(w, "column", column, layer.Columns, x.Shape.Width, x.ChannelStride);
                var taps = new List<(string At, string Weight)>();
                foreach (var (rowOffset, rowWeight) in rows)
                {
                    foreach (var (columnOffset, columnWeight) in columns)
                    {
                        var number = taps.Count;
                        w.Line($"var at{number} = {CodeWriter.At(small.Name, x.Origin)} + {rowOffset} + {columnOffset};");
                        w.Line($"var weight{number} = {rowWeight} * {columnWeight};");
                        taps.Add(($"at{number}", $"weight{number}"));
                    }
                }

                using (KernelText.Channels(w, isa, y.ChannelStride, out var channel))
                    body(taps, channel);
            }
        }
    }

    /// <summary>
    /// The floats to the one or two inputs along an axis that an output lies between, and their weights. Positions are counted in halves of
    /// an output, from one input before the first.
    /// </summary>
    private static (string Offset, string Weight)[] Axis(CodeWriter w, string name, string index, int size, int inputs, int step)
    {
        if (size == 1)
            return [(CodeWriter.Times(index, step), "1f")];
        if (inputs == 1)
            return [("0", "1f")];
        w.Line($"var {name}Place = {CodeWriter.Times(index, 2)} + {size + 1};");
        w.Line($"var {name}Before = {name}Place / {2 * size} - 1;");
        w.Line($"var {name}Weight = {name}Place % {2 * size} / {2 * size}f;");
        return
        [
            ($"int.Max({name}Before, 0) * {step}", $"(1f - {name}Weight)"),
            ($"int.Min({name}Before + 1, {inputs - 1}) * {step}", $"{name}Weight"),
        ];
    }
}
