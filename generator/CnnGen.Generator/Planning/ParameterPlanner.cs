using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// Gives parameters their places: what is trained first, then the state that is not, then what is derived from the state.
/// </summary>
internal sealed class ParameterPlanner
{
    private readonly List<PlannedParameter> _parameters = [];

    public ParameterPlanner(Network declared)
    {
        var offset = 0L;
        foreach (var layer in declared.Layers.Where(layer => layer is not Normalization))
        {
            foreach (var parameter in layer.Parameters)
            {
                var columns = new Tensor(Shape.Flat(parameter.Columns), default);
                _parameters.Add(new PlannedParameter($"{layer.Name}/{parameter.Name}", parameter, (int)offset, columns.BlockLanes));
                offset = Reserved(offset, (long)(parameter.Count / parameter.Columns) * columns.ChannelStride);
            }
        }

        TrainableFloats = (int)offset;
        foreach (var layer in declared.Layers.OfType<Normalization>())
        {
            foreach (var parameter in layer.Parameters)
            {
                _parameters.Add(new PlannedParameter($"{layer.Name}/{parameter.Name}", parameter, (int)offset, parameter.Shape[^1]));
                offset = Reserved(offset, parameter.Count);
                NormalizationFloats = (int)MemoryPlanner.Align(parameter.Count);
            }

            NormalizationOffset = (int)offset;
            offset = Reserved(offset, 2L * NormalizationFloats);
        }

        WeightFloats = (int)offset;
        var order = declared.Layers.SelectMany(layer => layer.Parameters.Select(parameter => $"{layer.Name}/{parameter.Name}")).ToList();
        Parameters = new(_parameters.OrderBy(parameter => order.IndexOf(parameter.Name)));
    }

    /// <summary>In layer order.</summary>
    public EquatableArray<PlannedParameter> Parameters { get; }

    public int TrainableFloats { get; }

    public int WeightFloats { get; }

    public int? NormalizationOffset { get; }

    public int NormalizationFloats { get; }

    public int? OffsetOf(Layer layer, string parameter) => _parameters.Find(known => known.Name == $"{layer.Name}/{parameter}")?.Offset;

    private static int Reserved(long offset, long floats) => Arena.Floats(offset + MemoryPlanner.Align(floats), "weights and state");
}
