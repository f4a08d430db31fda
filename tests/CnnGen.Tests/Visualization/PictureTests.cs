using System.Xml.Linq;
using CnnGen.Images;
using CnnGen.Visualization;
using Xunit;

namespace CnnGen.Tests.Visualization;

/// <summary>Colours and pictures.</summary>
public sealed class PictureTests
{
    /// <summary>Lightness is computed back from the bytes, which round it.</summary>
    [Fact]
    public void LightnessGrowsEvenly()
    {
        for (int step = 0; step < 256; step++)
            Assert.Equal(0.2 + (0.75 * step / 255), Lightness(ColorMap.Sequential[step / 255f]), 0.02);
    }

    [Fact]
    public void TheMiddleOfBothSidesIsLightest()
    {
        var map = ColorMap.Diverging;
        Assert.True(Lightness(map[0.5f]) > 0.95);
        for (int step = 0; step < 127; step++)
        {
            Assert.True(Lightness(map[step / 255f]) <= Lightness(map[(step + 1) / 255f]) + 0.004);
            Assert.Equal(Lightness(map[step / 255f]), Lightness(map[(255 - step) / 255f]), 0.02);
        }

        Assert.True(map[0][2] > map[0][0] && map[1][0] > map[1][2]);
        Assert.True(map[float.NaN].SequenceEqual(map[0]) && map[-3].SequenceEqual(map[0]) && map[7].SequenceEqual(map[1]));
    }

    [Fact]
    public void AMapIsInterpolatedBetweenCentres()
    {
        var map = new HeatMap(1, 2, [0, 4]);
        Assert.Equal([0, 1, 3, 4], map.Resized(1, 4).Values);
        Assert.Equal([2, 2], map.Resized(2, 1).Values);
        Assert.Equal([0, 1], map.Normalized().Values);
        Assert.Equal([0f], new HeatMap(1, 1, [0]).Normalized().Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Resized(0, 1));
    }

    [Fact]
    public void TheColourOfAMapCoversThePicture()
    {
        var picture = new ByteImage(1, 2, 1, [100, 100]);
        byte[] all = Overlay.Of(picture, new HeatMap(1, 2, [0, 5]), opacity: 1).Pixels.ToArray();
        Assert.Equal([100, 100, 100, .. ColorMap.Sequential[1]], all);
        Assert.Equal(picture.Pixels[0], Overlay.Of(picture, new HeatMap(1, 1, [0])).Pixels[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Overlay.Of(picture, new HeatMap(1, 1, [0]), 1.5f));
    }

    [Fact]
    public void FiltersAreAColumnEach()
    {
        using var network = Looked.Network();
        var grid = MapGrid.OfFilters(network, "conv2d_1");
        Assert.Equal((12, 4, 3), (grid.Count, grid.Columns, grid.Rows));
        Assert.True(grid.IsSigned);
        var kernel = Networks.Bits.Values(network.Parameters.Single(parameter => parameter.Name == "conv2d_1/kernel"));
        Assert.Equal(kernel.Max(Math.Abs), grid.Greatest);
        var picture = grid.ToPicture();
        Assert.Equal(((3 * 4) - 1, (4 * 4) - 1, 4), (picture.Height, picture.Width, picture.Channels));
        // The corner of the map of channel 2 of filter 1; its pixel above and left lies between maps.
        var pixel = picture.Pixels.Slice(((8 * 15) + 4) * 4, 4);
        Assert.Equal([.. ColorMap.Diverging[((kernel[(2 * 4) + 1] / grid.Greatest) + 1) / 2], 255], pixel.ToArray());
        Assert.Equal(0, picture.Pixels[(((7 * 15) + 4) * 4) + 3]);
        Assert.Contains(
            "is of Dense, which has no filters", Assert.Throws<ArgumentException>(() => MapGrid.OfFilters(network, "dense")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'conv2d', ", Assert.Throws<ArgumentException>(() => MapGrid.OfFilters(network, "conv2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSvgHasThePictureTheTitleAndTheScale()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        var grid = MapGrid.OfFeatureMaps(inspector, Looked.Image(0), "conv2d");
        Assert.False(grid.IsSigned);
        var svg = XDocument.Parse(grid.ToSvg()).Root!;
        XNamespace name = "http://www.w3.org/2000/svg";
        Assert.Equal("conv2d: 3 maps of 6 x 5", svg.Element(name + "title")!.Value);
        Assert.Equal("0", svg.Elements(name + "text").ElementAt(1).Value);
        string data = svg.Elements(name + "image").First().Attribute("href")!.Value;
        var picture = ImageFile.Decode(Convert.FromBase64String(data["data:image/png;base64,".Length..]));
        Assert.Equal(grid.ToPicture(28 / 6).Pixels.ToArray(), picture.Pixels.ToArray());
        Assert.Contains("a &lt; b", new MapGrid("a < b", [new HeatMap(1, 1, [0])]).ToSvg(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MapGrid("none", []));
        Assert.Throws<ArgumentException>(() => new MapGrid("two", [new HeatMap(1, 1, [0]), new HeatMap(1, 2, [0, 0])]));
    }

    private static double Lightness(ReadOnlySpan<byte> color)
    {
        double[] linear = [.. color.ToArray().Select(value => value / 255.0)
            .Select(share => share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4))];
        double l = Math.Cbrt((0.4122214708 * linear[0]) + (0.5363325363 * linear[1]) + (0.0514459929 * linear[2]));
        double m = Math.Cbrt((0.2119034982 * linear[0]) + (0.6806995451 * linear[1]) + (0.1073969566 * linear[2]));
        double s = Math.Cbrt((0.0883024619 * linear[0]) + (0.2817188376 * linear[1]) + (0.6299787005 * linear[2]));
        return (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s);
    }
}
