using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator;

/// <summary>What generated code says of where it comes from.</summary>
internal static class GeneratedCode
{
    /// <summary>The version of CnnGen, which the build takes from <c>Directory.Build.props</c>.</summary>
    public static readonly string Version = typeof(GeneratedCode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Version").Value;

    /// <summary>What generated members are marked with.</summary>
    public static readonly string Attribute = $"[global::System.CodeDom.Compiler.GeneratedCode(\"CnnGen\", \"{Version}\")]";

    /// <summary>
    /// Whether CnnGen has generated something. The analyzer sees all of a class, the generator only what the user has written.
    /// </summary>
    public static bool IsOn(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { Name: "GeneratedCodeAttribute" } && attribute.ConstructorArguments is [{ Value: "CnnGen" }, ..]);

    /// <summary>For files that repeat a declaration whose name C# may reserve.</summary>
    public const string LowerCaseName = "#pragma warning disable CS8981 // That C# may reserve the name is said where it was written.";
}
