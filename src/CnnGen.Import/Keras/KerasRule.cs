namespace CnnGen.Import.Keras;

/// <summary>How a layer of Keras becomes one of CnnGen.</summary>
/// <param name="Kind">The attribute.</param>
/// <param name="Options">Reads its options, in the order of the attribute's arguments.</param>
internal sealed record KerasRule(string Kind, params Action<KerasLayer>[] Options)
{
    /// <summary>
    /// The names of its weights, in the order in which Keras makes them: CnnGen's, and where Keras' versions have others, these behind
    /// bars.
    /// What the file has not got is left out.
    /// </summary>
    public string[] Weights { get; init; } = [];

    /// <summary>The axes of its output, where they are others than those of its input.</summary>
    public Func<KerasLayer, int>? Axes { get; init; }
}
