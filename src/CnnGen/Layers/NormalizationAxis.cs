namespace CnnGen;

/// <summary>What shares one mean and one variance in a <see cref="NormalizationAttribute"/>.</summary>
public enum NormalizationAxis
{
    /// <summary>Every element (row, column, channel) has its own mean and variance.</summary>
    Element,

    /// <summary>All elements of a channel share mean and variance; Keras' <c>axis=-1</c>.</summary>
    Channel,
}
