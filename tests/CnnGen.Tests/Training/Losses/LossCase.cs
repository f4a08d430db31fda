using System.Text.Json;
using CnnGen.Tests.Reference;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>
/// One case of <c>losses.json</c>: what Keras makes of outputs and targets. A row is an image; of a map each position is one, which is how
/// Keras weighs it.
/// </summary>
internal sealed record LossCase(
    string Name, JsonElement Arguments, double[] Targets, double[] Outputs, int Size, double[]? Weights, double[] Expected, double Absolute,
    double Relative)
{
    /// <summary>Rows.</summary>
    public int Images => Outputs.Length / Size;

    /// <summary>The cases of one loss.</summary>
    public static IReadOnlyList<LossCase> Load(string loss)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("losses.json")));
        return
        [
            .. document.RootElement.EnumerateArray().Where(each => each.GetProperty("loss").GetString() == loss)
                .Select(each => Read(each.Clone())),
        ];
    }

    /// <summary>Fails unless the losses of the rows, weighed and reduced as the case says, are what Keras has.</summary>
    public void Verify(double[] losses)
    {
        double WeightOf(int image) => Weights is null ? 1 : Weights[Weights.Length == 1 ? 0 : image];
        double[] weighed = [.. losses.Select((loss, image) => loss * WeightOf(image))];
        double[] reduced = Arguments.GetProperty("reduction").GetString() switch
        {
            null => weighed,
            "sum_over_batch_size" => [weighed.Sum() / Images],
            "mean_with_sample_weight" => [weighed.Sum() / losses.Select((_, image) => WeightOf(image)).Sum()],
            var other => throw new InvalidDataException($"{Name} has an unknown reduction {other}"),
        };
        Assert.Equal(Expected.Length, reduced.Length);
        foreach (var (expected, got) in Expected.Zip(reduced))
            Assert.True(Math.Abs(got - expected) <= Absolute + Relative * Math.Abs(expected), $"{Name}: {got}, Keras has {expected}");
    }

    private static LossCase Read(JsonElement element) => new(
        element.GetProperty("name").GetString()!,
        element.GetProperty("arguments"),
        Data(element.GetProperty("y_true")),
        Data(element.GetProperty("y_pred")),
        element.GetProperty("y_pred").GetProperty("shape").EnumerateArray().Last().GetInt32(),
        element.GetProperty("sample_weight") is { ValueKind: JsonValueKind.Object } weights ? Data(weights) : null,
        Data(element.GetProperty("expected")),
        element.GetProperty("tolerance").GetProperty("absolute").GetDouble(),
        element.GetProperty("tolerance").GetProperty("relative").GetDouble());

    private static double[] Data(JsonElement tensor) => [.. tensor.GetProperty("data").EnumerateArray().Select(value => value.GetDouble())];
}
