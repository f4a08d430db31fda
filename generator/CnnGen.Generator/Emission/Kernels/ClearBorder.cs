using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Zeroes what surrounds a feature map and nothing else, for windows that reach past its edges.</summary>
internal static class ClearBorder
{
    /// <summary>Adds <c>(float* t, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Kernel(KernelSet kernels, Tensor t)
    {
        var name = $"ClearBorder_{KernelText.Name(t)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Zeroes the border of {t}.", name, ["t"], () =>
        {
            // The right border of a row and the left one of the next lie side by side.
            var sides = (t.Border.Left + t.Border.Right) * t.ChannelStride;
            var end = t.Offset(t.Shape.Height - 1, t.Shape.Width);
            if (t.Origin > 0)
                KernelText.Clear(w, "t", t.Origin);
            if (sides > 0 && t.Shape.Height > 1)
            {
                using (w.Open($"for (var row = 0; row < {t.Shape.Height - 1}; row++)"))
                    KernelText.Clear(w, $"{CodeWriter.At("t", t.Offset(0, t.Shape.Width))} + row * {t.RowStride}", sides);
            }

            if (t.Floats > end)
                KernelText.Clear(w, CodeWriter.At("t", end), t.Floats - end);
        }));
    }
}
