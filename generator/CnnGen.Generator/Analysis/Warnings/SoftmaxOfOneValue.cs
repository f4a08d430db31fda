using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>Softmax over a single value: 1, whatever comes.</summary>
internal static class SoftmaxOfOneValue
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var layer in view.Inner.Where(layer => layer.OutputShape.Channels == 1))
        {
            // Over other axes than the channels, a softmax has no trait.
            var (function, value) = layer.Traits.Activation switch
            {
                ActivationFunction.Softmax => ("softmax", "1"),
                ActivationFunction.LogSoftmax => ("logsoftmax", "0"),
                _ => ("", ""),
            };
            if (function.Length > 0)
                yield return view.Warn(DiagnosticIds.SoftmaxOfOneValue, layer, "Activation", view.Describe(layer), function, value);
        }
    }
}
