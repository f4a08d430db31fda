using System.Text;
using CnnGen.Images;

namespace CnnGen.Samples.Reports;

/// <summary>Pictures as lines of text: one character shows two pixels, one above the other.</summary>
internal static class Picture
{
    private const string Shades = " .:-=+*#%@";
    private const int Gap = 3;

    /// <summary>The lines of a picture: half blocks in colour where the terminal has it; else ASCII, the denser the lighter.</summary>
    /// <param name="image">Grey, or red, green and blue; 0 is dark.</param>
    /// <returns>Half as many lines as rows, rounded up, each as wide on the screen as the picture.</returns>
    public static IReadOnlyList<string> Render(ByteImage image)
    {
        var shown = Terminal.HasColors ? image : image.ToGrey();
        var lines = new List<string>();
        for (var y = 0; y < shown.Height; y += 2)
        {
            var line = new StringBuilder();
            for (var x = 0; x < shown.Width; x++)
            {
                var upper = Pixel(shown, y, x);
                var lower = Pixel(shown, y + 1, x);
                if (Terminal.HasColors)
                    line.Append($"\u001b[38;{Color(upper)};48;{Color(lower)}m\u2580");
                else
                    line.Append(Shades[(upper[0] + lower[0]) * (Shades.Length - 1) / 510]);
            }

            lines.Add(Terminal.HasColors ? line.Append("\u001b[0m").ToString() : line.ToString());
        }

        return lines;
    }

    /// <summary>Prints pictures with what is written below them beside each other, as many as fit.</summary>
    /// <param name="columns">For each picture lines that are equally wide on the screen, and for all equally many.</param>
    /// <param name="columnWidth">How wide.</param>
    /// <param name="width">The columns of the screen.</param>
    public static void PrintBeside(IReadOnlyList<IReadOnlyList<string>> columns, int columnWidth, int width)
    {
        foreach (var row in columns.Chunk(Math.Max(1, (width + Gap) / (columnWidth + Gap))))
        {
            for (var line = 0; line < row[0].Count; line++)
                Console.WriteLine(string.Join(new string(' ', Gap), row.Select(column => column[line])).TrimEnd());
            Console.WriteLine();
        }
    }

    private static ReadOnlySpan<byte> Pixel(ByteImage image, int y, int x) =>
        y < image.Height ? image.Pixels.Slice((y * image.Width + x) * image.Channels, image.Channels) : new byte[image.Channels];

    /// <summary>
    /// The colour itself, or the nearest of the 256: of grey one of the 24 from number 232 on, else one of 6 x 6 x 6 from number 16 on.
    /// </summary>
    private static string Color(ReadOnlySpan<byte> pixel) => (pixel.Length, Terminal.HasTrueColors) switch
    {
        (1, true) => $"2;{pixel[0]};{pixel[0]};{pixel[0]}",
        (1, false) => $"5;{232 + pixel[0] * 23 / 255}",
        (_, true) => $"2;{pixel[0]};{pixel[1]};{pixel[2]}",
        _ => $"5;{16 + 36 * Sixth(pixel[0]) + 6 * Sixth(pixel[1]) + Sixth(pixel[2])}",
    };

    /// <summary>The nearest of the shades 0, 95, 135, 175, 215 and 255.</summary>
    private static int Sixth(byte shade) => shade < 48 ? 0 : shade < 115 ? 1 : (shade - 35) / 40;
}
