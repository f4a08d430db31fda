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
            "sum" => [weighed.Sum()],
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
        Data(element.GetProperty("y_true"), AxisOf(element)),
        Data(element.GetProperty("y_pred"), AxisOf(element)),
        RowOf(element),
        element.GetProperty("sample_weight") is { ValueKind: JsonValueKind.Object } weights ? Data(weights) : null,
        Data(element.GetProperty("expected")),
        element.GetProperty("tolerance").GetProperty("absolute").GetDouble(),
        element.GetProperty("tolerance").GetProperty("relative").GetDouble());

    /// <summary>Values of a row: those that the loss takes together.</summary>
    private static int RowOf(JsonElement element)
    {
        int[] shape = [.. element.GetProperty("y_pred").GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
        if (element.GetProperty("loss").GetString() is not ("Dice" or "Tversky"))
            return shape[AxisOf(element) ?? (shape.Length - 1)];
        // A quotient of everything, or of everything but the images.
        var axes = element.GetProperty("arguments").GetProperty("axis");
        return shape.Skip(axes.ValueKind == JsonValueKind.Null ? 0 : 1).Aggregate(1, (a, b) => a * b);
    }

    /// <summary>The axis of the classes, where that is not the last one.</summary>
    private static int? AxisOf(JsonElement element) =>
        element.GetProperty("arguments").TryGetProperty("axis", out var axis) && axis.ValueKind == JsonValueKind.Number
            && axis.GetInt32() is > 0 and var number ? number : null;

    /// <summary>The values of a tensor, with an axis moved to the end.</summary>
    private static double[] Data(JsonElement tensor, int? axis)
    {
        double[] values = Data(tensor);
        if (axis is not { } number)
            return values;
        int[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32())];
        int inner = shape.Skip(number + 1).Aggregate(1, (a, b) => a * b), extent = shape[number];
        return
        [
            .. values.Chunk(extent * inner).SelectMany(outer => Enumerable.Range(0, inner)
                .SelectMany(column => Enumerable.Range(0, extent).Select(row => outer[(row * inner) + column]))),
        ];
    }

    private static double[] Data(JsonElement tensor) => [.. tensor.GetProperty("data").EnumerateArray().Select(value => value.GetDouble())];
}
