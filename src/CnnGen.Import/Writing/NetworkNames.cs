using System.Text.RegularExpressions;
using CnnGen.Import.Graph;
using CnnGen.Import.Keras;

namespace CnnGen.Import.Writing;

/// <summary>
/// Gives layers their names in the network. Names that Keras has given by itself (<c>conv2d_7</c>) are given anew, counted from 0; those
/// that somebody has chosen stay, with an underscore for what a name cannot hold.
/// </summary>
internal static class NetworkNames
{
    /// <summary>
    /// Gives every layer its name; returns those whose names are written down, as they are not the automatic ones. Layers of blocks have
    /// the names that the use gives them.
    /// </summary>
    /// <param name="layers">The layers, in the order in which they are written.</param>
    /// <param name="blocks">The blocks that some of them are.</param>
    public static IReadOnlySet<ImportedLayer> Assign(IReadOnlyList<ImportedLayer> layers, IReadOnlyList<BlockForm> blocks)
    {
        var (counts, taken, written) = (new Dictionary<string, int>(), new HashSet<string>(), new HashSet<ImportedLayer>());
        var parts = blocks.SelectMany(block => block.Parts.Select(part => (part, block.Name))).ToDictionary(pair => pair.part.Start);
        for (var place = 0; place < layers.Count; place++)
        {
            if (parts.TryGetValue(place, out var use))
            {
                use.part.Name = Next(counts, KerasStep.SnakeCase(use.Name));
                taken.Add(use.part.Name);
                AssignInside(use.part.Layers, $"{use.part.Name}.");
                taken.UnionWith(use.part.Layers.Select(layer => layer.Name));
                place = use.part.End - 1;
            }
            else if (IsAutomatic(layers[place]))
            {
                layers[place].Name = Next(counts, layers[place].Stem);
                taken.Add(layers[place].Name);
            }
            else
            {
                written.Add(layers[place]);
            }
        }

        foreach (var layer in written)
        {
            var stem = string.Concat(layer.FileName.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
            layer.Name = stem;
            for (var number = 1; !taken.Add(layer.Name); number++)
                layer.Name = $"{stem}_{number}";
        }

        return written;
    }

    /// <summary>Gives the layers of a block their names.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="prefix">What stands in front of each name; nothing in the block itself.</param>
    public static void AssignInside(IReadOnlyList<ImportedLayer> layers, string prefix)
    {
        var counts = new Dictionary<string, int>();
        foreach (var layer in layers)
            layer.Name = prefix + Next(counts, layer.Stem);
    }

    /// <summary>A class's name of a file's: <c>resnet8_cifar10</c> becomes <c>Resnet8Cifar10</c>.</summary>
    /// <param name="file">The file's name, without its ending.</param>
    public static string ClassName(string file)
    {
        var words = Regex.Split(file, "[^A-Za-z0-9]+").Where(word => word.Length > 0);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length == 0 ? "Network" : char.IsAsciiDigit(name[0]) ? $"Network{name}" : name;
    }

    /// <summary>Whether a layer has no name in the file that somebody has chosen.</summary>
    /// <param name="layer">The layer.</param>
    public static bool IsAutomatic(ImportedLayer layer) =>
        layer.Kind == "Input" || layer.IsUnnamed || (layer.FileName.StartsWith(layer.Stem, StringComparison.Ordinal)
            && Regex.IsMatch(layer.FileName[layer.Stem.Length..], "^(_[0-9]+)?$"));

    private static string Next(Dictionary<string, int> counts, string stem)
    {
        var count = counts.GetValueOrDefault(stem);
        counts[stem] = count + 1;
        return count == 0 ? stem : $"{stem}_{count}";
    }
}
