using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = x, and alpha * x below 0, where alpha is trained.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="InputShape">The shape of that.</param>
/// <param name="OutputShape">The same.</param>
/// <param name="Alphas">The extents of alpha: 1 where all elements along an axis have one.</param>
internal sealed record PRelu(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Shape Alphas)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>What is said of alpha.</summary>
    public WeightSettings Alpha { get; init; } = WeightSettings.Zeros;

    protected override EquatableArray<ParameterShape> OwnParameters =>
        new([Alpha.Of("alpha", [.. new[] { Alphas.Height, Alphas.Width, Alphas.Channels }.Skip(3 - Axes)])]);

    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var axes = LayerAxes.Count(layer.Input);
        var shared = new HashSet<int>();
        foreach (var argument in layer.ListOf("SharedAxes"))
        {
            if (argument.Value is not int axis)
                continue;
            // Counted from the rows, which a sequence and a vector have not.
            shared.Add(axis + 3 - axes);
            if (axis < 1 || axis > axes)
            {
                layer.Report(DiagnosticIds.OutOfRange, argument.Name, layer.Description, "an axis", LayerReader.Text(axis),
                    axes switch
                    {
                        1 => $"1, the only axis of {layer.Input}",
                        2 => "1 for the length or 2 for channels",
                        _ => "1 for rows, 2 for columns or 3 for channels",
                    });
            }
        }

        var alpha = WeightReader.Read(layer, "Alpha", WeightSettings.Zeros, layer.Input.IsFlat is null ? null : axes);
        return layer.Finish(layer.Input, null, (input, output) => new PRelu(
            layer.Index, layer.Name, layer.Inputs, input, output,
            input with
            {
                Height = shared.Contains(1) ? 1 : input.Height,
                Width = shared.Contains(2) ? 1 : input.Width,
                Channels = shared.Contains(3) ? 1 : input.Channels,
            })
        {
            Alpha = alpha,
        });
    }

    private int Axes => InputShape.IsFlat ? 1 : InputShape.IsSequence ? 2 : 3;
}
