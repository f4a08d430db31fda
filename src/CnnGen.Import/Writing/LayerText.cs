using System.Text;
using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>Writes layers as attributes: layers with weights begin a line, and what belongs to them stands behind.</summary>
/// <param name="text">Where to.</param>
/// <param name="indent">What stands in front of each line.</param>
internal sealed class LayerText(StringBuilder text, string indent)
{
    private const int MostColumns = 140;

    // A use of a block has a line of its own.
    private static readonly string[] EndLines = ["Block", "LayerDefaults"];

    private string _line = "";

    /// <summary>Writes an attribute.</summary>
    /// <param name="kind">Its name, which says whether it begins a line.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Add(string kind, IReadOnlyList<string> arguments)
    {
        var attribute = arguments.Count == 0 ? $"[{kind}]" : $"[{kind}({string.Join(", ", arguments)})]";
        if (_line.Length > 0
            && (Kinds.BeginLines.Contains(kind) || indent.Length + _line.Length + 1 + attribute.Length > MostColumns))
        {
            Flush();
        }

        _line += _line.Length == 0 ? attribute : $" {attribute}";
        if (EndLines.Contains(kind))
            Flush();
    }

    /// <summary>Writes <c>[LayerDefaults]</c>, where there are some, on a line of its own.</summary>
    /// <param name="defaults">Its arguments.</param>
    public void AddDefaults(IReadOnlyList<Argument> defaults)
    {
        if (defaults.Count > 0)
            Add("LayerDefaults", [.. defaults.Select(Text)]);
    }

    /// <summary>Ends the line, where there is one.</summary>
    public void Flush()
    {
        if (_line.Length > 0)
            text.Append(indent).Append(_line).Append('\n');
        _line = "";
    }

    /// <summary>The arguments of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="before">The layer that it reads if it says nothing; null of the first.</param>
    /// <param name="names">The names of layers by those in the file.</param>
    /// <param name="isNamed">Whether its name is written.</param>
    public static IReadOnlyList<string> Arguments(
        ImportedLayer layer, ImportedLayer? before, IReadOnlyDictionary<string, string> names, bool isNamed)
    {
        var inputs = IsSwapped(layer, before) ? [layer.Inputs[1], layer.Inputs[0]] : layer.Inputs;
        List<string> arguments = [.. layer.Arguments.Where(IsByPlace).Select(argument => argument.Value)];
        if (Kinds.Merges.Contains(layer.Kind))
            arguments.AddRange(inputs.Skip(1).Select(input => $"\"{names[input]}\""));
        arguments.AddRange(layer.Arguments.Where(argument => !IsByPlace(argument)).Select(Text));
        if (layer.IsFrozen)
            arguments.Add("Frozen = true");
        if (isNamed)
            arguments.Add($"Name = \"{layer.Name}\"");
        if (inputs.Count > 0 && inputs[0] != before?.FileName)
            arguments.Add($"From = \"{names[inputs[0]]}\"");
        return arguments;

        // A dense layer takes its activation with its units.
        bool IsByPlace(Argument argument) => argument.Property is null || (layer.Kind == "Dense" && argument.Property == "Activation");
    }

    /// <summary>The arguments of a use of a block.</summary>
    /// <param name="use">The use.</param>
    /// <param name="names">The names of layers by those in the file.</param>
    public static IReadOnlyList<string> Arguments(BlockUse use, IReadOnlyDictionary<string, string> names)
    {
        List<string> arguments = [$"typeof({use.Form.Name})", .. use.Given];
        if (use.Repeat > 1)
            arguments.Add($"Repeat = {CSharp.Text(use.Repeat)}");
        if (use.First.IsFrozen)
            arguments.Add("Frozen = true");
        if (use.First.Input != use.First.Start - 1)
            arguments.Add($"From = \"{names[use.First.InputLayer.FileName]}\"");
        return arguments;
    }

    /// <summary>Whether a layer is written with what it reads the other way round, as that is the layer before it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="before">The layer before it; null of the first.</param>
    public static bool IsSwapped(ImportedLayer layer, ImportedLayer? before) =>
        layer.Inputs.Count == 2 && layer.Inputs[1] == before?.FileName && Kinds.Symmetric.Contains(layer.Kind);

    private static string Text(Argument argument) => argument.Property is null ? argument.Value : $"{argument.Property} = {argument.Value}";
}
