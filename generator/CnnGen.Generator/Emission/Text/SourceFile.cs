namespace CnnGen.Generator.Emission.Text;

/// <summary>One generated file.</summary>
internal sealed record SourceFile(string HintName, string Text);
