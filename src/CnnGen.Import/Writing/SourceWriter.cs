using System.Text;
using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>Writes a network as C#, as a person would: layers with weights begin a line, and what belongs to them stands behind.</summary>
internal static class SourceWriter
{
    private const int MostColumns = 140;

    private static readonly string[] Merges = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"];

    // Of two, it does not matter which comes first.
    private static readonly string[] Symmetric = ["Add", "Multiply", "Average", "Maximum", "Minimum"];

    private static readonly string[] BeginLines =
    [
        "Input", "Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "Conv1D", "DepthwiseConv1D", "SeparableConv1D", "Dense",
        "Flatten", "GlobalAveragePool2D", "GlobalMaxPool2D", "GlobalAveragePool1D", "GlobalMaxPool1D", .. Merges,
    ];

    /// <summary>Writes a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="className">Its class.</param>
    /// <param name="options">The namespace, and whether it has its weights.</param>
    /// <param name="origin">Where it is from, for the class's comment.</param>
    public static string Write(ImportedGraph graph, string className, ImportOptions options, string origin)
    {
        var written = NetworkNames.Assign(graph.Layers);
        var defaults = Defaults.TakeOut(graph.Layers);
        var text = new StringBuilder("using CnnGen;\n\n");
        if (options.Namespace is { Length: > 0 } space)
            text.Append($"namespace {space};\n\n");
        if (graph.Layers.Any(layer => HasIdleBias(layer, graph)))
            text.Append("// Biases in front of normalizations do nothing, but the file has them.\n#pragma warning disable CNN073\n\n");
        text.Append($"/// <summary>Imported from {origin}. The weights are in <c>{className}.safetensors</c>.</summary>\n");
        if (options.HasWeights)
            text.Append($"[Weights(\"{className}.safetensors\"{(options.Verify ? ", Verify = true" : "")})]\n");
        var names = graph.Layers.ToDictionary(layer => layer.FileName, layer => layer.Name);
        var line = "";
        for (var i = 0; i < graph.Layers.Count; i++)
        {
            var layer = graph.Layers[i];
            var attribute = Attribute(layer, i == 0 ? null : graph.Layers[i - 1], names, written.Contains(layer));
            if (line.Length > 0 && (BeginLines.Contains(layer.Kind) || line.Length + 1 + attribute.Length > MostColumns))
                Flush();
            line += line.Length == 0 ? attribute : $" {attribute}";
            if (i == 0 && defaults.Count > 0)
            {
                Flush();
                line = $"[LayerDefaults({string.Join(", ", defaults.Select(Text))})]";
                Flush();
            }
        }

        Flush();
        foreach (var output in graph.Outputs.Where(output => output != graph.Layers[^1].FileName))
            text.Append($"[Output(\"{names[output]}\")]\n");
        return text.Append($"public sealed partial class {className};\n").ToString();

        void Flush()
        {
            text.Append(line).Append('\n');
            line = "";
        }
    }

    /// <summary>Whether a batch normalization behind a layer takes its bias away again.</summary>
    private static bool HasIdleBias(ImportedLayer layer, ImportedGraph graph) =>
        layer.Tensors.Exists(tensor => tensor.Role == "bias")
        && graph.Layers.Any(reader => reader.Kind == "BatchNormalization" && reader.Inputs.Contains(layer.FileName));

    private static string Attribute(ImportedLayer layer, ImportedLayer? before, Dictionary<string, string> names, bool isNamed)
    {
        var inputs = layer.Inputs;
        if (inputs.Count == 2 && inputs[1] == before?.FileName && Symmetric.Contains(layer.Kind))
            inputs = [inputs[1], inputs[0]];
        List<string> arguments = [.. layer.Arguments.Where(argument => argument.Property is null).Select(Text)];
        if (Merges.Contains(layer.Kind))
            arguments.AddRange(inputs.Skip(1).Select(input => $"\"{names[input]}\""));
        arguments.AddRange(layer.Arguments.Where(argument => argument.Property is not null).Select(Text));
        if (layer.IsFrozen)
            arguments.Add("Frozen = true");
        if (isNamed)
            arguments.Add($"Name = \"{layer.Name}\"");
        if (inputs.Count > 0 && inputs[0] != before?.FileName)
            arguments.Add($"From = \"{names[inputs[0]]}\"");
        return arguments.Count == 0 ? $"[{layer.Kind}]" : $"[{layer.Kind}({string.Join(", ", arguments)})]";
    }

    private static string Text(Argument argument) => argument.Property is null ? argument.Value : $"{argument.Property} = {argument.Value}";
}
