using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Analysis.Warnings;

/// <summary>Dropout behind the last layer with weights: its zeros reach the loss.</summary>
internal static class DropoutAtTheEnd
{
    public static IEnumerable<NetworkError> Find(NetworkView view)
    {
        foreach (var dropout in view.Inner.Where(layer => layer.Traits.DropsValues))
        {
            var last = view.Layers.Take(dropout.Index).LastOrDefault(layer => layer.Parameters.Any(parameter => parameter.IsTrainable));
            if (last is not null && view.Behind(dropout).All(layer => layer.Parameters.Count == 0))
                yield return view.Warn(DiagnosticIds.DropoutAtTheEnd, dropout, null, view.Describe(dropout), view.Describe(last));
        }
    }
}
