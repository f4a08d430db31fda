using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>Takes what most layers have in common out of them, into <c>[LayerDefaults]</c>.</summary>
internal static class Defaults
{
    // So often a value must stand there more than its absence, for one line to be worth it.
    private const int Gain = 2;

    // A property, what it is without, and the layers that take it from there.
    private static readonly (string Property, string Without, string[] Takers)[] Properties =
    [
        ("Padding", "Padding.Valid", Kinds.Convolutions),
        ("Activation", "Activation.Linear", [.. Kinds.Convolutions, "Dense"]),
        ("UseBias", "true", [.. Kinds.Convolutions, "Dense"]),
        ("KernelRegularizerL1", "0", ["Conv2D", "Conv1D", "Conv2DTranspose", "Dense"]),
        ("KernelRegularizerL2", "0", ["Conv2D", "Conv1D", "Conv2DTranspose", "Dense"]),
    ];

    /// <summary>Takes it out of the layers; returns the arguments of the attribute, none where it would gain nothing.</summary>
    /// <param name="layers">The layers.</param>
    public static IReadOnlyList<Argument> TakeOut(IReadOnlyList<ImportedLayer> layers)
    {
        var taken = new List<Argument>();
        if (KernelSize(layers) is { } size)
            taken.Add(size);
        foreach (var (property, without, kinds) in Properties)
        {
            List<ImportedLayer> takers = [.. layers.Where(layer => kinds.Contains(layer.Kind))];
            var most = takers.Select(layer => layer[property]).OfType<string>().Where(value => value != "Padding.Causal")
                .GroupBy(value => value).OrderByDescending(group => group.Count()).FirstOrDefault();
            List<ImportedLayer> others = [.. takers.Where(layer => layer[property] is null)];
            if (most is null || most.Count() < others.Count + Gain)
                continue;
            taken.Add(new(property, most.Key));
            foreach (var layer in takers.Where(layer => layer[property] == most.Key))
                layer.Unset(property);
            foreach (var layer in others)
                layer.Set(property, without);
        }

        return taken;
    }

    /// <summary>The kernel size that most convolutions have, which is an argument of their constructors.</summary>
    private static Argument? KernelSize(IReadOnlyList<ImportedLayer> layers)
    {
        List<ImportedLayer> square = [.. layers.Where(layer => Kinds.Convolutions.Contains(layer.Kind) && layer.SquareKernel is not null)];
        var most = square.GroupBy(layer => layer.SquareKernel!).OrderByDescending(group => group.Count()).FirstOrDefault();
        if (most is null || most.Count() <= Gain)
            return null;
        foreach (var layer in most)
            layer.UnsetKernel();
        return new("KernelSize", most.Key);
    }
}
