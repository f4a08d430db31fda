using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Tests.Support;

/// <summary>Build properties as the compiler hands them over.</summary>
internal sealed class TestOptions(string? instructionSets = null, string? errorPages = null) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(
        new[] { (Name: GeneratorOptions.InstructionSetsProperty, Value: instructionSets),
            (Name: HelpLinks.FolderProperty, Value: errorPages) }
            .Where(property => property.Value is not null).ToImmutableDictionary(property => property.Name, property => property.Value!));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
