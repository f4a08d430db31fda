using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// Rewrites a declared network into the one that is computed: what stands directly behind the input and can happen while an image is loaded
/// leaves it, a layer may become several, what outputs cost is a layer behind them, and where several read one layer, each gets a branch of
/// its own. In the computed network every layer but the forked ones has one reader, and every output none.
/// </summary>
internal sealed class Lowering
{
    private readonly Network _declared;
    private readonly IReadOnlyList<LayerPlanner> _planners;
    private readonly LayerPlanner[] _loading;
    private readonly List<Layer> _lowered = [];

    // The layers that the readers of each declared one have to read, in order.
    private readonly Dictionary<int, Queue<int>> _branches = [];

    private Lowering(Network declared, IReadOnlyList<LayerPlanner> planners)
    {
        (_declared, _planners) = (declared, planners);
        _loading = [.. Loading()];
    }

    /// <param name="declared">The network as declared.</param>
    /// <param name="planners">The planners of its layers.</param>
    /// <returns>The computed network, and the layers that happen while an image is loaded.</returns>
    public static (Network Network, LayerPlanner[] Loading) Lower(Network declared, IReadOnlyList<LayerPlanner> planners)
    {
        var lowering = new Lowering(declared, planners);
        return (lowering.Lower(), lowering._loading);
    }

    private Network Lower()
    {
        foreach (var planner in _planners.Where(planner => !_loading.Contains(planner)))
        {
            var layer = planner.Layer;
            if (Absorb(planner))
                continue;
            // What a layer behind the loading ones reads is the input.
            _lowered.AddRange(planner.Lower(_lowered.Count, new(layer.Inputs.Select(Next)))
                .Select(lowered => lowered with { IsFrozen = layer.IsFrozen }));
            if (layer.ActivityRegularizer is { } regularizer)
                _lowered.Add(LayerPlanners.Penalty(_lowered[_lowered.Count - 1], regularizer));
            var isInput = layer.Index == 0 && _loading.Length > 0;
            Fork(isInput ? _loading[_loading.Length - 1].Layer.Index : layer.Index, _lowered[_lowered.Count - 1]);
        }

        var outputs = new EquatableArray<int>(_declared.FurtherOutputs.Select(Next).ToList());
        return new Network(_declared.Type, new(_lowered)) { FurtherOutputs = outputs, IsInspection = _declared.IsInspection };
    }

    /// <summary>Makes an activation a part of the layer before it, where that can be and nobody else reads that.</summary>
    private bool Absorb(LayerPlanner planner)
    {
        var (layer, before) = (planner.Layer, planner.Layer.Inputs.Select(input => (int?)input).FirstOrDefault());
        if (planner.ElementFunction is not { } function || function == ActivationFunction.Linear || !function.IsDerivedFromOutput())
            return false;
        if (ReadersOf(before!.Value) != 1 || _loading.Contains(_planners[before.Value]))
            return false;
        var lowered = _branches[before.Value].Peek();
        if (LayerPlanners.Of(_lowered[lowered]).Absorb(function) is not { } absorbed)
            return false;
        _lowered[lowered] = absorbed;
        Fork(layer.Index, absorbed);
        return true;
    }

    /// <summary>The layers behind the input that happen while an image is loaded: each the only reader of the one before.</summary>
    private IEnumerable<LayerPlanner> Loading()
    {
        var last = 0;
        while (ReadersOf(last) == 1 && _declared.ConsumersOf(last).FirstOrDefault() is { } reader
            && _planners[reader.Index].LoadsWithImages)
        {
            yield return _planners[reader.Index];
            last = reader.Index;
        }
    }

    /// <summary>How often a declared layer is read; to be an output counts.</summary>
    private int ReadersOf(int layer) => _declared.Layers.Sum(reader => reader.Inputs.Count(input => input == layer))
        + _declared.FurtherOutputs.Count(output => output == layer);

    /// <summary>Gives each reader of a declared layer something to read: the layer that gives its output, or a branch.</summary>
    private void Fork(int declared, Layer layer)
    {
        var readers = ReadersOf(declared);
        var branches = _branches[declared] = new Queue<int>();
        if (readers <= 1)
        {
            branches.Enqueue(layer.Index);
            return;
        }

        for (var reader = 0; reader < readers; reader++)
        {
            branches.Enqueue(_lowered.Count);
            _lowered.Add(LayerPlanners.Branch(layer, _lowered.Count, reader));
        }
    }

    private int Next(int declared) => _branches[declared].Dequeue();
}
