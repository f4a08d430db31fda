using System.Text;
using CnnGen.Images;

namespace CnnGen.Samples.Reports;

/// <summary>Pictures as lines of text: one character shows two pixels, one above the other.</summary>
internal static class Picture
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>The lines of a picture.</summary>
    /// <param name="image">Grey, or red, green and blue; 0 is dark.</param>
    /// <param name="hasColors">Half blocks in colour or shades of grey; else ASCII, the denser the lighter.</param>
    /// <returns>Half as many lines as rows, rounded up, each as wide on the screen as the picture.</returns>
    public static IReadOnlyList<string> Render(ByteImage image, bool hasColors)
    {
        var shown = hasColors ? image : image.ToGrey();
        var lines = new List<string>();
        for (var y = 0; y < shown.Height; y += 2)
        {
            var line = new StringBuilder();
            for (var x = 0; x < shown.Width; x++)
            {
                var upper = Pixel(shown, y, x);
                var lower = Pixel(shown, y + 1, x);
                if (hasColors)
                    line.Append($"\u001b[38;{Color(upper)};48;{Color(lower)}m\u2580");
                else
                    line.Append(Shades[(upper[0] + lower[0]) * (Shades.Length - 1) / 510]);
            }

            lines.Add(hasColors ? line.Append("\u001b[0m").ToString() : line.ToString());
        }

        return lines;
    }

    private static ReadOnlySpan<byte> Pixel(ByteImage image, int y, int x) =>
        y < image.Height ? image.Pixels.Slice((y * image.Width + x) * image.Channels, image.Channels) : new byte[image.Channels];

    /// <summary>Of grey the nearest of the 24 that every terminal of 256 colours has, from number 232 on; else the colour itself.</summary>
    private static string Color(ReadOnlySpan<byte> pixel) =>
        pixel.Length == 1 ? $"5;{232 + pixel[0] * 23 / 255}" : $"2;{pixel[0]};{pixel[1]};{pixel[2]}";
}
