namespace CnnGen;

/// <summary>Mean of every channel over all rows and columns: (H, W, C) to (C). Keras' <c>GlobalAveragePooling2D</c>.</summary>
public sealed class GlobalAveragePool2DAttribute : LayerAttribute;
