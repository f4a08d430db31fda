namespace CnnGen;

/// <summary>
/// y = exp(x - max) / sum(exp(x - max)) over the last axis: the units of a flat input, the channels of each pixel of a feature map. The
/// shape stays. Keras' <c>Softmax</c> with its axis of -1.
/// </summary>
/// <remarks>As the last layer behind a flat tensor it is fused with the cross-entropy of classes.</remarks>
public sealed class SoftmaxAttribute : LayerAttribute;
