using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>A bias that the batch normalization behind it subtracts again, with the mean of each channel.</summary>
internal static class BiasBeforeBatchNormalization
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        // A frozen one subtracts what it has learned, not what comes.
        foreach (var normalization in view.Inner.Where(layer => layer is { Traits.SubtractsMeans: true, IsFrozen: false }))
        {
            var before = view.Before(normalization);
            if (before is { Traits: { HasBias: true, Activation: ActivationFunction.Linear }, IsFrozen: false }
                && view.HasOneReader(before))
            {
                yield return view.Warn(
                    DiagnosticIds.BiasBeforeBatchNormalization, before, "UseBias", view.Describe(before), view.Describe(normalization));
            }
        }
    }
}
