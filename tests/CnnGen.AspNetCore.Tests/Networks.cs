namespace CnnGen.AspNetCore.Tests;

/// <summary>A network that is served: images as bytes or floats.</summary>
[Input(8, 8, 1)]
[Rescaling(1 / 255.0)]
[Conv2D(16, 3, Activation = Activation.Relu)]
[BatchNormalization]
[Flatten]
[Dense(10, Activation.Softmax)]
internal sealed partial class Served;

/// <summary>A network that takes floats alone.</summary>
[Input(6, 6, 2)]
[Conv2D(8, 3)]
[GlobalAveragePool2D]
internal sealed partial class FloatsOnly;

/// <summary>A network with three outputs.</summary>
[Input(6, 6, 1)]
[Rescaling(1 / 255.0)]
[Conv2D(8, 3, Name = "maps")]
[Flatten]
[Dense(5, Name = "features")]
[Dense(3, Activation.Softmax)]
[Output("maps")]
[Output("features")]
internal sealed partial class ThreeOutputs;
