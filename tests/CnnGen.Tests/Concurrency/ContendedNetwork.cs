namespace CnnGen.Tests.Concurrency;

/// <summary>
/// A network that two callers fight for: a megabyte of weights, so that calls which move them take a while, and every kind of call.
/// </summary>
[Inspectable]
[Input(8, 8, 1)]
[Normalization]
[Conv2D(16, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Flatten]
[Dense(256, Activation.Relu)]
[Dense(10, Activation.Softmax)]
internal sealed partial class ContendedNetwork;
