namespace CnnGen.Generator;

/// <summary>What generated code says of where it comes from.</summary>
internal static class GeneratedCode
{
    /// <summary>The version of CnnGen.</summary>
    public const string Version = "0.1.0";

    /// <summary>What generated members are marked with.</summary>
    public const string Attribute = $"[global::System.CodeDom.Compiler.GeneratedCode(\"CnnGen\", \"{Version}\")]";
}
