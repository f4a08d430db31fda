using System.Globalization;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Graph;

/// <summary>Gives layers their names: the user's, or Keras' automatic ones, counted per kind over the layers without a name.</summary>
internal static class LayerNames
{
    /// <summary>
    /// One name per attribute; empty for those that are no layers. Names in a block begin with that of its use, which the declaration that
    /// stands for its input has.
    /// </summary>
    public static IReadOnlyList<string> Assign(EquatableArray<LayerDeclaration> attributes, List<NetworkError> errors)
    {
        var names = new string[attributes.Count];
        var uses = new Dictionary<int, string>();
        var counts = new Dictionary<string, int>();
        for (var index = 0; index < attributes.Count; index++)
        {
            var attribute = attributes[index];
            if (attribute is { Kind: BlockUse.Input, Block: { } block })
            {
                names[index] = uses[block.Place] = Next(counts, Prefix(block.Outer) + (block.Name ?? SnakeCase(block.Kind)));
                continue;
            }

            names[index] = attribute["Name"] is string name ? Prefix(attribute.Block) + name
                : LayerRule.Table.TryGetValue(attribute.Kind, out var rule) ? Next(counts, Prefix(attribute.Block) + rule.KerasName)
                : "";
        }

        // Names that are proposed are taken, too, so that all proposals can be followed at once.
        var taken = new HashSet<string>(names);
        ReportInvalid(attributes, taken, errors);
        ReportDuplicates(attributes, names, taken, errors);
        return names;

        string Prefix(BlockUse? block) => block is null ? "" : $"{uses[block.Place]}.";
    }

    /// <summary>A class's name as Keras would name its layer: <c>basic_block</c>.</summary>
    private static string SnakeCase(string name) => string.Concat(name.Select((c, i) =>
        char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))
            ? $"_{char.ToLowerInvariant(c)}"
            : $"{char.ToLowerInvariant(c)}"));

    private static void ReportInvalid(EquatableArray<LayerDeclaration> attributes, HashSet<string> taken, List<NetworkError> errors)
    {
        for (var index = 0; index < attributes.Count; index++)
        {
            if ((attributes[index]["Name"] ?? UseName(attributes[index])) is string name && !IsValid(name))
            {
                errors.Add(
                    new(DiagnosticIds.InvalidName, index, "Name",
                        new([attributes[index].Kind, name]))
                    { Fits = new() { Name = FreeName(name, taken) } });
            }
        }
    }

    private static string? UseName(LayerDeclaration attribute) => attribute.Kind == BlockUse.Input ? attribute.Block?.Name : null;

    /// <summary>
    /// Whether a layer may have a name: it becomes a key of weight files ("conv2d/kernel") and a word in comments and tables.
    /// </summary>
    public static bool IsValid(string name) => name.Length > 0 && name.All(IsValid);

    private static bool IsValid(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <summary>
    /// The name with an underscore for what it cannot hold, and with a number where it is taken; null for an empty one, of which nothing
    /// would be left.
    /// </summary>
    private static string? FreeName(string name, HashSet<string> taken)
    {
        if (name.Length == 0)
            return null;
        var stem = new string([.. name.Select(c => IsValid(c) ? c : '_')]);
        var free = stem;
        for (var number = 1; !taken.Add(free); number++)
            free = $"{stem}_{number.ToString(CultureInfo.InvariantCulture)}";
        return free;
    }

    private static string Next(Dictionary<string, int> counts, string stem)
    {
        counts.TryGetValue(stem, out var count);
        counts[stem] = count + 1;
        return count == 0 ? stem : $"{stem}_{count.ToString(CultureInfo.InvariantCulture)}";
    }

    private static void ReportDuplicates(
        EquatableArray<LayerDeclaration> attributes, string[] names, HashSet<string> taken, List<NetworkError> errors)
    {
        var owners = new Dictionary<string, int>();
        for (var index = 0; index < names.Length; index++)
        {
            var name = names[index];
            // A second Input is an error of its own.
            if (name.Length == 0 || (attributes[index].Kind == "Input" && owners.ContainsKey(name) && attributes[index]["Name"] is null))
                continue;
            if (!owners.TryGetValue(name, out var owner))
            {
                owners[name] = index;
                continue;
            }

            // An automatic name cannot be changed, so the place to mend is the one that was written.
            var (written, other) = attributes[index]["Name"] is string ? (index, owner) : (owner, index);
            errors.Add(new(DiagnosticIds.DuplicateName, written, "Name", new(
                [LayerReader.Describe(attributes[written], ""), name, LayerReader.Describe(attributes[other], "")]))
            {
                Fits = new() { Name = FreeName(name, taken) },
            });
        }
    }
}
