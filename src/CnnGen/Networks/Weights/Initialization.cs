using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// Gives parameters their first values. What is drawn is drawn as Keras' VarianceScaling does: every value is a function of seed, parameter
/// and index (Philox), computed with IEEE operations and our own logarithm only, so that a seed gives the same network on every machine.
/// </summary>
internal static unsafe class Initialization
{
    /// <summary>The fourth counter word's high half, apart from dropout's layers and shuffling.</summary>
    private const uint Stream = 0xFFFE;

    /// <summary>The standard deviation of a standard normal cut at -2 and 2.</summary>
    private const double CutDeviation = 0.87962566103423978;

    /// <summary>Values of a freshly made parameter, row-major in its public shape.</summary>
    public static void Fill(ParameterInfo info, int index, ulong seed, Span<float> values)
    {
        if (info.Initial is DrawnValue drawn)
            Draw(drawn, index, seed, values);
        else
            values.Fill(((ConstantValue)info.Initial).Value);
    }

    private static void Draw(DrawnValue drawn, int index, ulong seed, Span<float> values)
    {
        var (initializer, fanIn, fanOut) = (drawn.Initializer, (double)drawn.FanIn, (double)drawn.FanOut);
        var variance = initializer is Initializer.GlorotUniform or Initializer.GlorotNormal ? 2 / (fanIn + fanOut) : 2 / fanIn;
        var isUniform = initializer is Initializer.GlorotUniform or Initializer.HeUniform;
        var scale = isUniform ? Math.Sqrt(3 * variance) : Math.Sqrt(variance) / CutDeviation;

        var words = stackalloc uint[Philox.BlockWords];
        for (var i = 0; i < values.Length; i++)
        {
            if (i % Philox.BlockWords == 0)
                Philox.Blocks<Lanes1, float>(new PhiloxCounter((uint)(i / Philox.BlockWords), 0, (uint)index, Stream << 16), seed, words);
            // The middle of one of 2^24 equal cells of (0, 1): never 0, 0.5 or 1.
            var uniform = ((words[i % Philox.BlockWords] >> 8) + 0.5) / (1 << 24);
            values[i] = (float)(scale * (isUniform ? 2 * uniform - 1 : CutNormal(uniform)));
        }
    }

    /// <summary>A standard normal cut at two standard deviations, by its quantile function.</summary>
    private static double CutNormal(double uniform)
    {
        const double belowMinusTwo = 0.022750131948179207;
        return NormalQuantile(belowMinusTwo + uniform * (1 - 2 * belowMinusTwo));
    }

    /// <summary>Algorithm AS 241, PPND7 (Wichura, 1988), for probabilities in (1e-7, 1 - 1e-7); about seven digits.</summary>
    private static double NormalQuantile(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - q * q;
            return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }

        var tail = Math.Sqrt(-Elementary.Log<Lanes1, float>((float)(q < 0 ? p : 1 - p))) - 1.6;
        var x = (((0.17023821103 * tail + 1.3067284816) * tail + 2.7568153900) * tail + 1.4234372777)
            / ((0.12021132975 * tail + 0.73700164250) * tail + 1);
        return q < 0 ? -x : x;
    }
}
