namespace CnnGen;

/// <summary>One layer of a compiled network, as its summary shows it.</summary>
/// <param name="Name">Keras' name: <c>conv2d_1</c>.</param>
/// <param name="Kind">The attribute's name: <c>Conv2D</c>.</param>
/// <param name="OutputShape">(height, width, channels), (length, channels) of a sequence, or (units) when flat.</param>
/// <param name="ParameterCount">Weights and state.</param>
/// <param name="MultiplyAdds">Multiply-adds of one image, forward.</param>
/// <param name="ReceptiveField">Rows and columns of the input that one output sees.</param>
/// <param name="Algorithm">How the planner computes it.</param>
/// <param name="OutputBytes">Bytes of the output of one image, with the border its consumer asked for.</param>
public sealed record LayerInfo(
    string Name,
    string Kind,
    IReadOnlyList<int> OutputShape,
    int ParameterCount,
    long MultiplyAdds,
    (int Height, int Width) ReceptiveField,
    string Algorithm,
    long OutputBytes)
{
    /// <summary>Names of the layers that it reads, in their order; empty where that is the layer before it alone.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>The rows of what it reads that a row of its output depends on; only networks that look inside of another say so.</summary>
    public AxisView? Rows { get; init; }

    /// <summary>The same of columns.</summary>
    public AxisView? Columns { get; init; }

    /// <summary>The activation that its outputs went through; only networks that look inside of another say so.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Whether it has weights, and <c>Frozen</c> leaves them as they are in training.</summary>
    public bool Frozen { get; init; }

    /// <summary>
    /// How each direction of a convolution or dense layer is computed: forward, input gradient where somebody wants it, weight gradient;
    /// empty for other layers.
    /// </summary>
    public IReadOnlyList<LayerChoice> Choices { get; init; } = [];
}
