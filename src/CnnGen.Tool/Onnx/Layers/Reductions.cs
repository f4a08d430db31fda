namespace CnnGen.Tool.Onnx.Layers;

/// <summary>Operators that make one value of all along some axes.</summary>
internal static class Reductions
{
    // From this version on the axes are an input.
    private const int AxesAreInput = 18;

    /// <summary>Adds one.</summary>
    /// <param name="scope">The layer.</param>
    /// <param name="kind">The operator.</param>
    /// <param name="x">What it reads.</param>
    /// <param name="axes">The axes in the file, where the batch is 0.</param>
    /// <param name="keepsAxes">Whether they stay, with one element.</param>
    public static string Over(LayerScope scope, string kind, string x, long[] axes, bool keepsAxes)
    {
        (string, object) keeps = ("keepdims", keepsAxes ? 1 : 0);
        return scope.Opset < AxesAreInput
            ? scope.Node(kind, [x], ("axes", axes), keeps)
            : scope.Node(kind, [x, scope.Integers("axes", axes)], keeps);
    }
}
