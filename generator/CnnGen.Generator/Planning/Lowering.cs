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
    /// <param name="declared">The network as declared.</param>
    /// <param name="planners">The planners of its layers.</param>
    /// <returns>The computed network, and the layers that happen while an image is loaded.</returns>
    public static (Network Network, LayerPlanner[] Loading) Lower(Network declared, IReadOnlyList<LayerPlanner> planners)
    {
        var loading = planners.Skip(1).TakeWhile(planner => planner.LoadsWithImages).ToArray();
        var lowered = new List<Layer> { declared.Layers[0] };
        var index = new Dictionary<int, int> { [0] = 0 };
        foreach (var planner in loading)
            index[planner.Layer.Index] = 0;

        foreach (var planner in planners.Skip(1 + loading.Length))
        {
            lowered.AddRange(planner.Lower(lowered.Count, new(planner.Layer.Inputs.Select(input => index[input]))));
            index[planner.Layer.Index] = lowered.Count - 1;
        }

        return (new Network(declared.Type, new(lowered)), loading);
    }
}
