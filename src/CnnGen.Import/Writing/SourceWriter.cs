using System.Text;
using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>Writes a network as C#, as a person would: what comes again and again is a block.</summary>
internal static class SourceWriter
{
    /// <summary>Writes a network, and gives its layers their names.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="className">Its class.</param>
    /// <param name="options">The namespace, whether it has its weights, and whether it has blocks.</param>
    /// <param name="origin">Where it is from, for the class's comment.</param>
    public static string Write(ImportedGraph graph, string className, ImportOptions options, string origin)
    {
        var blocks = options.HasBlocks ? RepeatedParts.Find(graph) : [];
        BlockNames.Assign(blocks, className);
        var written = NetworkNames.Assign(graph.Layers, blocks);
        var text = new StringBuilder("using CnnGen;\n\n");
        if (options.Namespace is { Length: > 0 } space)
            text.Append($"namespace {space};\n\n");
        if (graph.Layers.Any(layer => HasIdleBias(layer, graph)))
            text.Append("// Biases in front of normalizations do nothing, but the file has them.\n#pragma warning disable CNN073\n\n");
        text.Append($"/// <summary>Imported from {CSharp.Comment(origin)}. The weights are in <c>{className}.safetensors</c>.</summary>\n");
        if (options.HasWeights)
            text.Append($"[Weights(\"{className}.safetensors\"{(options.Verify ? ", Verify = true" : "")})]\n");
        WriteLayers(text, graph, blocks, written);
        text.Append($"public sealed partial class {className}");
        if (blocks.Count == 0)
            return text.Append(";\n").ToString();
        text.Append("\n{\n");
        text.AppendJoin('\n', blocks.Select(Block));
        return text.Append("}\n").ToString();
    }

    private static void WriteLayers(
        StringBuilder text, ImportedGraph graph, IReadOnlyList<BlockForm> blocks, IReadOnlySet<ImportedLayer> written)
    {
        var (layers, lines) = (graph.Layers, new LayerText(text, ""));
        List<Part> parts = [.. blocks.SelectMany(block => block.Parts)];
        var uses = blocks.SelectMany(block => block.Uses).ToDictionary(use => use.First.Start);
        var inside = parts.SelectMany(part => part.Layers).ToHashSet();
        var defaults = Defaults.TakeOut([.. layers.Where(layer => !inside.Contains(layer))]);
        var names = layers.ToDictionary(layer => layer.FileName, layer => layer.Name);
        foreach (var part in parts)
            names[part.Layers[^1].FileName] = part.Name;
        for (var place = 0; place < layers.Count; place++)
        {
            var layer = layers[place];
            if (uses.TryGetValue(place, out var use))
                lines.Add("Block", LayerText.Arguments(use, names));
            else if (!inside.Contains(layer))
                lines.Add(layer.Kind, LayerText.Arguments(layer, place == 0 ? null : layers[place - 1], names, written.Contains(layer)));
            if (place == 0)
                lines.AddDefaults(defaults);
        }

        lines.Flush();
        foreach (var output in graph.Outputs.Where(output => output != layers[^1].FileName))
            text.Append($"[Output(\"{names[output]}\")]\n");
    }

    private static string Block(BlockForm block)
    {
        const string indent = "    ";
        var (text, layers) = (new StringBuilder(), block.Layers());
        var lines = new LayerText(text, indent);
        text.Append($"{indent}/// <summary>{block.Summary}</summary>\n{indent}[BlockInput]\n");
        NetworkNames.AssignInside(layers, "");
        lines.AddDefaults(Defaults.TakeOut(layers));
        var input = block.Parts[0].InputLayer;
        var names = layers.ToDictionary(layer => layer.FileName, layer => layer.Name);
        names[input.FileName] = "input";
        foreach (var (layer, before) in layers.Zip(layers.Prepend(input)))
            lines.Add(layer.Kind, LayerText.Arguments(layer, before, names, isNamed: false));
        lines.Flush();
        return text.Append($"{indent}public static class {block.Name};\n").ToString();
    }

    /// <summary>Whether a batch normalization behind a layer takes its bias away again.</summary>
    private static bool HasIdleBias(ImportedLayer layer, ImportedGraph graph) =>
        layer.Tensors.Exists(tensor => tensor.Role == "bias")
        && graph.Layers.Any(reader => reader.Kind == "BatchNormalization" && reader.Inputs.Contains(layer.FileName));
}
