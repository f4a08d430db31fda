using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>Without padding, steps may leave a rest of rows or columns in which no window fits. It is common: a suggestion.</summary>
internal static class RestOfWindows
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var layer in view.Inner)
        {
            // Zeros that are put there may as well be left out.
            if (layer.Traits.Window is not { } window || StepsOverWindows.SkipsBetween(layer, window)
                || view.Before(layer).Traits.AddsZeros)
            {
                continue;
            }

            var rows = Rest(layer.InputShape.Height, layer.OutputShape.Height, window.StrideHeight, window.CoveredHeight);
            var columns = Rest(layer.InputShape.Width, layer.OutputShape.Width, window.StrideWidth, window.CoveredWidth);
            if (rows <= 0 && columns <= 0)
                continue;
            var step = layer.InputShape.IsSequence ? "step" : "column";
            var rest = rows <= 0 ? Last(columns, step) : columns <= 0 ? Last(rows, "row")
                : $"{Last(rows, "row")} and {Last(columns, step)}";
            yield return view.Warn(
                DiagnosticIds.RestOfWindows, layer, null, view.Describe(layer), layer.InputShape.ToString(),
                view.Describe(view.Before(layer)), rest);
        }
    }

    /// <summary>What is behind the last window; same padding leaves nothing, but may begin before the input.</summary>
    private static int Rest(int input, int output, int stride, int window) =>
        input - ((output - 1) * stride) - window;

    private static string Last(int count, string what) => count == 1 ? $"its last {what}" : $"its last {LayerReader.Text(count)} {what}s";
}
