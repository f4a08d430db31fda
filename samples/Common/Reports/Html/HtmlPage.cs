using System.Globalization;
using System.Net;
using System.Text;
using CnnGen.Images;

namespace CnnGen.Samples.Reports.Html;

/// <summary>A page that is one file: what it shows is in it, and a browser is told to ask for nothing else.</summary>
/// <param name="title">What it is of.</param>
/// <param name="subtitle">A sentence below that.</param>
internal sealed class HtmlPage(string title, string subtitle)
{
    private readonly StringBuilder _body = new();
    private readonly List<(string Id, string Title)> _sections = [];

    /// <summary>Begins a section.</summary>
    /// <param name="id">Its name in the address.</param>
    /// <param name="heading">Its title.</param>
    public void Section(string id, string heading)
    {
        if (_sections.Count > 0)
            Line($"</section>");
        _sections.Add((id, heading));
        Line($"<section id=\"{id}\" aria-labelledby=\"{id}-title\">");
        Line($"<h2 id=\"{id}-title\">{Text(heading)}</h2>");
    }

    /// <summary>Adds a paragraph.</summary>
    /// <param name="text">What it says.</param>
    public void Paragraph(string text) => Line($"<p>{Text(text)}</p>");

    /// <summary>Adds a table of a row for each name.</summary>
    /// <param name="caption">What it is.</param>
    /// <param name="rows">Names, and what is said of each.</param>
    public void Facts(string caption, IEnumerable<(string Name, string Value)> rows)
    {
        Line($"<table class=\"words\"><caption>{Text(caption)}</caption><tbody>");
        foreach (var (name, value) in rows)
            Line($"<tr><th scope=\"row\">{Text(name)}</th><td>{Text(value)}</td></tr>");
        Line($"</tbody></table>");
    }

    /// <summary>Adds a table of numbers.</summary>
    /// <param name="caption">What it is.</param>
    /// <param name="columns">The heads of the columns.</param>
    /// <param name="rows">The rows, of which the first cell is a head.</param>
    /// <param name="totals">Rows that sum up the others.</param>
    public void Table(string caption, string[] columns, IEnumerable<string[]> rows, IReadOnlyList<string[]>? totals = null)
    {
        Line($"<div class=\"scroll\"><table><caption>{Text(caption)}</caption>");
        string[][] all = [.. rows];
        // Heads stand above their columns.
        var heads = columns.Select((column, i) => $"<th scope=\"col\"{Words(all.Length > 0 ? all[0][i] : "")}>{Text(column)}</th>");
        Line($"<thead><tr>{string.Concat(heads)}</tr></thead>");
        Line($"<tbody>");
        foreach (var row in all)
            Row(row);
        Line($"</tbody>");
        if (totals is not null)
        {
            Line($"<tbody class=\"total\">");
            foreach (var row in totals)
                Row(row);
            Line($"</tbody>");
        }

        Line($"</table></div>");
    }

    /// <summary>Adds a chart or another drawing.</summary>
    /// <param name="svg">An SVG file. It is an image of its own, so that its styles stay its own.</param>
    /// <param name="alt">What it shows, for who cannot see it.</param>
    /// <param name="caption">What is said below it.</param>
    /// <param name="size">
    /// <c>wide</c>: a phone shows a part of it, which is moved aside, rather than all of it too small to be read; <c>large</c>: it is
    /// enlarged.
    /// </param>
    public void Drawing(string svg, string alt, string caption, string size = "plain")
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
        Line($"<figure class=\"chart {size}\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Text(alt)}\">");
        Line($"<img src=\"data:image/svg+xml;base64,{data}\" alt=\"{Text(alt)}\"></div>");
        Line($"<figcaption>{Text(caption)}</figcaption></figure>");
    }

    /// <summary>Adds small pictures side by side, as many as fit.</summary>
    /// <param name="pictures">One or two for each, what they show, and what is said below, in lines.</param>
    public void Pictures(IReadOnlyList<(ByteImage[] Images, string Alt, string Caption)> pictures)
    {
        Line($"<div class=\"pictures{(pictures.Any(each => each.Images.Length > 1) ? " pairs" : "")}\">");
        foreach (var (images, alt, caption) in pictures)
        {
            Line($"<figure class=\"{(images.Length > 1 ? "pair" : "one")}\">");
            for (var i = 0; i < images.Length; i++)
            {
                // Both belong to one description.
                var description = i == 0 ? Text(alt) : "";
                Line($"<img src=\"data:image/png;base64,{Convert.ToBase64String(images[i].ToPng())}\" alt=\"{description}\">");
            }

            Line($"<figcaption>{Text(caption).Replace("\n", "<br>", StringComparison.Ordinal)}</figcaption></figure>");
        }

        Line($"</div>");
    }

    /// <summary>Adds text of fixed width that is shown when asked for.</summary>
    /// <param name="summary">What it is.</param>
    /// <param name="text">The text.</param>
    public void Details(string summary, string text) =>
        Line($"<details><summary>{Text(summary)}</summary><pre>{Text(text)}</pre></details>");

    /// <summary>The page.</summary>
    public override string ToString()
    {
        var links = string.Concat(_sections.Select(section => $"<li><a href=\"#{section.Id}\">{Text(section.Title)}</a></li>"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>{Text(title)}</title>
            <style>
            {HtmlStyle.Sheet}
            </style>
            </head>
            <body>
            <header>
            <h1>{Text(title)}</h1>
            <p class="soft">{Text(subtitle)}</p>
            <nav aria-label="Sections"><ul>{links}</ul></nav>
            </header>
            <main>
            {_body}{(_sections.Count > 0 ? "</section>" : "")}
            </main>
            </body>
            </html>

            """;
    }

    private void Row(string[] cells)
    {
        var others = cells.Skip(1).Select(cell => $"<td{Words(cell)}>{Text(cell)}</td>");
        Line($"<tr><th scope=\"row\">{Text(cells[0])}</th>{string.Concat(others)}</tr>");
    }

    /// <summary>What begins with a letter stands at the left of its column, and numbers at the right.</summary>
    private static string Words(string cell) => cell.Length > 0 && char.IsLetter(cell[0]) ? " class=\"text\"" : "";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private void Line(FormattableString line) => _body.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
