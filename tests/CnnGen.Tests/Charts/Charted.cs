using System.Globalization;
using System.Xml.Linq;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Charts;

/// <summary>Matrices to draw, and what is found in drawings.</summary>
internal static class Charted
{
    /// <summary>A matrix with counts.</summary>
    /// <param name="counts">A row for each true class; the last column counts outputs that are no numbers.</param>
    public static ConfusionMatrix Matrix(int[][] counts)
    {
        var classes = counts.Length;
        List<float> outputs = [];
        List<int> labels = [];
        for (int label = 0; label < classes; label++)
        {
            for (int predicted = 0; predicted < counts[label].Length; predicted++)
            {
                for (int i = 0; i < counts[label][predicted]; i++)
                {
                    labels.Add(label);
                    var output = new float[classes];
                    if (predicted < classes)
                        output[predicted] = 1;
                    else
                        output.AsSpan().Fill(float.NaN);
                    outputs.AddRange(output);
                }
            }
        }

        var matrix = new ConfusionMatrix();
        matrix.Update(outputs.ToArray(), labels.ToArray(), labels.Count);
        return matrix;
    }

    /// <summary>What is written in a picture, in order; it is well-formed, has a title, and is given nothing by other files.</summary>
    public static string[] Texts(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        XNamespace name = "http://www.w3.org/2000/svg";
        Assert.Equal(name + "svg", root.Name);
        Assert.Equal("0 0", root.Attribute("viewBox")!.Value[..3]);
        Assert.Contains("prefers-color-scheme: dark", root.Element(name + "style")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("http", svg.Replace("http://www.w3.org/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(root.Descendants().Attributes(), attribute => Assert.DoesNotContain("NaN", attribute.Value, StringComparison.Ordinal));
        return [root.Element(name + "title")!.Value, .. root.Descendants(name + "text").Select(text => text.Value)];
    }

    /// <summary>Does something where numbers are written otherwise.</summary>
    public static T InGermany<T>(Func<T> draw)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE")
        {
            NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
        };
        try
        {
            return draw();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
