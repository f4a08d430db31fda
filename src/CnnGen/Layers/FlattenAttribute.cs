namespace CnnGen;

/// <summary>Turns a feature map into a vector in row, column, channel order: (H, W, C) to (H * W * C). Keras' <c>Flatten</c>.</summary>
public sealed class FlattenAttribute : LayerAttribute;
