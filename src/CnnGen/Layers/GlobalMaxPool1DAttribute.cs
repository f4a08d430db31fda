namespace CnnGen;

/// <summary>Maximum of every channel over all of a sequence: (L, C) to (C). Keras' <c>GlobalMaxPooling1D</c>.</summary>
public class GlobalMaxPool1DAttribute : LayerAttribute
{
    /// <summary>Whether the output is a sequence of one step, (1, C); false when left out.</summary>
    public bool KeepDims { get; init; }
}

/// <summary>Keras' other name of <see cref="GlobalMaxPool1DAttribute"/>: the same layer in every respect.</summary>
public sealed class GlobalMaxPooling1DAttribute : GlobalMaxPool1DAttribute;
