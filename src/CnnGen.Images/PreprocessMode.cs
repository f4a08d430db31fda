namespace CnnGen.Images;

/// <summary>
/// What pixels become for a network that was trained on ImageNet: the <c>mode</c> of Keras' <c>preprocess_input</c>. Which one it is, the
/// network decides.
/// </summary>
public enum PreprocessMode
{
    /// <summary>v / 127.5 - 1, so from -1 to 1: MobileNet, MobileNetV2, Inception, Xception, NASNet, ResNetV2.</summary>
    Tf,

    /// <summary>
    /// Blue, green, red, less the means 103.939, 116.779 and 123.68 of ImageNet, not scaled: VGG, ResNet. Keras' default.
    /// </summary>
    Caffe,

    /// <summary>
    /// (v / 255 - mean) / deviation with the means 0.485, 0.456 and 0.406 and the deviations 0.229, 0.224 and 0.225 of red, green and
    /// blue: DenseNet, and all networks of torchvision.
    /// </summary>
    Torch,
}
