namespace CnnGen;

/// <summary>Mean of every channel over all of a sequence: (L, C) to (C). Keras' <c>GlobalAveragePooling1D</c>.</summary>
public class GlobalAveragePool1DAttribute : LayerAttribute
{
    /// <summary>Whether the output is a sequence of one step, (1, C); false when left out.</summary>
    public bool KeepDims { get; init; }
}

/// <summary>Keras' other name of <see cref="GlobalAveragePool1DAttribute"/>: the same layer in every respect.</summary>
public sealed class GlobalAveragePooling1DAttribute : GlobalAveragePool1DAttribute;
