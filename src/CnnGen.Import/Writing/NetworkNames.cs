using System.Text.RegularExpressions;
using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>
/// Gives layers their names in the network. Names that Keras has given by itself (<c>conv2d_7</c>) are given anew, counted from 0; those
/// that somebody has chosen stay, with an underscore for what a name cannot hold.
/// </summary>
internal static class NetworkNames
{
    /// <summary>Gives every layer its name; returns those whose names are written down, as they are not the automatic ones.</summary>
    /// <param name="layers">The layers, in the order in which they are written.</param>
    public static IReadOnlySet<ImportedLayer> Assign(IReadOnlyList<ImportedLayer> layers)
    {
        var (counts, taken, written) = (new Dictionary<string, int>(), new HashSet<string>(), new HashSet<ImportedLayer>());
        foreach (var layer in layers.Where(IsAutomatic))
        {
            var count = counts.GetValueOrDefault(layer.Stem);
            counts[layer.Stem] = count + 1;
            layer.Name = count == 0 ? layer.Stem : $"{layer.Stem}_{count}";
            taken.Add(layer.Name);
        }

        foreach (var layer in layers.Where(layer => !IsAutomatic(layer)))
        {
            var stem = string.Concat(layer.FileName.Select(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
            layer.Name = stem;
            for (var number = 1; !taken.Add(layer.Name); number++)
                layer.Name = $"{stem}_{number}";
            written.Add(layer);
        }

        return written;
    }

    /// <summary>A class's name of a file's: <c>resnet8_cifar10</c> becomes <c>Resnet8Cifar10</c>.</summary>
    /// <param name="file">The file's name, without its ending.</param>
    public static string ClassName(string file)
    {
        var words = Regex.Split(file, "[^A-Za-z0-9]+").Where(word => word.Length > 0);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return name.Length == 0 ? "Network" : char.IsAsciiDigit(name[0]) ? $"Network{name}" : name;
    }

    private static bool IsAutomatic(ImportedLayer layer) =>
        layer.Kind == "Input" || layer.IsUnnamed || (layer.FileName.StartsWith(layer.Stem, StringComparison.Ordinal)
            && Regex.IsMatch(layer.FileName[layer.Stem.Length..], "^(_[0-9]+)?$"));
}
