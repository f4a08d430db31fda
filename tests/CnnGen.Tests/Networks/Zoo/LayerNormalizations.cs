namespace CnnGen.Tests.Networks.Zoo;

// The channels of each pixel: first and last, twice in a row, behind and before borders, over vectors, on branches, with few and odd
// channels, with and without weights.

[Input(5, 6, 3)]
[LayerNormalization]
[Conv2D(17, 3, Padding = Padding.Same, Activation = Activation.Tanh)]
[LayerNormalization(Epsilon = 0.01)]
[Conv2D(8, 3, Padding = Padding.Same)]
[LayerNormalization(Scale = false)]
[Activation(Activation.Gelu)]
[Conv2D(7, 3)]
[LayerNormalization(Center = false)]
[Conv2D(15, 2)]
[LayerNormalization(Center = false, Scale = false)]
[Flatten]
[Dense(5, Activation.Softmax)]
internal sealed partial class LayerNormalizedConvolutions;

[Input(1, 1, 9)]
[Flatten]
[LayerNormalization(Center = false, Scale = false)]
[Dense(33)]
[LayerNormalization]
[LayerNormalization]
[Dense(16, Activation.Sigmoid)]
[LayerNormalization]
[Dense(48)]
[LayerNormalization(Scale = false)]
[Dense(4)]
[LayerNormalization]
internal sealed partial class LayerNormalizedVectors;

[Input(4, 3, 5)]
[LayerNormalization(Name = "x")]
[Conv2D(1, 2, Padding = Padding.Same)]
[LayerNormalization]
[Conv2D(5, 3, Padding = Padding.Same)]
[Add("x", Name = "y")]
[LayerNormalization(Name = "z")]
[Conv2D(4, 1)]
[LayerNormalization]
[Concatenate("y")]
[GlobalAveragePool2D]
[BatchNormalization]
[LayerNormalization]
[Dense(3, Activation.Softmax)]
[Output("z")]
internal sealed partial class LayerNormalizedBranches;

[Input(2, 3, 40)]
[LayerNormalization]
internal sealed partial class NothingButLayerNormalization;

// Channels of each pixel, scaled to length 1.
[Input(4, 5, 3)]
[UnitNormalization]
[Conv2D(17, 3, Padding = Padding.Same)]
[UnitNormalization]
[Conv2D(9, 2, Padding = Padding.Same)]
[UnitNormalization]
[UnitNormalization]
[Conv2D(8, 3)]
[UnitNormalization]
[Flatten]
[Dense(33)]
[UnitNormalization]
[Dense(4, Activation.Softmax)]
internal sealed partial class UnitLengths;

[Input(3, 2, 5)]
[Conv2D(4, 1, Name = "x")]
[UnitNormalization(Name = "y")]
[Add("x")]
[Conv2D(15, 2)]
[UnitNormalization]
[Output("y")]
internal sealed partial class UnitLengthsAtTheEnd;
