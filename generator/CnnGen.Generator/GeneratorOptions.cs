using CnnGen.Generator.Planning;

namespace CnnGen.Generator;

/// <summary>The options of the user's project, as compilers hand MSBuild properties to generators and analyzers.</summary>
internal static class GeneratorOptions
{
    /// <summary>The instruction sets to emit, such as <c>Avx2,Scalar</c>; empty means all.</summary>
    public const string InstructionSetsProperty = "build_property.CnnGenInstructionSets";

    /// <summary>
    /// The instruction sets in the list, spelled and ordered as the generator knows them, so that two spellings are one value; empty means all.
    /// Names of none are left out here and reported by the analyzer.
    /// </summary>
    public static EquatableArray<string> InstructionSets(string? list)
    {
        var names = Split(list);
        return new(Target.All.Select(target => target.Name).Where(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>The names in the list that are no instruction set.</summary>
    public static IEnumerable<string> UnknownNames(string? list) =>
        Split(list).Where(name => !Target.All.Any(target => target.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    // A semicolon is MSBuild's separator, but begins a comment in the file that carries properties to the compiler; builds hand over commas.
    private static string[] Split(string? list) =>
        [.. (list ?? "").Split(';', ',').Select(name => name.Trim()).Where(name => name.Length > 0)];
}
