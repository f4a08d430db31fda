using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>
/// Two numbers for a window, of which the second is less: in Keras they are its size and the strides. A window on a square map that is
/// meant so has its sides named, or is a column that padding keeps in its place.
/// </summary>
internal static class WindowOrStrides
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var layer in view.Inner.Where(layer => layer.InputShape.Height == layer.InputShape.Width))
        {
            var declaration = view.DeclarationOf(layer);
            var stem = declaration["PoolHeight"] is null ? "Kernel" : "Pool";
            if (declaration.Argument($"{stem}Height") is not { IsPlain: true, Value: int height }
                || declaration.Argument($"{stem}Width") is not { IsPlain: true, IsSquare: false, Value: int width }
                || height <= width
                || declaration.Arguments.Any(argument => argument.Name is "Strides" or "StrideHeight" or "StrideWidth")
                || (width == 1 && layer.OutputShape.Height == layer.OutputShape.Width))
            {
                continue;
            }

            yield return view.Warn(
                DiagnosticIds.WindowOrStrides, layer, $"{stem}Width", view.Describe(layer), LayerReader.Text(height),
                LayerReader.Text(width), stem.ToLowerInvariant());
        }
    }
}
