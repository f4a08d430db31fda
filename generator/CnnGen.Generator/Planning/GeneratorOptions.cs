using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning;

/// <summary>What the user's project chose, small and comparable so that it can travel through the pipeline.</summary>
/// <param name="Targets">The instruction sets to emit, best first; never empty.</param>
/// <param name="RunsLayers">Whether single layers can be run by themselves, which only benchmarks need.</param>
internal sealed record GeneratorOptions(EquatableArray<Target> Targets, bool RunsLayers = false)
{
    /// <summary>The MSBuild property of <paramref name="RunsLayers"/>.</summary>
    public const string RunsLayersProperty = "build_property.CnnGenRunsLayers";

    /// <summary>The MSBuild property, as compilers hand it to generators.</summary>
    public const string InstructionSetsProperty = "build_property.CnnGenInstructionSets";

    /// <summary>Every instruction set.</summary>
    public static GeneratorOptions Default { get; } = new(Target.All);

    /// <summary>
    /// Reads a list such as <c>Avx2;Scalar</c>. Commas separate, too: in the file that carries MSBuild properties to the compiler a
    /// semicolon begins a comment, so the build replaces it. Empty means all; unknown names are left out here and reported by the analyzer.
    /// </summary>
    public static GeneratorOptions Parse(string? instructionSets, string? runsLayers)
    {
        var isTrue = string.Equals(runsLayers, "true", StringComparison.OrdinalIgnoreCase);
        var names = Split(instructionSets);
        var chosen = Target.All.Where(target => names.Contains(target.Name, StringComparer.OrdinalIgnoreCase)).ToArray();
        return new(chosen.Length == 0 ? Target.All : new(chosen), isTrue);
    }

    /// <summary>The names in the list that are no instruction set.</summary>
    public static IEnumerable<string> UnknownNames(string? instructionSets) =>
        Split(instructionSets).Where(name => !Target.All.Any(target => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static string[] Split(string? instructionSets) =>
        [.. (instructionSets ?? "").Split(';', ',').Select(name => name.Trim()).Where(name => name.Length > 0)];
}
