using Microsoft.CodeAnalysis;

namespace CnnGen.Tests.Support;

/// <summary>A compilation reported warnings or errors, where there must be none; the message shows them with their lines.</summary>
/// <param name="diagnostics">What was reported.</param>
public sealed class CompilationException(IReadOnlyList<Diagnostic> diagnostics)
    : Exception($"does not compile cleanly\n{string.Join("\n", diagnostics.Take(20).Select(Show))}")
{
    /// <summary>What was reported.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>Throws if there are warnings or errors.</summary>
    /// <param name="reported">What was reported, of any severity.</param>
    public static void ThrowIfAny(IEnumerable<Diagnostic> reported)
    {
        Diagnostic[] faults = [.. reported.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        if (faults.Length > 0)
            throw new CompilationException(faults);
    }

    private static string Show(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } file
        ? $"{diagnostic}\n    {file.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start)}"
        : diagnostic.ToString();
}
