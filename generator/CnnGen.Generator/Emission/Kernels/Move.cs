using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Floats that go to other places.</summary>
internal static class Move
{
    /// <summary>Adds <c>(float* from, float* to, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Kernel(KernelSet kernels, MoveKernel move)
    {
        var to = move.To;
        var name = $"{move.Operation}_{KernelText.List(move.From, to)}";
        return kernels.Add(
            name, w => KernelText.Write(w, $"Moves the values of {move.From} to their places in {to}.", name, ["from", "to"], () =>
        {
            if (to.ChannelStride > to.Shape.Channels && move.Run % to.ChannelStride != 0)
            {
                using (w.Repeat("row", to.Shape.Height, out var row))
                {
                    w.Line($"var lanes = {CodeWriter.At(new Operand("to", to).RowAt(row), to.Shape.Channels)};");
                    using (w.Repeat("column", to.Shape.Width, out _, $", lanes += {to.ChannelStride}"))
                        KernelText.Clear(w, "lanes", to.ChannelStride - to.Shape.Channels);
                }
            }

            Loop(w, move, level: 0, CodeWriter.At("from", move.FromStart), CodeWriter.At("to", move.ToStart));
        }));
    }

    private static void Loop(CodeWriter w, MoveKernel move, int level, string from, string to)
    {
        if (level == move.Loops.Count)
        {
            if (move.Run == 1)
                w.Line($"{CodeWriter.Dereference(to)} = {CodeWriter.Dereference(from)};");
            else
                KernelText.Copy(w, to, from, move.Run);
            return;
        }

        var loop = move.Loops[level];
        w.Line($"var from{level} = {from};");
        w.Line($"var to{level} = {to};");
        var steps = (loop.FromStep == 0 ? "" : $", from{level} += {loop.FromStep}") + $", to{level} += {loop.ToStep}";
        using (w.Repeat($"i{level}", loop.Count, out _, steps))
            Loop(w, move, level + 1, $"from{level}", $"to{level}");
    }
}
