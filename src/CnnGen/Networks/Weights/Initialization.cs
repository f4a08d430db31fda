using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// Gives parameters their first values. Formulas are those of Keras' initializers: every value is a function of seed, parameter and index
/// (Philox), computed with IEEE operations and our own logarithm only, so that a seed gives the same network on every machine.
/// </summary>
internal static unsafe class Initialization
{
    /// <summary>The fourth counter word's high half, apart from dropout's layers and shuffling.</summary>
    private const uint Stream = 0xFFFE;

    /// <summary>The standard deviation of a standard normal cut at -2 and 2.</summary>
    private const double CutDeviation = 0.87962566103423978;

    /// <summary>Values of a freshly made parameter, row-major in its public shape.</summary>
    /// <param name="info">The parameter.</param>
    /// <param name="index">Its place among those of the network.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="values">Receives them.</param>
    /// <param name="memory">Gives room to compute in.</param>
    public static void Fill(ParameterInfo info, int index, ulong seed, Span<float> values, NetworkMemory memory)
    {
        switch (info.Initial)
        {
            case DrawnValue { Initializer: Initializer.Orthogonal } drawn:
                FillOrthogonal(drawn, info.Shape[^1], index, seed, values, memory);
                break;
            case DrawnValue { Initializer: Initializer.Identity } drawn:
                values.Clear();
                for (var i = 0; i < Math.Min(info.Shape[0], info.Shape[1]); i++)
                    values[i * info.Shape[1] + i] = (float)drawn.Value;
                break;
            case DrawnValue drawn:
                Draw(drawn, index, seed, values);
                break;
            case var constant:
                values.Fill(((ConstantValue)constant).Value);
                break;
        }
    }

    private static void Draw(DrawnValue drawn, int index, ulong seed, Span<float> values)
    {
        var (scale, distribution) = (ScaleOf(drawn), DistributionOf(drawn.Initializer));
        var words = stackalloc uint[Philox.BlockWords];
        for (var i = 0; i < values.Length; i++)
        {
            var uniform = Uniform(i, index, seed, words);
            values[i] = (float)(drawn.Mean + scale * distribution switch
            {
                Distribution.Uniform => 2 * uniform - 1,
                Distribution.CutNormal => CutNormal(uniform),
                _ => NormalQuantile(uniform),
            });
        }
    }

    /// <summary>
    /// A matrix of standard normals, as many rows as values are in all but the last axis, made orthonormal; where it is wider than high,
    /// its transpose is.
    /// </summary>
    private static void FillOrthogonal(DrawnValue drawn, int columns, int index, ulong seed, Span<float> values, NetworkMemory memory)
    {
        var rows = values.Length / columns;
        var (height, width) = rows >= columns ? (rows, columns) : (columns, rows);
        var words = stackalloc uint[Philox.BlockWords];
        using var room = memory.Reserve(
            sizeof(double) / sizeof(float) * (long)values.Length, "drawing its weights", NetworkMemory.OtherNetworks);
        var matrix = (double*)room.Pointer;
        for (var i = 0; i < values.Length; i++)
            matrix[(long)(i % width) * height + i / width] = NormalQuantile(Uniform(i, index, seed, words));
        Orthonormal.Make(matrix, height, width);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var value = rows >= columns ? matrix[(long)column * height + row] : matrix[(long)row * height + column];
                values[row * columns + column] = (float)(drawn.Value * value);
            }
        }
    }

    /// <summary>The middle of one of 2^24 equal cells of (0, 1): never 0, 0.5 or 1.</summary>
    private static double Uniform(int element, int index, ulong seed, uint* words)
    {
        if (element % Philox.BlockWords == 0)
        {
            Philox.Blocks<Lanes1, float>(
                new PhiloxCounter((uint)(element / Philox.BlockWords), 0, (uint)index, Stream << 16), seed, words);
        }

        return ((words[element % Philox.BlockWords] >> 8) + 0.5) / (1 << 24);
    }

    /// <summary>What a value of the distribution, of deviation or limit 1, is multiplied with.</summary>
    private static double ScaleOf(DrawnValue drawn)
    {
        var (fanIn, fanOut) = ((double)drawn.FanIn, (double)drawn.FanOut);
        switch (drawn.Initializer)
        {
            case Initializer.GlorotUniform or Initializer.GlorotNormal:
                return OfVariance(drawn.Initializer, 2 / (fanIn + fanOut));
            case Initializer.HeUniform or Initializer.HeNormal:
                return OfVariance(drawn.Initializer, 2 / fanIn);
            case Initializer.LecunUniform or Initializer.LecunNormal:
                return OfVariance(drawn.Initializer, 1 / fanIn);
            default:
                return drawn.Value;
        }
    }

    private static double OfVariance(Initializer initializer, double variance) =>
        DistributionOf(initializer) == Distribution.Uniform ? Math.Sqrt(3 * variance) : Math.Sqrt(variance) / CutDeviation;

    private static Distribution DistributionOf(Initializer initializer) => initializer switch
    {
        Initializer.GlorotUniform or Initializer.HeUniform or Initializer.LecunUniform or Initializer.RandomUniform =>
            Distribution.Uniform,
        Initializer.RandomNormal => Distribution.Normal,
        _ => Distribution.CutNormal,
    };

    /// <summary>A standard normal cut at two standard deviations, by its quantile function.</summary>
    private static double CutNormal(double uniform)
    {
        const double belowMinusTwo = 0.022750131948179207;
        return NormalQuantile(belowMinusTwo + uniform * (1 - 2 * belowMinusTwo));
    }

    /// <summary>Algorithm AS 241, PPND7 (Wichura, 1988), for probabilities in (1e-11, 1 - 1e-11); about seven digits.</summary>
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

    /// <summary>What values are drawn from.</summary>
    private enum Distribution
    {
        /// <summary>From -1 to 1.</summary>
        Uniform,

        /// <summary>The standard normal distribution.</summary>
        Normal,

        /// <summary>The same, cut at two standard deviations.</summary>
        CutNormal,
    }
}
