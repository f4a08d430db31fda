using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Calls of the runtime's functions of a row for the channels of each pixel: softmax and its kin.</summary>
internal static class ChannelRows
{
    /// <summary>Writes the calls for one image.</summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The vectors to use.</param>
    /// <param name="shape">The shape of all operands.</param>
    /// <param name="function">The function, which takes a pointer for each operand and the number of channels.</param>
    /// <param name="operands">What it is given; what it writes comes last.</param>
    /// <param name="isGradient">Whether that is a gradient, whose lanes past the channels are zeroed.</param>
    /// <param name="more">Arguments after the number of channels, as C#.</param>
    public static void Write(
        CodeWriter w, Isa isa, Shape shape, string function, Operand[] operands, bool isGradient, string more = "")
    {
        using (shape.Height == 1 ? (CodeWriter.Block?)null : w.Open($"for (var row = 0; row < {shape.Height}; row++)"))
        using (shape.Width == 1 ? (CodeWriter.Block?)null : w.Open($"for (var column = 0; column < {shape.Width}; column++)"))
        {
            var pixels = operands.Select(operand => CodeWriter.Plus(
                operand.RowAt(shape.Height == 1 ? "0" : "row"),
                CodeWriter.Times(shape.Width == 1 ? "0" : "column", operand.Layout.PixelStride))).ToList();
            w.Line($"{function}<{isa.TypeArguments}>({string.Join(", ", pixels)}, {shape.Channels}{more});");
            var padding = operands[^1].Layout.PixelStride - shape.Channels;
            if (isGradient && padding > 0)
                KernelText.Clear(w, CodeWriter.Plus(pixels[^1], $"{shape.Channels}"), padding);
        }
    }
}
