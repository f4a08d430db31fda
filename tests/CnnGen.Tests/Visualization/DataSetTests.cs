using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Visualization;
using Xunit;

namespace CnnGen.Tests.Visualization;

/// <summary>Statistics and embeddings over a data set.</summary>
public sealed class DataSetTests
{
    // More than are read at a time.
    private const int Count = 70;

    [Fact]
    public void StatisticsAreThoseOfAllValues()
    {
        using var network = Looked.Network();
        // A relu that is never on, and tangents that are always at their bounds.
        SetBias(network, "conv2d/bias", 1, -1000);
        SetBias(network, "conv2d_1/bias", 3, 50);
        using var inspector = network.Inspect();
        var images = Looked.Images(Count);
        var layers = LayerStatistics.Of(inspector, images);
        Assert.Equal(["conv2d", "conv2d_1", "global_average_pooling2d", "dense"], layers.Select(layer => layer.Layer.Name));
        Assert.Equal(1, layers[0].DeadUnits);
        Assert.True(layers[0].Units[1].IsDead);
        Assert.Equal(0, layers[0].ShareSaturated);
        Assert.Equal(1, layers[1].Units[3].ShareSaturated);

        float[] values = [.. inspector.Activations(images.Floats)["conv2d_1"]];
        foreach (int unit in (int[])[0, 3])
        {
            float[] own = [.. values.Where((_, i) => i % 4 == unit)];
            double mean = own.Average(value => (double)value);
            var got = layers[1].Units[unit];
            Assert.Equal(mean, got.Mean, 1e-6);
            Assert.Equal(Math.Sqrt(own.Average(value => Math.Pow(value - mean, 2))), got.StandardDeviation, 1e-6);
            Assert.Equal((own.Min(), own.Max()), (got.Least, got.Greatest));
            Assert.Equal(own.Average(value => Math.Abs(value) >= 0.99f ? 1 : 0), got.ShareSaturated, 1e-12);
        }
    }

    [Fact]
    public void TheSameImageIsTheNearest()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        var embeddings = Embeddings.Of(inspector, Looked.Images(Count), "conv2d_1");
        Assert.Equal((Count, 4), (embeddings.Count, embeddings.Size));
        var nearest = embeddings.Nearest(0, 3);
        Assert.Equal(Count - 1, nearest[0].Image);
        Assert.Equal(1, nearest[0].Cosine, 1e-9);
        Assert.True(nearest[0].Cosine > nearest[1].Cosine && nearest[1].Cosine >= nearest[2].Cosine);
        float[] means = inspector.Activations(Looked.Image(0))["global_average_pooling2d"].ToArray();
        Assert.All(means.Zip(embeddings[0].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Empty(embeddings.Nearest(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => embeddings.Nearest(Count, 1));
    }

    [Fact]
    public void ImagesThatDoNotFitAreRefused()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        var other = new ImageDataset(new float[5 * 5 * 2], new int[1], 5, 5, 2);
        Assert.Contains(
            "6 x 5 x 2", Assert.Throws<ArgumentException>(() => LayerStatistics.Of(inspector, other)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Embeddings.Of(inspector, Looked.Images(2), "none"));
    }

    private static void SetBias(CompiledNetwork network, string name, int unit, float value)
    {
        var parameter = network.Parameters.Single(each => each.Name == name);
        float[] values = Bits.Values(parameter);
        values[unit] = value;
        parameter.CopyFrom(values);
    }
}
