using System.Text.RegularExpressions;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Emission.Native;

/// <summary>What C calls an output besides that of the last layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Parameter">The parameter that gets it: <c>features_output</c>.</param>
internal sealed record NativeOutputName(Layer Layer, string Parameter)
{
    private static readonly Regex NotInNames = new("[^a-zA-Z0-9]+", RegexOptions.CultureInvariant);

    /// <summary>The macro of its size, without the prefix: <c>FEATURES_OUTPUT_SIZE</c>.</summary>
    public string Macro => $"{Parameter.ToUpperInvariant()}_SIZE";

    /// <summary>Those of a network, in order; where two layers would have one name, the second gets a number.</summary>
    public static IReadOnlyList<NativeOutputName> All(Network network)
    {
        var (names, taken) = (new List<NativeOutputName>(), new HashSet<string>());
        foreach (var layer in network.FurtherOutputs.Select(index => network.Layers[index]))
        {
            var words = NotInNames.Replace(layer.Name, "_").Split(['_'], StringSplitOptions.RemoveEmptyEntries);
            // A name in C begins with a letter.
            var stem = words.Length == 0 || char.IsDigit(words[0][0]) ? string.Join("_", words.Prepend("layer")) : string.Join("_", words);
            var (name, number) = (stem, 1);
            // Neither in C nor as C# argument nor as macro may two be alike.
            while (!taken.Add(name.Replace("_", "").ToUpperInvariant()))
                name = $"{stem}_{++number}";
            names.Add(new(layer, $"{name}_output"));
        }

        return names;
    }
}
