using CnnGen.Import.Keras;
using PureHDF;

namespace CnnGen.Import.Loading;

/// <summary>HDF5 files of Keras, whose weights go to the layers of a network in order, as Keras itself loads them.</summary>
internal static class Hdf5Weights
{
    /// <summary>Gathers the weights of a network.</summary>
    /// <param name="file">The file, of a whole model or of weights alone.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="load">Takes them.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or none of Keras.</exception>
    public static void Gather(IH5Group file, long length, WeightLoad load)
    {
        var root = file.LinkExists("model_weights") ? file.Group("model_weights") : file;
        if (NumberedWeights.Container(root) is { } container)
            Numbered(NumberedWeights.Layers(root.Group(container)), container, length, load);
        else if (GroupedWeights.Layers(root).ToList() is { Count: > 0 } layers)
            Grouped(layers, length, load);
        else
            throw new InvalidDataException("there are no weights of Keras in the file");
    }

    /// <summary>By the groups of Keras 3, which are counted by class.</summary>
    private static void Numbered(Dictionary<string, IH5Group> groups, string container, long length, WeightLoad load)
    {
        foreach (var layer in load.Layers)
        {
            for (var number = 0; number < layer.Weights.Count; number++)
            {
                var (parameter, place) = (layer.Weights[number].Parameter, $"'{container}/{layer.Group}/vars/{number}'");
                if (groups.TryGetValue(layer.Group, out var group) && group.LinkExists($"vars/{number}"))
                    Set(parameter, group.Dataset($"vars/{number}"), place, length, load);
                else
                    load.Report(parameter, $"there is no {place} in the file");
            }
        }

        var layers = load.Layers.ToDictionary(layer => layer.Group);
        foreach (var group in groups.Values)
        {
            var count = group.LinkExists("vars") ? group.Group("vars").Children().Count() : 0;
            var known = layers.TryGetValue(group.Name, out var layer) ? layer.Weights.Count + (layer.HasCounter ? 1 : 0) : 0;
            var place = $"'{container}/{group.Name}'";
            if (NumberedWeights.Container(group) is not null)
                load.Report(place, "it is a model inside the model; import the whole model, or save the weights of a flat one");
            else if (count > known)
                load.Report(place, $"it has {count} weights, but {(known > 0 ? $"must have {known}" : "the network has no layer for it")}");
        }
    }

    /// <summary>
    /// By the order in which Keras 2 lists layers: each takes the first that is left of those that have its weights. Side by side, layers
    /// may stand in another order than in the network, so one of them is not held up by the other.
    /// </summary>
    private static void Grouped(List<StoredLayer> stored, long length, WeightLoad load)
    {
        foreach (var layer in load.Layers)
        {
            if (stored.Find(each => Fits(layer, each)) is not { } found)
                continue;
            stored.Remove(found);
            foreach (var (parameter, roles) in layer.Weights)
            {
                foreach (var (_, dataset) in found.Weights.Where(weight => roles.Contains(weight.Role)))
                    Set(parameter, dataset, $"'{found.Name}/{dataset.Name}'", length, load);
            }
        }

        foreach (var layer in stored)
        {
            var weights = layer.Weights.Select(weight => $"{weight.Role} {WeightLoad.Shape(Hdf5.Shape(weight.Dataset))}");
            load.Report($"layer '{layer.Name}'", $"the network has no layer for its weights: {string.Join(", ", weights)}");
        }
    }

    /// <summary>Whether a layer of a file has what one of the network has: the roles, and as many axes.</summary>
    private static bool Fits(WeightedLayer ours, StoredLayer theirs) =>
        ours.Weights.All(weight => theirs.Weights.Any(
            other => weight.Roles.Contains(other.Role) && other.Dataset.Space.Rank == weight.Parameter.Shape.Count))
        && theirs.Weights.All(weight => IsKnown(ours, weight.Role));

    private static bool IsKnown(WeightedLayer layer, string role) =>
        layer.Weights.Any(weight => weight.Roles.Contains(role)) || (layer.HasCounter && role == "count");

    private static void Set(Parameter parameter, IH5Dataset dataset, string place, long length, WeightLoad load) => load.Set(
        parameter, place, Hdf5.Shape(dataset), parameter.Shape, () => Hdf5.Tensor(dataset, parameter.Name, length).Values);
}
