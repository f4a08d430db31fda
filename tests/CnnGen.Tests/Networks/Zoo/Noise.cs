namespace CnnGen.Tests.Networks.Zoo;

// Random layers: first and last, twice in a row, on branches, over vectors, behind borders, with odd channels.

[Input(6, 5, 3)]
[GaussianNoise(0.2)]
[Conv2D(17, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[SpatialDropout2D(0.3)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Tanh)]
[GaussianNoise(0.1)]
[Conv2D(7, 3, Padding = Padding.Same)]
[SpatialDropout2D(0.5)]
[SpatialDropout2D(0.25)]
[Flatten]
[Dense(15, Activation.Selu)]
[AlphaDropout(0.2)]
[Dense(5, Activation.Softmax)]
internal sealed partial class NoisyConvolutions;

[Input(1, 1, 9)]
[Flatten]
[Dense(33, Activation.Selu)]
[GaussianDropout(0.25)]
[Dense(16)]
[GaussianNoise(0.5)]
[GaussianNoise(0.25)]
[Dense(9)]
[AlphaDropout(0.4)]
[AlphaDropout(0.1)]
[Dense(4)]
[GaussianDropout(0.1)]
internal sealed partial class NoisyVectors;

[Input(4, 3, 2)]
[SpatialDropout2D(0.4)]
[Conv2D(1, 2)]
[GaussianDropout(0.2)]
[GaussianDropout(0.3)]
[Conv2D(48, 1)]
[AlphaDropout(0.3)]
[SpatialDropout2D(0.2)]
internal sealed partial class NoiseAtTheEnd;

// The noise hands its gradient on as it is, to layers that several read.
[Input(5, 4, 4)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Tanh, Name = "x")]
[GaussianNoise(0.3)]
[Add("x", Name = "y")]
[GaussianNoise(0.2)]
[Conv2D(8, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Add("y")]
[GaussianNoise(0.1, From = "x", Name = "z")]
[SpatialDropout2D(0.5)]
[Concatenate("add")]
[GlobalAveragePool2D]
[GaussianNoise(0.1)]
[Dense(3)]
[GaussianNoise(0.1)]
[Softmax]
[Output("z")]
internal sealed partial class NoisyBranches;
