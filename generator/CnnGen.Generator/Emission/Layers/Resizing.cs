using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>A feature map in another size, with half-pixel centres.</summary>
internal static class ResizingKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Forward(KernelSet kernels, Resizing layer, Tensor x, Tensor y)
    {
        var isa = kernels.Isa.For(x.BlockLanes);
        var name = $"{layer.Interpolation}_{KernelText.List(x, y)}";
        var what = layer.Interpolation == Interpolation.Nearest ? "Takes the nearest of" : "Interpolates between";
        return kernels.Add(name, w => KernelText.Write(w, $"{what} the pixels of {x}.", name, ["x", "y"], () =>
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
    public static string Backward(KernelSet kernels, Resizing layer, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(dx.BlockLanes);
        var name = $"{layer.Interpolation}Backward_{KernelText.List(dx, dy)}";
        var what = layer.Interpolation == Interpolation.Nearest ? "taken" : "interpolated between";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Shares gradients among the pixels of {dx} that were {what}.", name, ["dx", "dy"], () =>
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

    /// <summary>Walks the pixels of the output.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">One vector is (a part of) a pixel's channels.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">What the pixels are made of.</param>
    /// <param name="output">What is walked.</param>
    /// <param name="body">Writes what happens to one vector, given the addresses and the weights of the pixels that it is made of, and what
    /// to add to a pixel's address for the vector.</param>
    private static void Pixels(CodeWriter w, Isa isa, Resizing layer, (string Name, Tensor Tensor) input,
        (string Name, Tensor Tensor) output, Action<List<(string At, string Weight)>, string> body)
    {
        var (x, y) = (input.Tensor, output.Tensor);
        using (w.Repeat("row", y.Shape.Height, out var row))
        {
            var rows = Axis(w, layer.Interpolation, "row", row, (x.Shape.Height, y.Shape.Height), x.RowStride);
            w.Line($"var {output.Name}Pixel = {new Operand(output.Name, y).RowAt(row)};");
            using (w.Repeat("column", y.Shape.Width, out var column, $", {output.Name}Pixel += {y.ChannelStride}"))
            {
                var columns = Axis(w, layer.Interpolation, "column", column, (x.Shape.Width, y.Shape.Width), x.ChannelStride);
                var taps = new List<(string At, string Weight)>();
                foreach (var (rowOffset, rowWeight) in rows)
                {
                    foreach (var (columnOffset, columnWeight) in columns)
                    {
                        var number = taps.Count;
                        w.Line($"var at{number} = {CodeWriter.At(input.Name, x.Origin)} + {rowOffset} + {columnOffset};");
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
    /// The floats to the one or two inputs along an axis that an output is made of, and their weights. Places are counted in whole numbers:
    /// from an input to the next it is twice the outputs, from an output to the next twice the inputs, both without common divisors.
    /// </summary>
    private static (string Offset, string Weight)[] Axis(
        CodeWriter w, Interpolation interpolation, string name, string index, (int Inputs, int Outputs) extents, int step)
    {
        if (extents.Inputs == extents.Outputs)
            return [(CodeWriter.Times(index, step), "1f")];
        if (extents.Inputs == 1)
            return [("0", "1f")];
        var common = CommonDivisor(extents.Inputs, extents.Outputs);
        var (inputs, outputs) = (extents.Inputs / common, extents.Outputs / common);
        // From one input before the first on, where two are interpolated between, so that none is less than 0.
        var first = interpolation == Interpolation.Nearest ? inputs : inputs + outputs;
        var isLong = (2L * extents.Outputs * inputs) + outputs > int.MaxValue;
        w.Line($"var {name}Place = {(isLong ? "(long)" : "")}{CodeWriter.Times(index, 2 * inputs)} + {first};");
        var before = isLong ? $"(int)({name}Place / {2 * outputs})" : $"{name}Place / {2 * outputs}";
        if (interpolation == Interpolation.Nearest)
            return [($"{before} * {step}", "1f")];
        w.Line($"var {name}Before = {before} - 1;");
        w.Line($"var {name}Weight = {name}Place % {2 * outputs} / {2 * outputs}f;");
        return
        [
            ($"int.Max({name}Before, 0) * {step}", $"(1f - {name}Weight)"),
            ($"int.Min({name}Before + 1, {extents.Inputs - 1}) * {step}", $"{name}Weight"),
        ];
    }

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
