using CnnGen;

namespace Consumer
{
    /// <summary>Tells horizontal, vertical and diagonal stripes apart.</summary>
    [Input(12, 12, 1)]
    [Rescaling(1 / 255.0)]
    [Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu)]
    [MaxPool2D(2)]
    [Conv2D(16, 3, Activation = Activation.Relu)]
    [Flatten]
    [Dense(16, Activation.Relu)]
    [Dropout(0.1)]
    [Dense(3, Activation.Softmax)]
    public sealed partial class Stripes
    {
    }
}
