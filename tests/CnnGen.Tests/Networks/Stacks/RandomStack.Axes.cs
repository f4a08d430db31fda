namespace CnnGen.Tests.Networks;

/// <content>Layers over other axes than the last.</content>
internal sealed partial class RandomStack
{
    private static readonly string[] AxesOfMaps =
    [
        "Axis = -1", "Axis = 1", "Axis = 2", "Axis = -2", "Axes = [1, 2]", "Axes = [3, 1]", "Axes = [2, 3]", "Axes = [1, 2, 3]",
    ];

    private static readonly string[] LayersOverAxes =
        ["Softmax", "LogSoftmax", "UnitNormalization", "LayerNormalization", "LayerNormalization(Epsilon = 0.01)"];

    /// <summary>Counted from the end, the axes of a sequence have the numbers of a map of one row.</summary>
    private void AddOverAxes()
    {
        string axes = _isFlat ? Pick("Axis = -1", "Axis = 1")
            : _shape.Height == 1 ? Pick("Axis = -1", "Axis = -2", "Axes = [-2, -1]")
            : Pick(AxesOfMaps);
        Add(With($"[{Pick(LayersOverAxes)}]", axes));
    }
}
