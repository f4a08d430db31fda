using CnnGen;
using CnnGen.Images;

namespace DenoiserSample;

/// <summary>A picture before and after a network, and as it was before the noise.</summary>
/// <param name="Noisy">What the network was given.</param>
/// <param name="Cleaned">What it made of that.</param>
/// <param name="Original">The picture without noise; null where it is not known.</param>
internal sealed record Cleaning(ByteImage Noisy, ByteImage Cleaned, ByteImage? Original)
{
    /// <summary>The ratio of the noisy picture; null where there is nothing to compare with.</summary>
    public double? NoisyPsnr => RatioOf(Noisy);

    /// <summary>The ratio of the cleaned picture.</summary>
    public double? CleanedPsnr => RatioOf(Cleaned);

    /// <summary>The pictures, in order.</summary>
    public IReadOnlyList<ByteImage> Pictures => Original is null ? [Noisy, Cleaned] : [Noisy, Cleaned, Original];

    /// <summary>Cleans a picture.</summary>
    /// <param name="network">The network.</param>
    /// <param name="noisy">The picture, of the network's shape.</param>
    /// <param name="original">The same without noise, where it is known.</param>
    public static Cleaning Of(INetwork network, ByteImage noisy, ByteImage? original)
    {
        var values = new float[network.Info.OutputSize];
        network.Predict(noisy.Pixels, values);
        return new Cleaning(noisy, ToImage(values, noisy.Height, noisy.Width), original);
    }

    /// <summary>Values from 0 to 1 as a grey picture; black where a value is no number.</summary>
    public static ByteImage ToImage(ReadOnlySpan<float> values, int height, int width)
    {
        var pixels = new byte[values.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)MathF.Round(255 * Math.Clamp(float.IsNaN(values[i]) ? 0 : values[i], 0, 1));
        return new ByteImage(height, width, 1, pixels);
    }

    private double? RatioOf(ByteImage picture) => Original is null ? null : Psnr.Of(Values(picture), Values(Original));

    private static float[] Values(ByteImage picture)
    {
        var values = new float[picture.Pixels.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = picture.Pixels[i] / 255f;
        return values;
    }
}
