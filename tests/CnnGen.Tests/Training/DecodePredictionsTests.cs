using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The most probable classes of an image, by name.</summary>
public sealed class DecodePredictionsTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Fact]
    public void TheLargestComeFirstAndOfEqualOnesTheFirst()
    {
        ClassPrediction[] expected = [new(2, "c", 0.4f), new(0, "a", 0.25f), new(3, "d", 0.25f)];
        Assert.Equal(expected, NetworkTraining.DecodePredictions([0.25f, 0.1f, 0.4f, 0.25f], Names, top: 3));
        Assert.Equal(4, NetworkTraining.DecodePredictions([0.25f, 0.1f, 0.4f, 0.25f], Names).Count);
    }

    [Fact]
    public void OfNoNumbersNoneIsTheMostProbable() =>
        Assert.Empty(NetworkTraining.DecodePredictions([0.25f, float.NaN, 0.4f, 0.25f], Names));

    [Fact]
    public void EachOutputHasAName()
    {
        var error = Assert.Throws<ArgumentException>(() => NetworkTraining.DecodePredictions(new float[1001], ImageNet.ClassNames));
        Assert.StartsWith(
            "Expected a name for each of the 1001 outputs of an image, but got 1000.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkTraining.DecodePredictions(new float[4], Names, top: 0));
    }

    /// <summary>Against the list that Keras' networks are published with.</summary>
    [SkippableFact]
    public void ImageNetHasItsThousandNamesInOrder()
    {
        var all = System.Text.Json.JsonSerializer.Deserialize<string[]>(
            File.ReadAllBytes(Reference.Fixtures.Path("models/imagenet_classes.json")))!;
        Assert.Equal(all.Select(names => names.Split(',')[0]), ImageNet.ClassNames);
    }
}
