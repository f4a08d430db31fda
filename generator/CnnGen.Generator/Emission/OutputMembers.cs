using System.Globalization;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Emission;

/// <summary>What a network with several outputs has besides: names and sizes of them, and a prediction of all.</summary>
internal sealed class OutputMembers
{
    // A member has not its class's name, and what hides a member of object is a warning.
    private static readonly string[] Taken =
    [
        GeneratedMembers.Outputs, nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(ReferenceEquals),
        nameof(MemberwiseClone), "Finalize",
    ];

    private readonly List<(string Layer, string Identifier, string Parameter, long Size)> _outputs = [];

    /// <param name="outputs">The layers that give them, the last layer first, and the values of each.</param>
    public OutputMembers(IEnumerable<(string Layer, long Size)> outputs)
    {
        var (taken, parameters) = (new HashSet<string>(Taken), new HashSet<string> { "images" });
        foreach (var (layer, size) in outputs)
        {
            var (stem, number) = (Identifier(layer), 1);
            var name = stem;
            while (!taken.Add(name) || !taken.Add($"{name}Size"))
                name = $"{stem}Output{(number++).ToString(CultureInfo.InvariantCulture)}";
            // The method's own variables begin so.
            var parameter = char.ToLowerInvariant(name[0]) + name.Substring(1);
            if (parameter.StartsWith("further", StringComparison.Ordinal))
                parameter += "Output";
            while (!parameters.Add(parameter))
                parameter += "Output";
            _outputs.Add((layer, name, parameter, size));
        }
    }

    /// <summary>Writes the class <c>Outputs</c>.</summary>
    public void WriteConstants(CodeWriter code)
    {
        code.Line("/// <summary>Names and sizes of the outputs, in the order in which <c>Predict</c> takes them.</summary>");
        code.Line(GeneratedCode.Attribute);
        using (code.Open($"public static class {GeneratedMembers.Outputs}"))
        {
            foreach (var (layer, identifier, _, size) in _outputs)
            {
                code.Line($"/// <summary>The layer that gives output {identifier}.</summary>");
                code.Line($"public const string {identifier} = {CodeWriter.Literal(layer)};");
                code.Line();
                code.Line($"/// <summary>Values of output {identifier} for one image.</summary>");
                code.Line($"public const int {identifier}Size = {size};");
                if (identifier != _outputs[_outputs.Count - 1].Identifier)
                    code.Line();
            }
        }
    }

    /// <summary>Writes <c>Predict</c> with a span for each output.</summary>
    /// <param name="code">Receives it.</param>
    /// <param name="element">The type of the images' values.</param>
    /// <param name="refusal">What it does instead, where the network could not be generated; null where it was.</param>
    public void WritePredict(CodeWriter code, string element, string? refusal = null)
    {
        code.Line("/// <summary>Predicts images, and gives all outputs.</summary>");
        code.Line("/// <param name=\"images\">n images, one after the other.</param>");
        foreach (var (layer, _, parameter, size) in _outputs)
        {
            code.Line($"/// <param name=\"{parameter}\">Receives n x {CodeWriter.Count(size)} values of layer"
                + $" <c>{layer}</c>.</param>");
        }

        code.Line("/// <exception cref=\"global::System.ArgumentException\">A length is not what n images need.</exception>");
        code.Line(GeneratedCode.Attribute);
        var outputs = _outputs.Select(output => output.Parameter).ToList();
        var spans = string.Concat(outputs.Select(output => $", global::System.Span<float> @{output}"));
        var header = $"public unsafe void {GeneratedMembers.Predict}(global::System.ReadOnlySpan<{element}> images{spans})";
        if (refusal is not null)
        {
            code.Line($"{header} => {refusal};");
            return;
        }

        using (code.Open(header))
        {
            var further = outputs.Skip(1).ToList();
            for (var i = 0; i < further.Count; i++)
                code.Line($"fixed (float* further{i} = @{further[i]})");
            using (code.Body())
            {
                var pointers = string.Join(", ", further.Select((_, i) => $"further{i}"));
                code.Line($"float** further = stackalloc float*[] {{ {pointers} }};");
                code.Line($"base.Predict(images, @{outputs[0]}, further, stackalloc int[] {{"
                    + $" {string.Join(", ", further.Select(output => $"@{output}.Length"))} }});");
            }
        }
    }

    /// <summary>A layer's name in PascalCase, of letters and digits only.</summary>
    private static string Identifier(string layer)
    {
        var words = new string([.. layer.Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
            .Split([' '], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        return name.Length > 0 && char.IsLetter(name[0]) ? name : $"Output{name}";
    }
}
