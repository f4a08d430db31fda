using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>An activation behind the same activation: relu of what relu gave, and softmax of any probabilities.</summary>
internal static class ActivationTwice
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var layer in view.Inner)
        {
            var before = view.Before(layer);
            if (layer.Traits is not { IsActivation: true, Activation: not ActivationFunction.Linear and var function })
                continue;
            var isOfProbabilities = !function.IsOfElements()
                && before.Traits.Activation is ActivationFunction.Softmax or ActivationFunction.Sigmoid;
            if (!isOfProbabilities && before.Traits.Activation != function)
                continue;

            yield return isOfProbabilities
                ? view.Warn(DiagnosticIds.SoftmaxTwice, layer, null, view.Describe(layer), view.Describe(before))
                : view.Warn(DiagnosticIds.ActivationTwice, layer, null,
                    view.Describe(layer), $"{function}".ToLowerInvariant(), view.Describe(before));
        }
    }
}
