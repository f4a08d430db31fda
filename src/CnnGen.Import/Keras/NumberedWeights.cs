using CnnGen.Import.Graph;
using PureHDF;
using PureHDF.VOL.Native;

namespace CnnGen.Import.Keras;

/// <summary>
/// Weights as <c>.keras</c> and <c>.weights.h5</c> files have them: groups that are named after the class of a layer and its place among
/// those of its class, not after the layer, and in each the weights by their numbers.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="length">Its bytes.</param>
internal sealed class NumberedWeights(NativeFile file, long length) : KerasWeights
{
    // The second is that of Keras 2.12 and 2.13.
    private static readonly string[] Containers = ["layers", "_layer_checkpoint_dependencies"];

    // Of each model that a layer was asked for in, by its path.
    private readonly Dictionary<string, Dictionary<string, IH5Group>> _groups = [];

    /// <summary>The group that has the layers of a model; null where there is none.</summary>
    /// <param name="model">The model's group.</param>
    public static string? Container(IH5Group model) => Array.Find(Containers, model.LinkExists);

    /// <summary>
    /// The groups of the layers of a model, by name. Looking for one reads the links before it, so they are looked for once.
    /// </summary>
    /// <param name="container">The group that has them.</param>
    public static Dictionary<string, IH5Group> Layers(IH5Group container) =>
        container.Children().OfType<IH5Group>().ToDictionary(group => group.Name);

    /// <inheritdoc/>
    public override IReadOnlyList<ImportedTensor> Of(IReadOnlyList<KerasStep> path, IReadOnlyList<string[]> roles)
    {
        IH5Group place = file;
        var model = "";
        foreach (var step in path)
        {
            var name = KerasStep.SnakeCase(step.Kind) + (step.Number == 0 ? "" : $"_{step.Number}");
            if (!_groups.TryGetValue(model, out var layers))
                _groups.Add(model, layers = Container(place) is { } container ? Layers(place.Group(container)) : []);
            place = layers.GetValueOrDefault(name) ?? throw new InvalidDataException(
                $"there is no group {Container(place) ?? Containers[0]}/{name} with its weights in the file");
            model += $"{name}/";
        }

        var found = new List<ImportedTensor>();
        for (var number = 0; place.LinkExists($"vars/{number}"); number++)
        {
            // Normalization counts, too, what it has seen.
            if (number < roles.Count)
                found.Add(Hdf5.Tensor(place.Dataset($"vars/{number}"), roles[number][0], length));
        }

        return found;
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();
}
