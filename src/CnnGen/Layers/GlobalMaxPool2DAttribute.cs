namespace CnnGen;

/// <summary>Maximum of every channel over all rows and columns: (H, W, C) to (C). Keras' <c>GlobalMaxPooling2D</c>.</summary>
/// <remarks>The gradient goes to the first maximum in row, column order. A channel with a NaN gives NaN.</remarks>
public class GlobalMaxPool2DAttribute : LayerAttribute
{
    /// <summary>Whether the output is a map of one pixel, (1, 1, C); false when left out.</summary>
    public bool KeepDims { get; init; }
}

/// <summary>Keras' other name of <see cref="GlobalMaxPool2DAttribute"/>: the same layer in every respect.</summary>
public sealed class GlobalMaxPooling2DAttribute : GlobalMaxPool2DAttribute;
