using System.Text;

namespace FashionSample.Reports;

/// <summary>Grey images as lines of text: one character shows two pixels, one above the other.</summary>
internal static class Picture
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>The lines of an image.</summary>
    /// <param name="pixels">Height x width bytes; 0 is dark.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="hasColors">Half blocks in shades of grey; else ASCII, the denser the lighter.</param>
    /// <returns>Half as many lines as rows, rounded up, each <paramref name="width"/> characters wide on the screen.</returns>
    public static IReadOnlyList<string> Render(ReadOnlySpan<byte> pixels, int height, int width, bool hasColors)
    {
        var lines = new List<string>();
        for (var y = 0; y < height; y += 2)
        {
            var line = new StringBuilder();
            for (var x = 0; x < width; x++)
            {
                var upper = pixels[y * width + x];
                var lower = y + 1 < height ? pixels[(y + 1) * width + x] : (byte)0;
                if (hasColors)
                    line.Append($"\u001b[38;5;{Grey(upper)};48;5;{Grey(lower)}m\u2580");
                else
                    line.Append(Shades[(upper + lower) * (Shades.Length - 1) / 510]);
            }

            lines.Add(hasColors ? line.Append("\u001b[0m").ToString() : line.ToString());
        }

        return lines;
    }

    /// <summary>The nearest of the 24 greys that every terminal of 256 colours has, from number 232 on.</summary>
    private static int Grey(byte value) => 232 + value * 23 / 255;
}
