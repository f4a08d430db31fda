using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Tests.Support;

/// <summary>Build properties as the compiler hands them over, and what the build writes down of files with weights.</summary>
internal sealed class TestOptions(string? instructionSets = null, string? errorPages = null, string? weights = null)
    : AnalyzerConfigOptionsProvider
{
    /// <summary>The text about weights as the compiler hands it over; none where there are none.</summary>
    public ImmutableArray<AdditionalText> Texts { get; } = weights is null ? [] : [new WeightHeaders(weights)];

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(
        new[] { (Name: GeneratorOptions.InstructionSetsProperty, Value: instructionSets),
            (Name: HelpLinks.FolderProperty, Value: errorPages) }
            .Where(property => property.Value is not null).ToImmutableDictionary(property => property.Name, property => property.Value!));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class WeightHeaders(string text) : AdditionalText
    {
        public override string Path => "obj/Networks.cnnweights";

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Properties(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
