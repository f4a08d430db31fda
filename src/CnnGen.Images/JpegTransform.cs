namespace CnnGen.Images;

/// <summary>
/// The inverse cosine transform of JPEG (ITU-T T.81, A.3.3), in whole numbers, and rounded as by libjpeg's accurate one: the same samples,
/// bit for bit.
/// </summary>
/// <remarks>
/// That one multiplies as Loeffler, Ligtenberg and Moschytz do (1989), by twelve constants rounded to 8192ths. Sums of whole numbers do not
/// depend on their order, so that its products can be added up per coefficient. Some of them are off by one from the cosine they stand for,
/// since several rounded constants make one.
/// </remarks>
internal static class JpegTransform
{
    /// <summary>Cosines, times the root of 2, are in 8192ths.</summary>
    private const int CosineBits = 13;

    /// <summary>Between columns and rows, samples are in quarters.</summary>
    private const int QuarterBits = 2;

    // Each of the two passes multiplies by the root of 8 beside.
    private const int EighthBits = 3;

    /// <summary>Makes 8 x 8 samples of the coefficients of a block: rounded, moved up by 128, cut off at 0 and 255.</summary>
    /// <param name="coefficients">The coefficients, by rows.</param>
    /// <param name="table">What they are multiplied by.</param>
    /// <param name="samples">Room for the samples, from the block's first on.</param>
    /// <param name="stride">Samples from a row to the next.</param>
    public static void Invert(ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> table, Span<byte> samples, int stride)
    {
        Span<int> values = stackalloc int[64];
        var isFlat = true;
        for (var i = 0; i < 64; i++)
        {
            values[i] = coefficients[i] * table[i];
            isFlat &= i == 0 || coefficients[i] == 0;
        }

        if (isFlat)
        {
            // Most blocks of smooth pictures.
            var sample = ToSample(Rounded(values[0], EighthBits));
            for (var row = 0; row < 8; row++)
                samples.Slice(row * stride, 8).Fill(sample);
            return;
        }

        for (var column = 0; column < 8; column++)
            Invert(values[column..], 8, CosineBits - QuarterBits);
        for (var row = 0; row < 8; row++)
        {
            var line = values.Slice(8 * row, 8);
            Invert(line, 1, CosineBits + QuarterBits + EighthBits);
            for (var column = 0; column < 8; column++)
                samples[row * stride + column] = ToSample(line[column]);
        }
    }

    /// <summary>
    /// Eight values that lie apart; of the result, the lower bits are rounded off. Cosines of even numbers are alike at both ends; those of
    /// odd ones differ in sign.
    /// </summary>
    private static void Invert(Span<int> v, int step, int bits)
    {
        var (a, b) = ((v[0] + v[4 * step]) << CosineBits, (v[0] - v[4 * step]) << CosineBits);
        var (c, d) = (10703 * v[2 * step] + 4433 * v[6 * step], 4433 * v[2 * step] - 10704 * v[6 * step]);
        var (e0, e1, e2, e3) = (a + c, b + d, b - d, a - c);
        var (p, q, r, s) = (v[step], v[3 * step], v[5 * step], v[7 * step]);
        var o0 = 11363 * p + 9633 * q + 6437 * r + 2260 * s;
        var o1 = 9633 * p - 2259 * q - 11362 * r - 6436 * s;
        var o2 = 6437 * p - 11362 * q + 2261 * r + 9633 * s;
        var o3 = 2260 * p - 6436 * q + 9633 * r - 11363 * s;
        (v[0], v[7 * step]) = (Rounded(e0 + o0, bits), Rounded(e0 - o0, bits));
        (v[step], v[6 * step]) = (Rounded(e1 + o1, bits), Rounded(e1 - o1, bits));
        (v[2 * step], v[5 * step]) = (Rounded(e2 + o2, bits), Rounded(e2 - o2, bits));
        (v[3 * step], v[4 * step]) = (Rounded(e3 + o3, bits), Rounded(e3 - o3, bits));
    }

    private static int Rounded(int value, int bits) => (value + (1 << (bits - 1))) >> bits;

    private static byte ToSample(int value) => (byte)Math.Clamp(value + 128, 0, 255);
}
