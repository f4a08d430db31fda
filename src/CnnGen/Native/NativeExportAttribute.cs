namespace CnnGen;

/// <summary>
/// Makes a network callable from C: the generator writes functions with a C ABI and a header for them. A project that is published as a
/// native library (<c>PublishAot</c> and <c>NativeLib</c>) exports the functions and puts the header beside the library.
/// </summary>
/// <param name="prefix">What the names of the functions and of the header begin with, a C identifier; the class name in snake_case when
/// left out.</param>
/// <remarks>
/// <c>[NativeExport] public sealed partial class FashionCnn;</c> gives <c>fashion_cnn.h</c> with <c>fashion_cnn_create</c>,
/// <c>fashion_cnn_predict</c> and so on. It may stand on any declaration of the class, so that a library can add it to a network whose file
/// it shares with other projects.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[System.Diagnostics.Conditional("CNNGEN_KEEP_ATTRIBUTES")]
public sealed class NativeExportAttribute(string? prefix = null) : Attribute
{
    /// <summary>What the names begin with; the class name in snake_case when null.</summary>
    public string? Prefix { get; } = prefix;
}
