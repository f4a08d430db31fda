using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// y = x * scale + shift where it is not part of loading the input; one float at a time. Scale and shift have one value per element or
/// channel, as the layer's axis says. Lanes past the channels become zero.
/// </summary>
internal static class NormalizationKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* scale, float* shift, float* y, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string Forward(KernelSet kernels, Normalization layer, Tensor x, Tensor y)
    {
        var name = $"Normalize{layer.Axis}_{KernelText.Names(x, y)}";
        KernelPointer[] pointers =
            [KernelPointer.Buffer("x"), KernelPointer.Shared("scale"), KernelPointer.Shared("shift"), KernelPointer.Buffer("y")];
        return kernels.Add(name, w => KernelText.Write(w, $"y = x * scale + shift for {x}.", name, pointers, () =>
            Write(w, layer, new("x", x), new("y", y), at =>
                kernels.Isa.For(1).MultiplyAdd("xPixel[channel]", $"scale[{at}]", $"shift[{at}]"))));
    }

    /// <summary>
    /// Adds <c>(float* dy, float* scale, float* dx, nint imageStride, int count)</c>, dx = dy * scale; returns its name.
    /// </summary>
    public static string Backward(KernelSet kernels, Normalization layer, Tensor dx, Tensor dy)
    {
        var name = $"Normalize{layer.Axis}Backward_{KernelText.Names(dx, dy)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("dy"), KernelPointer.Shared("scale"), KernelPointer.Buffer("dx")];
        return kernels.Add(name, w => KernelText.Write(w, $"dx = dy * scale for {dx}.", name, pointers, () =>
            Write(w, layer, new("dy", dy), new("dx", dx), at => $"dyPixel[channel] * scale[{at}]")));
    }

    /// <summary>Writes the walk over the values of an image.</summary>
    /// <param name="w">Receives it.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="from">What is read.</param>
    /// <param name="to">What is written.</param>
    /// <param name="value">What a value becomes, given the index of its factor.</param>
    private static void Write(CodeWriter w, Normalization layer, Operand from, Operand to, Func<string, string> value)
    {
        var perElement = layer.Axis == NormalizationAxis.Element;
        var shape = layer.OutputShape;
        var (input, output) = ($"{from.Name}Pixel", $"{to.Name}Pixel");
        var (inputStride, outputStride) = (from.Layout.PixelStride, to.Layout.PixelStride);
        using (w.Repeat("row", shape.Height, out var row))
        {
            w.Line($"var {input} = {from.RowAt(row)};");
            w.Line($"var {output} = {to.RowAt(row)};");
            if (perElement)
                w.Line($"var element = {CodeWriter.Times(row, shape.Width * shape.Channels)};");
            var element = perElement ? $", element += {shape.Channels}" : "";
            using (w.Repeat("column", shape.Width, out _, $", {input} += {inputStride}, {output} += {outputStride}{element}"))
            {
                using (w.Open($"for (var channel = 0; channel < {shape.Channels}; channel++)"))
                    w.Line($"{output}[channel] = {value(perElement ? "element + channel" : "channel")};");
                if (outputStride > shape.Channels)
                    KernelText.Clear(w, CodeWriter.At(output, shape.Channels), outputStride - shape.Channels);
            }
        }
    }
}
