using CnnGen;

namespace PretrainedSample;

/// <summary>MobileNet without its top, frozen, and a new head: only this learns.</summary>
[Input(96, 96, 3)]
[Rescaling(1 / 127.5, -1)]
[Block(typeof(MobileNet.Base), Frozen = true)]
[GlobalAveragePool2D]
[Dropout(0.2)]
[Dense(8, Activation.Softmax)]
public sealed partial class NewHead;

/// <summary>The same layers, all of which learn.</summary>
[Input(96, 96, 3)]
[Rescaling(1 / 127.5, -1)]
[Block(typeof(MobileNet.Base))]
[GlobalAveragePool2D]
[Dropout(0.2)]
[Dense(8, Activation.Softmax)]
public sealed partial class WholeNetwork;
