using CnnGen.Images;

namespace CnnGen.Visualization;

/// <summary>Lays maps over pictures.</summary>
public static class Overlay
{
    /// <summary>A picture with a map over it: the larger a value, the more of its colour.</summary>
    /// <param name="picture">The picture, in grey or in colours; it is drawn in grey.</param>
    /// <param name="map">The map, of any size; its largest value counts as 1, and what is below zero as 0.</param>
    /// <param name="opacity">How much of the picture the colour of the largest value covers, from 0 to 1.</param>
    /// <returns>A picture of red, green and blue.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The opacity is not from 0 to 1.</exception>
    public static ByteImage Of(ByteImage picture, HeatMap map, float opacity = 0.6f)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNegative(opacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opacity, 1);
        var (grey, shares) = (picture.ToGrey(), map.Resized(picture.Height, picture.Width).Normalized());
        var pixels = new byte[picture.Height * picture.Width * 3];
        for (var i = 0; i < shares.Values.Count; i++)
        {
            var share = Math.Max(shares.Values[i], 0);
            var color = ColorMap.Sequential[share];
            for (var channel = 0; channel < 3; channel++)
            {
                var under = grey.Pixels[i];
                pixels[(i * 3) + channel] = (byte)Math.Round(under + ((color[channel] - under) * share * opacity));
            }
        }

        return new(picture.Height, picture.Width, 3, pixels);
    }
}
