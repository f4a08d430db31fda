using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>
/// Gives parameters their places: what is trained first, then of each layer what is not, and what is derived from its state.
/// </summary>
internal sealed class ParameterPlanner
{
    private readonly Dictionary<(string Layer, string Parameter), PlannedParameter> _parameters = [];
    private readonly Dictionary<string, int> _derived = [];

    /// <param name="declared">The layers as declared.</param>
    public ParameterPlanner(IReadOnlyList<LayerNeeds> declared)
    {
        var offset = 0;
        var layers = declared.Select(needs => needs.Layer).ToList();
        foreach (var layer in layers)
        {
            foreach (var parameter in layer.Parameters.Where(parameter => parameter.IsTrainable))
                offset = Add(layer, parameter, offset);
        }

        TrainableFloats = offset;
        foreach (var needs in declared)
        {
            var layer = needs.Layer;
            foreach (var parameter in layer.Parameters.Where(parameter => !parameter.IsTrainable))
                offset = Add(layer, parameter, offset);

            _derived[layer.Name] = offset;
            offset = Reserved(offset, needs.DerivedStateFloats);
        }

        WeightFloats = offset;
        Parameters = new(
            layers.SelectMany(layer => layer.Parameters.Select(parameter => _parameters[(layer.Name, parameter.Name)])));
    }

    /// <summary>In layer order.</summary>
    public EquatableArray<PlannedParameter> Parameters { get; }

    public int TrainableFloats { get; }

    public int WeightFloats { get; }

    /// <summary>Where a parameter lies; null where the layer has none of that name.</summary>
    public int? OffsetOf(Layer layer, string parameter) =>
        _parameters.TryGetValue((layer.Owner, parameter), out var known) ? known.Offset : null;

    /// <summary>Where what is derived from a layer's state lies.</summary>
    public int DerivedOffsetOf(Layer layer) => _derived[layer.Name];

    /// <summary>Gives a parameter its place; weights lie in blocks of columns, state as it is.</summary>
    /// <returns>The first place behind it.</returns>
    private int Add(Layer layer, ParameterShape parameter, int offset)
    {
        var columns = new Tensor(Shape.Flat(parameter.Columns), default);
        var (lanes, floats) = parameter.IsState
            ? (parameter.Columns, parameter.Count)
            : (columns.BlockLanes, (long)(parameter.Count / parameter.Columns) * columns.ChannelStride);
        _parameters[(layer.Name, parameter.Name)] = new PlannedParameter($"{layer.Name}/{parameter.Name}", parameter, offset, lanes);
        return Reserved(offset, floats);
    }

    private static int Reserved(int offset, long floats) => Arena.Floats(offset + CacheLine.Align(floats), "weights and state");
}
