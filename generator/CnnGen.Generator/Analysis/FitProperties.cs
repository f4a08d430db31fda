using System.Collections.Immutable;
using System.Globalization;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Analysis;

/// <summary>
/// How <see cref="Fits"/> travels from the analyzer to code fixes: as <see cref="Diagnostic.Properties"/>, which are all that a diagnostic
/// carries beside its message.
/// </summary>
internal static class FitProperties
{
    private const string PoolSizes = nameof(Fits.PoolSizes);
    private const string WindowHeight = nameof(Fits.WindowHeight);
    private const string WindowWidth = nameof(Fits.WindowWidth);
    private const string Name = nameof(Fits.Name);
    private const string Renames = nameof(Fits.Renames);

    /// <summary>Writes what is known; what is not known has no property.</summary>
    public static ImmutableDictionary<string, string?> Write(Fits fits)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (fits.PoolSizes.Count > 0)
            properties = properties.Add(PoolSizes, string.Join(",", fits.PoolSizes.Select(Text)));
        if (fits.WindowHeight is { } height)
            properties = properties.Add(WindowHeight, Text(height));
        if (fits.WindowWidth is { } width)
            properties = properties.Add(WindowWidth, Text(width));
        // No name of a layer has one of these characters.
        if (fits.Renames.Count > 0)
            properties = properties.Add(Renames, string.Join(",", fits.Renames.Select(rename => $"{rename.Layer}={rename.Name}")));
        return fits.Name is { } name ? properties.Add(Name, name) : properties;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Fits Read(Diagnostic diagnostic)
    {
        string? Property(string name) => diagnostic.Properties.TryGetValue(name, out var text) ? text : null;
        int? Number(string name) => Property(name) is { } text ? Parse(text) : null;
        return new()
        {
            PoolSizes = Property(PoolSizes) is { } sizes ? new(sizes.Split(',').Select(Parse)) : EquatableArray<int>.Empty,
            WindowHeight = Number(WindowHeight),
            WindowWidth = Number(WindowWidth),
            Name = Property(Name),
            Renames = new((Property(Renames) ?? "").Split([','], StringSplitOptions.RemoveEmptyEntries)
                .Select(rename => rename.Split('=')).Select(pair => new LayerRename(pair[0], pair[1]))),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
