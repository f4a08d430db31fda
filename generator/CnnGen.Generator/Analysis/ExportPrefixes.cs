using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Analysis;

/// <summary>Finds networks of one project whose C names would be the same.</summary>
internal static class ExportPrefixes
{
    /// <summary>
    /// The error of a network whose prefix an earlier one has; null where there is none. Cheap for networks that are not exported.
    /// </summary>
    public static NetworkError? Check(NetworkSource source, Compilation compilation, CancellationToken cancellation)
    {
        if (ExportNames.Wanted(source.Declaration) is not { } prefix)
            return null;
        var place = PlaceOf(source);
        // Not by case: the macros are in capitals, and there are file systems that do not tell the headers apart.
        var others = ExportedTypes(compilation.Assembly.GlobalNamespace)
            .Select(type => NetworkSource.Read(type, compilation, cancellation))
            .Where(other =>
                other?.Declaration is { } declaration && prefix.Equals(ExportNames.Wanted(declaration), StringComparison.OrdinalIgnoreCase))
            .OrderBy(other => PlaceOf(other!))
            .ToList();
        // All but the first are told, so that mending them mends it.
        return others.FirstOrDefault() is { } first && PlaceOf(first).CompareTo(place) < 0
            ? new(DiagnosticIds.ExportPrefixTaken, source.Declaration.Export!.AttributeIndex, nameof(ExportDeclaration.Prefix), new(
                [source.Declaration.Type.Name, prefix, first.Declaration.Type.Name, Free(prefix, others.Count)]))
            : null;
    }

    private static string Free(string prefix, int number) =>
        $"{prefix}{(char.IsDigit(prefix[prefix.Length - 1]) ? "_" : "")}{LayerReader.Text(number)}";

    private static Place PlaceOf(NetworkSource source)
    {
        var location = source.Locate(
            new(DiagnosticIds.ExportPrefixTaken, source.Declaration.Export!.AttributeIndex, Argument: null, EquatableArray<string>.Empty));
        return new(location.SourceTree?.FilePath ?? "", location.SourceSpan.Start);
    }

    private static IEnumerable<INamedTypeSymbol> ExportedTypes(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type
                && type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "NativeExportAttribute"))
            {
                yield return type;
            }

            foreach (var nested in ExportedTypes(member))
                yield return nested;
        }
    }

    private readonly record struct Place(string Path, int Start) : IComparable<Place>
    {
        public int CompareTo(Place other)
        {
            var paths = string.CompareOrdinal(Path, other.Path);
            return paths != 0 ? paths : Start.CompareTo(other.Start);
        }
    }
}
