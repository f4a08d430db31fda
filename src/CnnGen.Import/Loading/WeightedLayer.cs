using CnnGen.Import.Keras;

namespace CnnGen.Import.Loading;

/// <summary>A layer of a network that has weights, and what Keras calls it.</summary>
/// <param name="Name">Its name in the network.</param>
/// <param name="KerasClass">Its class in Keras: <c>PReLU</c>.</param>
/// <param name="Group">
/// The group that has its weights in Keras' files: the class in snake case, and its number among the layers of its class.
/// </param>
/// <param name="Place">Its place in <see cref="NetworkInfo.Layers"/>.</param>
/// <param name="Weights">Its weights in the order in which Keras makes them, with the names that Keras' versions have for each.</param>
internal sealed record WeightedLayer(
    string Name, string KerasClass, string Group, int Place, IReadOnlyList<(Parameter Parameter, string[] Roles)> Weights)
{
    private static readonly Dictionary<string, (string Class, string[] Weights)> Classes = KerasRules.Table
        .Where(rule => rule.Value.Weights.Length > 0)
        .ToDictionary(rule => rule.Value.Kind, rule => (rule.Key, rule.Value.Weights));

    /// <summary>Whether Keras keeps, behind its weights, a number of what it has seen, which nobody reads.</summary>
    public bool HasCounter => KerasClass == "Normalization";

    /// <summary>The layers of a network that have weights, in order.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyList<WeightedLayer> Of(INetwork network)
    {
        var parameters = network.Parameters.ToLookup(parameter => parameter.Name[..Math.Max(0, parameter.Name.LastIndexOf('/'))]);
        var (counts, layers) = (new Dictionary<string, int>(), new List<WeightedLayer>());
        for (var place = 0; place < network.Info.Layers.Count; place++)
        {
            var layer = network.Info.Layers[place];
            if (!Classes.TryGetValue(layer.Kind, out var keras))
                continue;
            // Counted with those of its class that have no weights, as Keras does.
            var number = counts.GetValueOrDefault(keras.Class);
            counts[keras.Class] = number + 1;
            var roles = keras.Weights.Select(names => names.Split('|'));
            var weights = from names in roles
                          from parameter in parameters[layer.Name]
                          where parameter.Name == $"{layer.Name}/{names[0]}"
                          select (parameter, names);
            var group = KerasStep.SnakeCase(keras.Class) + (number == 0 ? "" : $"_{number}");
            if (parameters.Contains(layer.Name))
                layers.Add(new(layer.Name, keras.Class, group, place, [.. weights]));
        }

        return layers;
    }
}
