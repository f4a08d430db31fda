using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>Steps that are longer than the window: what lies between two windows is never looked at.</summary>
internal static class StepsOverWindows
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var layer in view.Inner)
        {
            // A window of one pixel takes some of many on purpose.
            if (layer.Traits.Window is not { } window || (window.Height, window.Width) is (1, 1) || !SkipsBetween(layer, window))
                continue;
            yield return view.Warn(
                DiagnosticIds.StepsOverWindows, layer, null, view.Describe(layer),
                Extents(layer, window.Height, window.Width), Extents(layer, window.StrideHeight, window.StrideWidth));
        }
    }

    /// <summary>Whether rows or columns lie between two windows.</summary>
    public static bool SkipsBetween(Layer layer, Window window) =>
        (layer.OutputShape.Height > 1 && window.StrideHeight > window.CoveredHeight)
        || (layer.OutputShape.Width > 1 && window.StrideWidth > window.CoveredWidth);

    private static string Extents(Layer layer, int height, int width) =>
        layer.InputShape.IsSequence ? LayerReader.Text(width) : $"{LayerReader.Text(height)} x {LayerReader.Text(width)}";
}
