namespace CnnGen.Generator.Tests.Diagnostics;

internal static class NewcomerTable
{
    public static readonly string[] Working = [];

    public static readonly (string Written, string Sentences, string Compiler, string? Mended)[] Rejected = [];
}
