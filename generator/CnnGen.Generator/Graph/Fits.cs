namespace CnnGen.Generator.Graph;

/// <summary>
/// What would fit in the place of an error, as the rule that reports it knows it. The message says it to the reader, this to code fixes.
/// </summary>
internal sealed record Fits
{
    /// <summary>Nothing beyond the message.</summary>
    public static Fits Nothing { get; } = new();

    /// <summary>Of CNN034: pool sizes that divide the channels, the nearest to the written one first.</summary>
    public EquatableArray<int> PoolSizes { get; init; } = EquatableArray<int>.Empty;

    /// <summary>
    /// Of CNN030: rows of the largest window that fits and is no larger than the one asked for; null where the latter has an error.
    /// </summary>
    public int? WindowHeight { get; init; }

    /// <summary>Of CNN030: its columns.</summary>
    public int? WindowWidth { get; init; }

    /// <summary>
    /// Of CNN016 and CNN017: a valid name near the written one that no layer has; of CNN043 and CNN050: the name that was probably meant.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Of CNN045: names by which layers would find their weights.</summary>
    public EquatableArray<LayerRename> Renames { get; init; } = EquatableArray<LayerRename>.Empty;
}

/// <summary>Another name for a layer.</summary>
/// <param name="Layer">The name that it has.</param>
/// <param name="Name">The name that would fit.</param>
internal sealed record LayerRename(string Layer, string Name);
