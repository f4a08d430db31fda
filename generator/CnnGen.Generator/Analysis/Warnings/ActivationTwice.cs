using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>An activation behind the same activation: softmax of probabilities, relu of what relu gave.</summary>
internal static class ActivationTwice
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var layer in view.Inner)
        {
            var before = view.Before(layer);
            if (layer.Traits is not { IsActivation: true, Activation: not ActivationFunction.Linear and var function }
                || before.Traits.Activation != function)
            {
                continue;
            }

            yield return function == ActivationFunction.Softmax
                ? view.Warn(DiagnosticIds.SoftmaxTwice, layer, null, view.Describe(layer), view.Describe(before))
                : view.Warn(DiagnosticIds.ActivationTwice, layer, null,
                    view.Describe(layer), $"{function}".ToLowerInvariant(), view.Describe(before));
        }
    }
}
