using System.Globalization;
using CnnGen.Samples.Commands;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>How well a network does, in words.</summary>
internal static class Score
{
    /// <summary>Loss, metrics and other figures, and how many images have no prediction, where there are some.</summary>
    /// <param name="result">What evaluation found.</param>
    /// <param name="goal">The metrics to tell.</param>
    /// <param name="figures">Figures that go with them.</param>
    public static string Describe(in EvaluationResult result, Goal goal, IReadOnlyDictionary<string, double> figures)
    {
        var values = result.Metrics;
        string[] parts =
        [
            Part("loss", result.Loss),
            .. goal.Metrics.Select(metric => Part(metric.Name, values[metric.Name])),
            .. figures.Select(figure => Part(figure.Key, figure.Value)),
        ];
        var missing = result.NonFinite > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; of {result.NonFinite:N0} images outputs are not finite numbers")
            : "";
        return string.Join(", ", parts) + missing;
    }

    private static string Part(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:F4}");
}
