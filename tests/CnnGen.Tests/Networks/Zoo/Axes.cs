namespace CnnGen.Tests.Networks.Zoo;

// Layers over other axes than the channels: every axis and every set of them, first, last, twice in a row, behind and before borders,
// with few and odd channels, of sequences and vectors, on branches.

[Input(4, 5, 3)]
[Softmax(Axis = 1)]
[Conv2D(7, 3, Padding = Padding.Same)]
[Softmax(Axis = 2)]
[Conv2D(17, 3, Padding = Padding.Same)]
[Softmax(Axes = [1, 2])]
[Softmax(Axis = -3)]
[Conv2D(16, 2)]
[Softmax(Axes = [3, 1])]
[Rescaling(4)]
[Conv2D(4, 2)]
[Softmax(Axes = [2, -1])]
[Rescaling(8)]
[Softmax(Axes = [1, 2, 3])]
internal sealed partial class SoftmaxOverAxes;

[Input(5, 3, 2)]
[LogSoftmax]
[Conv2D(9, 2, Padding = Padding.Same)]
[LogSoftmax(Axis = 1)]
[Conv2D(3, 2, Padding = Padding.Same)]
[LogSoftmax(Axes = [1, 2])]
[Conv2D(8, 1, Name = "x")]
[LogSoftmax(Axis = -2, Name = "y")]
[Add("x")]
[Flatten]
[LogSoftmax(Axis = 1)]
[Output("y")]
internal sealed partial class LogSoftmaxOverAxes;

// Several outputs in one softmax are no classes: there is no cross-entropy to fuse with.
[Input(3, 4, 2)]
[Conv2D(4, 1)]
[Softmax(Axis = 1)]
internal sealed partial class SoftmaxOverRowsAtTheEnd;

[Input(1, 1, 9)]
[Flatten]
[Dense(5)]
[Softmax(Axis = 1)]
internal sealed partial class SoftmaxOfTheOnlyAxis;

[Input(4, 5, 3)]
[LayerNormalization(Axis = 1)]
[Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Tanh)]
[LayerNormalization(Axis = 2, Epsilon = 0.01)]
[Conv2D(17, 3, Padding = Padding.Same)]
[LayerNormalization(Axes = [1, 2], Scale = false)]
[Conv2D(8, 2)]
[LayerNormalization(Axes = [3, 1], Center = false)]
[Conv2D(16, 2)]
[LayerNormalization(Axes = [2, 3])]
[LayerNormalization(Axes = [1, 2, 3])]
[Flatten]
[LayerNormalization(Axis = 1)]
[Dense(5, Activation.Softmax)]
internal sealed partial class LayerNormalizationOverAxes;

[Input(3, 4, 2)]
[Conv2D(4, 2, Name = "x")]
[LayerNormalization(Axes = [1, 2, 3], Name = "y")]
[Dropout(0.25)]
[Add("x")]
[Dropout(0.25)]
[LayerNormalization(Axis = 1, Center = false, Scale = false)]
[Output("y")]
internal sealed partial class NormalizedAxesOnBranches;

[Input(4, 3, 5)]
[UnitNormalization(Axis = 1)]
[Conv2D(7, 2, Padding = Padding.Same)]
[UnitNormalization(Axes = [1, 2])]
[Conv2D(16, 3, Padding = Padding.Same)]
[UnitNormalization(Axis = 2)]
[UnitNormalization(Axes = [1, 3])]
[Conv2D(3, 2)]
[UnitNormalization(Axes = [2, 3])]
[UnitNormalization(Axes = [1, 2, 3])]
internal sealed partial class UnitLengthsOverAxes;

[Input(9, 3)]
[Conv1D(5, 3)]
[Softmax(Axis = 1)]
[Conv1D(8, 2)]
[LayerNormalization(Axis = 1)]
[Conv1D(4, 1)]
[UnitNormalization(Axis = -2)]
[LayerNormalization(Axes = [1, 2])]
[LogSoftmax(Axis = 2)]
internal sealed partial class SequencesOverAxes;
