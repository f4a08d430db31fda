using System.Globalization;
using System.Net;
using System.Text;
using CnnGen.Images;

namespace CnnGen.Visualization;

/// <summary>Pictures side by side, with a few words below each.</summary>
public sealed class PictureGrid
{
    private const int Margin = 8;
    private const int TextHeight = 18;

    // About that of the widest fonts, on average.
    private const double LetterWidth = 7.5;

    // Small pictures are enlarged to about this.
    private const int WantedPicture = 84;

    private readonly IReadOnlyList<ByteImage> _pictures;
    private readonly IReadOnlyList<string[]> _captions;

    /// <param name="title">What they show.</param>
    /// <param name="pictures">The pictures, in grey or in colours, all of one size, row by row.</param>
    /// <param name="captions">What is written below each, in lines; nothing where it is left out.</param>
    /// <param name="columns">How many stand side by side; as many as make about a square where it is left out.</param>
    /// <exception cref="ArgumentException">
    /// There are no pictures, they differ in size, or there are more or fewer captions than pictures.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">No picture would stand in a row.</exception>
    public PictureGrid(string title, IReadOnlyList<ByteImage> pictures, IReadOnlyList<string>? captions = null, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns ?? 1, 1, nameof(columns));
        if (pictures.Count == 0 || pictures.Any(each => (each.Height, each.Width) != (pictures[0].Height, pictures[0].Width)))
            throw new ArgumentException("A grid is of at least one picture, and all have one size.", nameof(pictures));
        if (captions is not null && captions.Count != pictures.Count)
            throw new ArgumentException($"There are {pictures.Count} pictures, but {captions.Count} captions.", nameof(captions));
        Title = title;
        _pictures = [.. pictures.Select(picture => picture.ToRgb())];
        _captions = [.. captions?.Select(caption => caption.Split('\n')) ?? []];
        Columns = Math.Min(columns ?? (int)Math.Ceiling(Math.Sqrt(pictures.Count)), pictures.Count);
    }

    /// <summary>What they show.</summary>
    public string Title { get; }

    /// <summary>How many there are.</summary>
    public int Count => _pictures.Count;

    /// <summary>How many stand side by side.</summary>
    public int Columns { get; }

    /// <summary>How many rows of pictures there are.</summary>
    public int Rows => (Count + Columns - 1) / Columns;

    /// <summary>Images that a network took for another class, with both classes and the probability below each.</summary>
    /// <param name="title">What they show.</param>
    /// <param name="images">The images.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    /// <param name="columns">How many stand side by side; as many as make about a square where it is left out.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class has no name, or no picture would stand in a row.</exception>
    public static PictureGrid OfMisclassified(
        string title, IReadOnlyList<Misclassified> images, IReadOnlyList<string> classNames, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new(
            title, [.. images.Select(image => image.Picture)], [.. images.Select(image => image.Describe(classNames))], columns);
    }

    /// <summary>The pictures without words, as one of red, green, blue and alpha: between them it is transparent.</summary>
    /// <param name="pixelSize">Pixels, down and across, for one of a picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or the picture would be larger than an array.</exception>
    public ByteImage ToPicture(int pixelSize = 1) => Tiles.Draw(
        Count, Columns, _pictures[0].Height, _pictures[0].Width, pixelSize, (tile, row, column, pixel) =>
            _pictures[tile].Pixels.Slice(((row * _pictures[tile].Width) + column) * 3, 3).CopyTo(pixel));

    /// <summary>The pictures with their title and captions, as an SVG file; text is legible on light and on dark.</summary>
    public string ToSvg()
    {
        var (rows, columns) = (_pictures[0].Height, _pictures[0].Width);
        var pixel = Math.Max(1, WantedPicture / Math.Max(rows, columns));
        var lines = _captions.Select(caption => caption.Length).DefaultIfEmpty().Max();
        var letters = _captions.SelectMany(caption => caption).Select(line => line.Length).DefaultIfEmpty().Max();
        var cellWidth = Math.Max(columns * pixel, (int)(letters * LetterWidth)) + Margin;
        var cellHeight = (rows * pixel) + (lines * TextHeight) + Margin;
        var width = Math.Max((Columns * cellWidth) + Margin, (int)(Title.Length * LetterWidth) + (2 * Margin));
        var height = TextHeight + (Rows * cellHeight) + Margin;
        var svg = new StringBuilder(GridSvg.Begin(Title, width, height));
        for (var i = 0; i < Count; i++)
        {
            var (left, top) = (Margin + (i % Columns * cellWidth), Margin + TextHeight + (i / Columns * cellHeight));
            svg.Append(GridSvg.Image(_pictures[i], left, top, columns * pixel, rows * pixel)).Append('\n');
            for (var line = 0; i < _captions.Count && line < _captions[i].Length; line++)
            {
                var bottom = top + (rows * pixel) + 14 + (line * TextHeight);
                var words = WebUtility.HtmlEncode(_captions[i][line]);
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"{bottom}\">{words}</text>\n");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }
}
