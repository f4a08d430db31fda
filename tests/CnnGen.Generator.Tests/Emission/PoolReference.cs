using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>Pooling in double precision on dense images, written without regard to speed.</summary>
internal static class PoolReference
{
    /// <summary>The inputs under each output's window, in row, column order: (index of the output, indices of its taps).</summary>
    private static IEnumerable<(int Output, List<int> Taps)> Windows(Shape x, Shape y, Window window)
    {
        for (var image = 0; image < KernelCase.Images; image++)
        {
            for (var output = 0; output < y.Size; output++)
            {
                var (row, column, channel) = (output / y.Channels / y.Width, output / y.Channels % y.Width, output % y.Channels);
                var taps = new List<int>();
                for (var tap = 0; tap < window.Height * window.Width; tap++)
                {
                    var r = (row * window.StrideHeight) - window.PadTop + (tap / window.Width);
                    var c = (column * window.StrideWidth) - window.PadLeft + (tap % window.Width);
                    if (r >= 0 && r < x.Height && c >= 0 && c < x.Width)
                        taps.Add((image * x.Size) + (((r * x.Width) + c) * x.Channels) + channel);
                }

                yield return ((image * y.Size) + output, taps);
            }
        }
    }

    public static double[] Max(float[] values, Shape x, Shape y, Window window) =>
        [.. Windows(x, y, window).Select(w => (double)values[Winner(values, w.Taps)])];

    public static double[] MaxGradient(float[] values, float[] gradient, Shape x, Shape y, Window window)
    {
        var dx = new double[x.Size * KernelCase.Images];
        foreach (var (output, taps) in Windows(x, y, window))
            dx[Winner(values, taps)] += gradient[output];
        return dx;
    }

    public static double[] Average(float[] values, Shape x, Shape y, Window window) =>
        [.. Windows(x, y, window).Select(w => w.Taps.Average(tap => (double)values[tap]))];

    public static double[] AverageGradient(float[] gradient, Shape x, Shape y, Window window)
    {
        var dx = new double[x.Size * KernelCase.Images];
        foreach (var (output, taps) in Windows(x, y, window))
            taps.ForEach(tap => dx[tap] += (double)gradient[output] / taps.Count);
        return dx;
    }

    /// <summary>The first NaN or, where there is none, the first of the greatest.</summary>
    private static int Winner(float[] values, List<int> taps)
    {
        var nan = taps.FindIndex(tap => float.IsNaN(values[tap]));
        return nan >= 0 ? taps[nan] : taps.MaxBy(tap => values[tap]);
    }
}
