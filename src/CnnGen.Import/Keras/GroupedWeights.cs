using CnnGen.Import.Graph;
using PureHDF;
using PureHDF.VOL.Native;

namespace CnnGen.Import.Keras;

/// <summary>
/// Weights as HDF5 files of whole models have them: a group for each layer of the outermost model, under its name, with a list of the
/// weights in it; those of a model inside are all in its group.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="weights">The group that has those of the layers.</param>
/// <param name="length">Its bytes.</param>
internal sealed class GroupedWeights(NativeFile file, IH5Group weights, long length) : KerasWeights
{
    // In the groups of models, the path of each layer that has been asked for.
    private readonly Dictionary<(string Group, string Layer), string?> _paths = [];

    /// <summary>The layers that have weights, in order; those of a model inside one by one, as they come in its group.</summary>
    /// <param name="weights">The group that has those of the layers.</param>
    public static IEnumerable<StoredLayer> Layers(IH5Group weights)
    {
        foreach (var outer in Hdf5.Names(weights, "layer_names"))
        {
            var group = weights.Group(outer);
            var byLayer = Hdf5.Names(group, "weight_names").Select(name => (Name: name, Parts: name.Split('/')))
                .GroupBy(weight => string.Join('/', weight.Parts[..^1]));
            foreach (var layer in byLayer)
            {
                var its = layer.Select(weight => (RoleOf(weight.Parts[^1]), group.Dataset(weight.Name)));
                yield return new(layer.Key.Length > 0 ? layer.Key : outer, [.. its]);
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ImportedTensor> Of(IReadOnlyList<KerasStep> path, IReadOnlyList<string[]> roles)
    {
        // The group decides, whatever the names in it say; within that of a model the layer's name does.
        var outer = path[0].Name;
        if (!Hdf5.Names(weights, "layer_names").Contains(outer))
            throw new InvalidDataException($"there are no weights of '{outer}' in the file");
        var group = weights.Group(outer);
        var names = Hdf5.Names(group, "weight_names");
        var its = path.Count > 1 ? PathOf(outer, path, names) : null;
        var found = new List<ImportedTensor>();
        foreach (var name in names)
        {
            var role = roles.FirstOrDefault(role => role.Contains(RoleOf(name)))?[0];
            if (role is null || (path.Count > 1 && LayerOf(name) != its))
                continue;
            if (found.Exists(tensor => tensor.Role == role))
                throw new InvalidDataException($"the file has several {role} of it");
            found.Add(Hdf5.Tensor(group.Dataset(name), role, length));
        }

        return found;
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();

    /// <summary><c>conv2d/kernel:0</c> is the kernel.</summary>
    private static string RoleOf(string name) => name[(name.LastIndexOf('/') + 1)..].Split(':')[0];

    /// <summary><c>model/conv2d/kernel:0</c> is of <c>model/conv2d</c>.</summary>
    private static string LayerOf(string name) => name[..Math.Max(name.LastIndexOf('/'), 0)];

    /// <summary>
    /// Which path in the group of a model is a layer's: that which is its name, if need be with those of models inside in front, or else
    /// ends with it, or with it and a number, which TensorFlow adds where a name is used again. None is that of two layers: where
    /// <c>conv2d</c> became <c>conv2d_1</c>, another layer of this name became <c>conv2d_1_1</c>.
    /// </summary>
    private string? PathOf(string group, IReadOnlyList<KerasStep> path, IEnumerable<string> names)
    {
        var (layer, inner) = (path[^1].Name, string.Join('/', path.Skip(1).Select(step => step.Name)));
        if (_paths.TryGetValue((group, inner), out var known))
            return known;
        List<string> free = [.. names.Select(LayerOf).Distinct().Except(_paths.Where(pair => pair.Key.Group == group)
            .Select(pair => pair.Value).OfType<string>())];
        var ways = new[]
        {
            free.FindAll(each => each == inner),
            free.FindAll(each => each == layer),
            free.FindAll(each => each.EndsWith($"/{inner}", StringComparison.Ordinal)),
            free.FindAll(each => each.EndsWith($"/{layer}", StringComparison.Ordinal)),
            free.FindAll(each => each.TrimEnd([.. "0123456789"]) is var stem && stem.Length < each.Length
                && (stem == $"{layer}_" || stem.EndsWith($"/{layer}_", StringComparison.Ordinal))),
        };
        var fitting = ways.FirstOrDefault(way => way.Count > 0) ?? [];
        if (fitting.Count > 1)
        {
            throw new InvalidDataException(
                $"the file has weights of {string.Join(" and ", fitting)}: in a model inside another, names must differ");
        }

        return _paths[(group, inner)] = fitting.FirstOrDefault();
    }
}

/// <summary>A layer of a file that has weights.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Weights">Its weights under the names that they have there: <c>kernel</c>.</param>
internal sealed record StoredLayer(string Name, IReadOnlyList<(string Role, IH5Dataset Dataset)> Weights);
