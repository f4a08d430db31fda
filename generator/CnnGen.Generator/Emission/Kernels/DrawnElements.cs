using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// Kernels that give each element random bits of its own by a function of the runtime. Elements are numbered in row, column, channel order
/// however they lie in memory.
/// </summary>
internal static class DrawnElements
{
    /// <summary>
    /// Writes a kernel <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>. Lanes past the
    /// channels become zero. y may be x.
    /// </summary>
    /// <param name="w">Receives the text.</param>
    /// <param name="isa">The vectors to use.</param>
    /// <param name="summary">What the kernel computes, one line.</param>
    /// <param name="name">Its name.</param>
    /// <param name="layer">The layer's number.</param>
    /// <param name="x">What is read.</param>
    /// <param name="y">What is written.</param>
    /// <param name="function">The runtime's function.</param>
    /// <param name="parameter">What it is told besides elements and key, as C#.</param>
    public static void Write(
        CodeWriter w, Isa isa, string summary, string name, int layer, Tensor x, Tensor y, string function, string parameter)
    {
        KernelText.Write(
            w, summary, name, [KernelPointer.Buffer("x"), KernelPointer.Buffer("y")],
            () =>
            {
                WriteKey(w, layer);
                WriteImage(w, x, y, (from, to, first, elements) =>
                    w.Line($"{function}<{isa.TypeArguments}>({from}, {to}, {first}, {elements}, {parameter}, in key);"));
            },
            more: Parameters);
    }

    /// <summary>What a kernel that draws is told besides its buffers.</summary>
    public const string Parameters = ", ulong seed, ulong step, int firstImage";

    /// <summary>Writes the key of the current image.</summary>
    public static void WriteKey(CodeWriter w, int layer) => w.Line($"var key = new DropoutKey(seed, step, {layer}, firstImage + image);");

    private static void WriteImage(CodeWriter w, Tensor x, Tensor y, Action<string, string, string, int> call)
    {
        var shape = x.Shape;
        var padding = y.ChannelStride - shape.Channels;
        if (x.IsDense && y.IsDense)
        {
            call("x", "y", "0", shape.Size);
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
                call("xRow", "yRow", CodeWriter.Times(row, shape.Width * shape.Channels), shape.Width * shape.Channels);
                return;
            }

            w.Line($"var element = {CodeWriter.Times(row, shape.Width * shape.Channels)};");
            var steps = $", element += {shape.Channels}, xRow += {x.ChannelStride}, yRow += {y.ChannelStride}";
            using (w.Repeat("column", shape.Width, out _, steps))
            {
                call("xRow", "yRow", "element", shape.Channels);
                KernelText.Clear(w, CodeWriter.At("yRow", shape.Channels), padding);
            }
        }
    }
}
