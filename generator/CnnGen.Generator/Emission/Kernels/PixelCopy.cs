using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Copies a feature map from one layout to another: in the longest pieces that lie without gaps on both sides.</summary>
internal static class PixelCopy
{
    /// <summary>Writes the copy of one image. Lanes past the channels are not read, and zeroed where it writes.</summary>
    public static void Write(CodeWriter w, Shape shape, Operand from, Operand to)
    {
        var rowFloats = shape.Width * shape.Channels;
        var gapless = from.Layout.PixelStride == shape.Channels && to.Layout.PixelStride == shape.Channels;
        if (gapless && from.Layout.RowStride == rowFloats && to.Layout.RowStride == rowFloats)
        {
            KernelText.Copy(w, At(to), At(from), shape.Height * rowFloats);
        }
        else if (shape.Height * shape.Width == 1)
        {
            Pixel(w, shape.Channels, At(from), At(to), to.Layout.PixelStride);
        }
        else if (gapless)
        {
            using (w.Repeat("row", shape.Height, out var row))
                KernelText.Copy(w, to.RowAt(row), from.RowAt(row), rowFloats);
        }
        else
        {
            using (w.Repeat("row", shape.Height, out var row))
            {
                w.Line($"var {from.Row} = {from.RowAt(row)};");
                w.Line($"var {to.Row} = {to.RowAt(row)};");
                var steps = $", {from.Row} += {from.Layout.PixelStride}, {to.Row} += {to.Layout.PixelStride}";
                using (w.Repeat("column", shape.Width, out _, steps))
                    Pixel(w, shape.Channels, from.Row, to.Row, to.Layout.PixelStride);
            }
        }
    }

    private static string At(Operand operand) => CodeWriter.At(operand.Name, operand.Layout.Origin);

    private static void Pixel(CodeWriter w, int channels, string from, string to, int stride)
    {
        KernelText.Copy(w, to, from, channels);
        if (stride > channels)
            KernelText.Clear(w, CodeWriter.At(to, channels), stride - channels);
    }
}
