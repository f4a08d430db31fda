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
        var found = new List<ImportedTensor>();
        foreach (var name in Hdf5.Names(group, "weight_names"))
        {
            var parts = name.Split('/');
            var role = roles.FirstOrDefault(role => role.Contains(RoleOf(parts[^1])))?[0];
            var isOther = path.Count > 1 && !IsOf(path[^1].Name, string.Join('/', parts[..^1]));
            if (role is null || isOther)
                continue;
            if (found.Exists(tensor => tensor.Role == role))
                throw new InvalidDataException($"the file has several {role} of it: in a model inside another, names must differ");
            found.Add(Hdf5.Tensor(group.Dataset(name), role, length));
        }

        return found;
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();

    /// <summary><c>kernel:0</c> is the kernel.</summary>
    private static string RoleOf(string name) => name.Split(':')[0];

    /// <summary>
    /// Whether a path ends with the name of a layer, or with this and a number, which TensorFlow adds where a name is used again.
    /// </summary>
    private static bool IsOf(string layer, string path)
    {
        if (path == layer || path.EndsWith($"/{layer}", StringComparison.Ordinal))
            return true;
        var stem = path.TrimEnd([.. "0123456789"]);
        return stem.Length < path.Length && (stem == $"{layer}_" || stem.EndsWith($"/{layer}_", StringComparison.Ordinal));
    }
}

/// <summary>A layer of a file that has weights.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Weights">Its weights under the names that they have there: <c>kernel</c>.</param>
internal sealed record StoredLayer(string Name, IReadOnlyList<(string Role, IH5Dataset Dataset)> Weights);
