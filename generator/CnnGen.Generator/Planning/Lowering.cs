using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// Rewrites a declared network into the one that is computed: what stands directly behind the input and can happen while an image is loaded
/// leaves it, and a layer may become several.
/// </summary>
internal static class Lowering
{
    /// <returns>The computed network, and the layers that happen while an image is loaded.</returns>
    public static (Network Network, EquatableArray<Layer> Loading) Lower(Network declared)
    {
        var loading = declared.Layers.Skip(1).TakeWhile(layer => LayerPlanners.Of(layer).LoadsWithImages).ToArray();
        var lowered = new List<Layer> { declared.Layers[0] };
        var index = new Dictionary<int, int> { [0] = 0 };
        foreach (var layer in loading)
            index[layer.Index] = 0;

        foreach (var layer in declared.Layers.Skip(1 + loading.Length))
        {
            lowered.AddRange(LayerPlanners.Of(layer).Lower(lowered.Count, new(layer.Inputs.Select(input => index[input]))));
            index[layer.Index] = lowered.Count - 1;
        }

        return (new Network(declared.Type, new(lowered)), new(loading));
    }
}
