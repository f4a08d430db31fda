using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>How well a network does, in words.</summary>
internal static class Score
{
    /// <summary>Loss and accuracy, and how many images have no prediction, where there are some.</summary>
    /// <param name="result">What evaluation found.</param>
    public static string Describe(in EvaluationResult result) =>
        $"loss {result.Loss:F4}, accuracy"
            + $" {result.Accuracy:F4}{(result.NonFinite > 0 ? $"; of {result.NonFinite:N0} images outputs are not finite numbers" : "")}";
}
