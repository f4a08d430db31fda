namespace CnnGen.Generator.Graph;

/// <summary>Knows where a Normalization may stand: behind the input, with nothing but Rescaling between, and once.</summary>
internal sealed class NormalizationPlace
{
    // What stands in the way of one that reads a layer; null where nothing does.
    private readonly Dictionary<int, string?> _blocks = [];
    private string? _other;

    /// <summary>What keeps a Normalization from reading these layers; null where nothing does.</summary>
    public string? BlockedBy(IReadOnlyList<int> sources) => _other
        ?? sources.Select(source => _blocks.TryGetValue(source, out var block) ? block : null).FirstOrDefault(block => block is not null);

    /// <summary>Goes on behind a layer.</summary>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="description">The layer, for messages.</param>
    /// <param name="sources">What it reads.</param>
    public void Add(int attribute, string kind, string description, IReadOnlyList<int> sources)
    {
        _blocks[attribute] = BlockedBy(sources) ?? (kind is "Input" or "Rescaling" ? null : description);
        if (kind == "Normalization")
            _other ??= description;
    }
}
