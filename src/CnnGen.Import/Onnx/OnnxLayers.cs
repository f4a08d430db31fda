using CnnGen.Import.Graph;
using CnnGen.Import.Keras;

namespace CnnGen.Import.Onnx;

/// <summary>The layers that a model becomes, and what brings tensors into the order that a layer needs.</summary>
internal sealed class OnnxLayers
{
    // Names that Keras gives come from its own words for the layers.
    private static readonly Dictionary<string, string> KerasKinds = KerasRules.Table
        .GroupBy(pair => pair.Value.Kind).ToDictionary(group => group.Key, group => group.First().Key);

    private static readonly string[] HaveBiasAndActivation =
        ["Conv2D", "DepthwiseConv2D", "Conv2DTranspose", "Conv1D", "DepthwiseConv1D", "Dense"];

    private readonly List<ImportedLayer> _layers = [];
    private readonly bool _isFrozen;

    /// <summary>No layers.</summary>
    /// <param name="isFrozen">Whether all that have weights are frozen.</param>
    public OnnxLayers(bool isFrozen) => _isFrozen = isFrozen;

    /// <summary>All layers, in the order in which they were added.</summary>
    public IReadOnlyList<ImportedLayer> All => _layers;

    /// <summary>Whether a layer can take in a bias and an activation that the file has in nodes behind it.</summary>
    /// <param name="layer">The layer.</param>
    public static bool HasBiasAndActivation(ImportedLayer layer) => HaveBiasAndActivation.Contains(layer.Kind);

    /// <summary>Adds a layer.</summary>
    /// <param name="place">The node.</param>
    /// <param name="kind">The attribute.</param>
    /// <param name="inputs">What it reads.</param>
    public ImportedLayer Add(string place, string kind, params OnnxActivation[] inputs)
    {
        var layer = new ImportedLayer($"{_layers.Count}", kind)
        {
            Kind = kind,
            Stem = StemOf(kind),
            IsUnnamed = true,
            Place = place,
            Inputs = [.. inputs.Select(input => input.Layer.FileName)],
        };
        _layers.Add(layer);
        return layer;
    }

    /// <summary>Adds a layer that gives as much as it reads, each element where it was.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kind">The attribute.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="arguments">Arguments of the constructor, as C#.</param>
    public OnnxActivation AddUnary(OnnxNode node, string kind, OnnxActivation input, params string[] arguments)
    {
        var layer = Add(node.Place, kind, input);
        foreach (var argument in arguments)
            layer.Add(argument);
        return input.With(layer);
    }

    /// <summary>Makes another layer of one that has no arguments yet.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kind">The attribute.</param>
    public void Rename(ImportedLayer layer, string kind) => (layer.Kind, layer.Stem) = (kind, StemOf(kind));

    /// <summary>Whether a tensor's layer gives a sequence: it is that, or what was made of one.</summary>
    /// <param name="input">The tensor.</param>
    public bool IsSequence(OnnxActivation input) => input.Axes.Count == 2 && input.Map.Height == 1;

    /// <summary>Gives a layer weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="role">What they are there.</param>
    /// <param name="shape">Their extents.</param>
    /// <param name="values">The values, row-major.</param>
    public void SetWeights(ImportedLayer layer, string role, int[] shape, float[] values)
    {
        layer.Tensors.RemoveAll(tensor => tensor.Role == role);
        layer.Tensors.Add(new(role, shape, values));
        layer.IsFrozen |= _isFrozen;
    }

    /// <summary>A tensor whose axes lie as a layer of maps needs them: in the usual order of the file, or another one.</summary>
    /// <param name="node">The node that needs it.</param>
    /// <param name="input">The tensor.</param>
    /// <param name="order">For each of its axes the layer's; as the file has it when left out.</param>
    public OnnxActivation Arranged(OnnxNode node, OnnxActivation input, int[][]? order = null)
    {
        if (input.Axes.Count is < 1 or > 3)
        {
            throw node.Refuse(
                $"it works on {OnnxValue.Shown([OnnxValue.Batch, .. input.Extents])}, but a tensor must have a batch and 1 to 3 axes");
        }

        order ??= OnnxActivation.Order(input.Axes.Count);
        if (input.IsIn(order))
            return order.Length > 1 && input.IsVector ? AsMap(node, input, order) : input;
        int[][] wanted = [.. Enumerable.Range(0, 3).Select(part => Array.FindIndex(order, parts => parts.Contains(part)))
            .Select(axis => axis < 0 ? (int[])[] : [.. input.Axes[axis].Parts])];
        int[] extents = [.. Enumerable.Range(0, 3).Select(part => wanted[part].Aggregate(1, (extent, each) => extent * input.Map[each]))];
        var map = order is [[OnnxActivation.Channels]] ? OnnxMap.Vector(extents[2]) : new OnnxMap(extents[0], extents[1], extents[2]);
        int[] parts = [.. wanted.SelectMany(each => each)];
        parts = [.. Enumerable.Range(0, 3).Except(parts), .. parts];
        var (from, current) = (input, input.Map);
        if (!parts.Where(part => input.Map[part] > 1).SequenceEqual(Enumerable.Range(0, 3).Where(part => input.Map[part] > 1)))
        {
            var permute = Add(node.Place, "Permute", from);
            foreach (var part in parts)
                permute.Add($"{part + 1}");
            current = new(input.Map[parts[0]], input.Map[parts[1]], input.Map[parts[2]]);
            from = OnnxActivation.Of(permute, current, OnnxActivation.Order(3));
        }

        return current == map ? OnnxActivation.Of(from.Layer, map, order) : Reshape(node, from, map, order);
    }

    /// <summary>A tensor as a vector in the order of the layer, whatever that of the file is.</summary>
    /// <param name="node">The node that needs it.</param>
    /// <param name="input">The tensor.</param>
    public OnnxActivation Flat(OnnxNode node, OnnxActivation input) =>
        input.IsVector ? input : new(Add(node.Place, "Flatten", input), input.Map, input.Axes);

    /// <summary>Elements in the order of the layer with other extents.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The tensor.</param>
    /// <param name="map">What comes of it.</param>
    /// <param name="order">The layer's axes, in the order of the file.</param>
    public OnnxActivation Reshape(OnnxNode node, OnnxActivation input, OnnxMap map, int[][] order)
    {
        if (map.IsVector)
            return OnnxActivation.Of(Add(node.Place, "Flatten", input), map, order);
        var layer = Add(node.Place, "Reshape", input);
        foreach (var extent in (int[])[map.Height, map.Width, map.Channels])
            layer.Add($"{extent}");
        return OnnxActivation.Of(layer, map, order);
    }

    private static string StemOf(string kind) => KerasStep.SnakeCase(KerasKinds.GetValueOrDefault(kind, kind));

    /// <summary>A vector as a map of one pixel. A global pool makes one by itself.</summary>
    private OnnxActivation AsMap(OnnxNode node, OnnxActivation input, int[][] order)
    {
        var map = input.Map with { IsVector = false };
        var isPool = input.Layer.Kind.StartsWith("Global", StringComparison.Ordinal);
        if (isPool && !_layers.Exists(layer => layer.Inputs.Contains(input.Layer.FileName)))
        {
            input.Layer.Set("KeepDims", "true");
            return OnnxActivation.Of(input.Layer, map, order);
        }

        return Reshape(node, input, map, order);
    }
}
