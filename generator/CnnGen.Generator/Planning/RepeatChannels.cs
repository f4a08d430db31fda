using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>
/// Every channel several times, side by side: output channel c * Times + m is input channel c. Only <see cref="Lowering"/> makes it.
/// </summary>
internal sealed record RepeatChannels(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int Times)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);
