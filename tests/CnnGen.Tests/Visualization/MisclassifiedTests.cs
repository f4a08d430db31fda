using System.Xml.Linq;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Training;
using CnnGen.Visualization;
using Xunit;

namespace CnnGen.Tests.Visualization;

/// <summary>The mistakes that a network is surest of, and pictures of them.</summary>
public sealed class MisclassifiedTests
{
    // More than are read at a time.
    private const int Count = 70;

    [Fact]
    public void AreTheSurestMistakes()
    {
        using var network = Looked.Network();
        var images = Looked.Images(Count);
        var outputs = new float[Count * 3];
        network.Predict(images.Floats, outputs);
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 3)];
        var labelled = new ImageDataset(images.Floats.ToArray(), labels, 6, 5, 2);
        var want = Enumerable.Range(0, Count)
            .Select(i => (Image: i, Predicted: NetworkTraining.MostProbable(outputs.AsSpan(i * 3, 3))))
            .Where(each => each.Predicted != labels[each.Image])
            .OrderByDescending(each => outputs[(each.Image * 3) + each.Predicted]).ThenBy(each => each.Image).ToList();
        Assert.NotEmpty(want);

        var all = Misclassified.Of(network, labelled, Count);
        Assert.Equal(want, all.Select(each => (each.Image, each.Predicted)));
        Assert.All(all, each => Assert.Equal(
            (labels[each.Image], outputs[(each.Image * 3) + each.Predicted], outputs[(each.Image * 3) + each.Label]),
            (each.Label, each.Probability, each.LabelProbability)));
        Assert.Equal(all.Take(2).Select(each => each.Image), Misclassified.Of(network, labelled, 2).Select(each => each.Image));
        Assert.Empty(Misclassified.Of(network, labelled, 0));
        // A source that has its labels only when it is read.
        Assert.Equal(want.Select(each => each.Image), Misclassified.Of(network, new OneByOne(labelled), Count).Select(each => each.Image));

        // Floats of two channels: the first one, from black to white.
        var picture = all[0].Picture;
        Assert.Equal((6, 5, 1), (picture.Height, picture.Width, picture.Channels));
        float[] values = images.Floats.Slice(all[0].Image * 60, 60).ToArray();
        Assert.Equal(
            (byte)Math.Round((values[2] - values.Min()) * (255 / (values.Max() - values.Min()))), picture.Pixels[1]);
    }

    [Fact]
    public void OutputsThatAreNoNumbersAreNoMistakes()
    {
        using var network = Looked.Network();
        var values = Looked.Images(2).Floats.ToArray();
        values[0] = float.NaN;
        var (first, second) = (new float[3], new float[3]);
        network.Predict(values.AsSpan(60), second);
        network.Predict(values.AsSpan(0, 60), first);
        Assert.Equal(-1, NetworkTraining.MostProbable(first));
        int wrong = (NetworkTraining.MostProbable(second) + 1) % 3;
        Assert.Equal(1, Assert.Single(Misclassified.Of(network, new ImageDataset(values, new[] { wrong, wrong }, 6, 5, 2), 9)).Image);
    }

    [Fact]
    public void WhatHasNoClassesIsRefused()
    {
        using var network = Looked.Network();
        var values = Looked.Image(0);
        Assert.Throws<ArgumentException>(() => Misclassified.Of(network, new ImageDataset(values, new float[3], 6, 5, 2), 1));
        Assert.Throws<ArgumentException>(() => Misclassified.Of(network, new ImageDataset(new float[8], new int[1], 2, 2, 2), 1));
        Assert.Contains("is of class 3, but there are 3", Assert.Throws<ArgumentException>(
            () => Misclassified.Of(network, new ImageDataset(values, new[] { 3 }, 6, 5, 2), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Misclassified.Of(network, Looked.Images(1), -1));
    }

    [Fact]
    public void AGridHasPicturesAndWords()
    {
        ByteImage grey = new(2, 2, 1, [0, 50, 100, 255]);
        ByteImage colors = new(2, 2, 3, [.. Enumerable.Range(1, 12).Select(i => (byte)i)]);
        Misclassified[] mistakes = [new(7, 0, 1, 0.998f, 0.001f, grey), new(3, 1, 0, 0.5f, 0.25f, colors), new(4, 1, 0, 0.4f, 0.3f, grey)];
        var grid = PictureGrid.OfMisclassified("wrong < right", mistakes, ["<a&b>", "dress"]);
        Assert.Equal((3, 2, 2), (grid.Count, grid.Columns, grid.Rows));
        var picture = grid.ToPicture();
        Assert.Equal((5, 5, 4), (picture.Height, picture.Width, picture.Channels));
        // The second pixel of the first, the first of the second, and the gap between.
        Assert.Equal([50, 50, 50, 255, 0, 0, 0, 0, 1, 2, 3, 255], picture.Pixels.Slice(4, 12).ToArray());

        var svg = XDocument.Parse(grid.ToSvg()).Root!;
        XNamespace name = "http://www.w3.org/2000/svg";
        Assert.Equal("wrong < right", svg.Element(name + "title")!.Value);
        Assert.Equal(
            ["wrong < right", "dress 99.8 %", "is <a&b> 0.1 %", "<a&b> 50.0 %", "is dress 25.0 %", "<a&b> 40.0 %", "is dress 30.0 %"],
            svg.Elements(name + "text").Select(text => text.Value));
        string data = svg.Elements(name + "image").ElementAt(1).Attribute("href")!.Value;
        Assert.Equal(colors.Pixels.ToArray(), ImageFile.Decode(Convert.FromBase64String(data[22..])).Pixels.ToArray());
    }

    [Fact]
    public void GridsThatCannotBeAreRefused()
    {
        ByteImage one = new(1, 1, 1, [0]);
        Assert.Throws<ArgumentException>(() => new PictureGrid("none", []));
        Assert.Throws<ArgumentException>(() => new PictureGrid("sizes", [one, new(1, 2, 1, [0, 0])]));
        Assert.Throws<ArgumentException>(() => new PictureGrid("words", [one], ["a", "b"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureGrid("columns", [one], columns: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureGrid("pixels", [one]).ToPicture(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureGrid("pixels", [one]).ToPicture(int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Misclassified(0, 0, 1, 1, 0, one).Describe(["a"]));
        Assert.DoesNotContain(
            XDocument.Parse(new PictureGrid("", [one]).ToSvg()).Descendants(),
            element => element.Name.LocalName == "text" && element.Value.Length > 0);
    }

    private sealed class OneByOne(ImageDataset images) : IImageSource
    {
        public int Count => images.Count;

        public ImageShape Shape => images.Shape;

        public bool HasBytes => false;

        public void Read(int image, ImageBuffer buffer)
        {
            images.Floats.Slice(image * images.ImageSize, images.ImageSize).CopyTo(buffer.Floats);
            buffer.Label = images.Labels[image];
        }
    }
}
