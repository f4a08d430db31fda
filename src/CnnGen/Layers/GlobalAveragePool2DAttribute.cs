namespace CnnGen;

/// <summary>Mean of every channel over all rows and columns: (H, W, C) to (C). Keras' <c>GlobalAveragePooling2D</c>.</summary>
public class GlobalAveragePool2DAttribute : LayerAttribute
{
    /// <summary>Whether the output is a map of one pixel, (1, 1, C); false when left out.</summary>
    public bool KeepDims { get; init; }
}

/// <summary>Keras' other name of <see cref="GlobalAveragePool2DAttribute"/>: the same layer in every respect.</summary>
public sealed class GlobalAveragePooling2DAttribute : GlobalAveragePool2DAttribute;
