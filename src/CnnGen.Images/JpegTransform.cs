namespace CnnGen.Images;

/// <summary>
/// The inverse cosine transform of JPEG (ITU-T T.81, A.3.3), in single precision without fused operations: the same bits everywhere.
/// </summary>
internal static class JpegTransform
{
    // cos(k pi / 16) / 2.
    private const float C1 = 0.49039264f;
    private const float C2 = 0.46193977f;
    private const float C3 = 0.41573481f;
    private const float C4 = 0.35355339f;
    private const float C5 = 0.27778512f;
    private const float C6 = 0.19134172f;
    private const float C7 = 0.09754516f;

    /// <summary>Makes 8 x 8 samples of the coefficients of a block: rounded, moved up by 128, cut off at 0 and 255.</summary>
    /// <param name="coefficients">The coefficients, by rows.</param>
    /// <param name="table">What they are multiplied by.</param>
    /// <param name="samples">Room for the samples, from the block's first on.</param>
    /// <param name="stride">Samples from a row to the next.</param>
    public static void Invert(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> table, Span<byte> samples, int stride)
    {
        Span<float> values = stackalloc float[64];
        var isFlat = true;
        for (var i = 0; i < 64; i++)
        {
            values[i] = coefficients[i] * table[i];
            isFlat &= i == 0 || coefficients[i] == 0;
        }

        if (isFlat)
        {
            // Most blocks of smooth pictures.
            var sample = ToSample(values[0] / 8);
            for (var row = 0; row < 8; row++)
                samples.Slice(row * stride, 8).Fill(sample);
            return;
        }

        for (var column = 0; column < 8; column++)
            Invert(values[column..], 8);
        for (var row = 0; row < 8; row++)
        {
            var line = values.Slice(8 * row, 8);
            Invert(line, 1);
            for (var column = 0; column < 8; column++)
                samples[row * stride + column] = ToSample(line[column]);
        }
    }

    /// <summary>Eight values that lie apart. Cosines of even numbers are alike at both ends; those of odd ones differ in sign.</summary>
    private static void Invert(Span<float> v, int step)
    {
        var (a, b) = (C4 * (v[0] + v[4 * step]), C4 * (v[0] - v[4 * step]));
        var (c, d) = (C2 * v[2 * step] + C6 * v[6 * step], C6 * v[2 * step] - C2 * v[6 * step]);
        var (e0, e1, e2, e3) = (a + c, b + d, b - d, a - c);
        var (p, q, r, s) = (v[step], v[3 * step], v[5 * step], v[7 * step]);
        var o0 = C1 * p + C3 * q + C5 * r + C7 * s;
        var o1 = C3 * p - C7 * q - C1 * r - C5 * s;
        var o2 = C5 * p - C1 * q + C7 * r + C3 * s;
        var o3 = C7 * p - C5 * q + C3 * r - C1 * s;
        (v[0], v[7 * step]) = (e0 + o0, e0 - o0);
        (v[step], v[6 * step]) = (e1 + o1, e1 - o1);
        (v[2 * step], v[5 * step]) = (e2 + o2, e2 - o2);
        (v[3 * step], v[4 * step]) = (e3 + o3, e3 - o3);
    }

    private static byte ToSample(float value) => (byte)Math.Clamp((int)MathF.Floor(value + 128.5f), 0, 255);
}
