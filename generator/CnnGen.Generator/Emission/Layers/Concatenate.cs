using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Channels side by side, and apart again.</summary>
internal static class ConcatenateKernels
{
    /// <summary>
    /// Adds <c>(float* x0, float* x1, ..., float* y, nint imageStride, int count)</c>; returns its name. Lanes past y's channels become
    /// zero.
    /// </summary>
    public static string Forward(KernelSet kernels, EquatableArray<Tensor> inputs, Tensor y)
    {
        var name = $"Concatenate_{KernelText.List([.. inputs, y])}";
        string[] x = [.. inputs.Select((_, i) => $"x{i}")];
        return kernels.Add(name, w => KernelText.Write(
            w, $"Puts the channels of {string.Join(", ", inputs)} side by side.", name, [.. x, "y"], () =>
                Pixels(w, [.. inputs.Select((tensor, i) => (x[i], tensor)), ("y", y)], () =>
                {
                    var first = 0;
                    for (var i = 0; i < inputs.Count; i++)
                    {
                        KernelText.Copy(w, CodeWriter.At("yPixel", first), $"x{i}Pixel", inputs[i].Shape.Channels);
                        first += inputs[i].Shape.Channels;
                    }

                    ClearLanes(w, "yPixel", y);
                })));
    }

    /// <summary>
    /// Adds <c>(float* dx0, float* dx1, ..., float* dy, nint imageStride, int count)</c> for those gradients that are needed; returns its
    /// name. Lanes past their channels become zero.
    /// </summary>
    public static string Backward(KernelSet kernels, EquatableArray<ChannelPart> parts, Tensor dy)
    {
        var places = string.Join("_", parts.Select(part => part.First));
        var name = $"ConcatenateBackward_{places}_{KernelText.List([.. parts.Select(part => part.Dx), dy])}";
        string[] dx = [.. parts.Select((_, i) => $"dx{i}")];
        return kernels.Add(name, w => KernelText.Write(
            w, $"Gives channels of {dy} to what they came of.", name, [.. dx, "dy"], () =>
                Pixels(w, [.. parts.Select((part, i) => (dx[i], part.Dx)), ("dy", dy)], () =>
                {
                    for (var i = 0; i < parts.Count; i++)
                    {
                        var part = parts[i];
                        KernelText.Copy(w, $"dx{i}Pixel", CodeWriter.At("dyPixel", part.First), part.Dx.Shape.Channels);
                        ClearLanes(w, $"dx{i}Pixel", part.Dx);
                    }
                })));
    }

    private static void Pixels(CodeWriter w, (string Name, Tensor Tensor)[] operands, Action body)
    {
        var shape = operands[0].Tensor.Shape;
        using (w.Repeat("row", shape.Height, out var row))
        {
            foreach (var (name, tensor) in operands)
                w.Line($"var {name}Pixel = {new Operand(name, tensor).RowAt(row)};");
            var steps = string.Concat(operands.Select(operand => $", {operand.Name}Pixel += {operand.Tensor.ChannelStride}"));
            using (w.Repeat("column", shape.Width, out _, steps))
                body();
        }
    }

    private static void ClearLanes(CodeWriter w, string pixel, Tensor tensor)
    {
        if (tensor.ChannelStride > tensor.Shape.Channels)
            KernelText.Clear(w, CodeWriter.At(pixel, tensor.Shape.Channels), tensor.ChannelStride - tensor.Shape.Channels);
    }
}
