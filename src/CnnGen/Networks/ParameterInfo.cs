namespace CnnGen;

/// <summary>How a parameter came to be: what it is drawn from before training.</summary>
public enum ParameterKind
{
    /// <summary>A kernel, drawn by its <see cref="Initializer"/>.</summary>
    Kernel,

    /// <summary>A bias, zero at first.</summary>
    Bias,

    /// <summary>The mean of a normalization, zero at first; not trained.</summary>
    Mean,

    /// <summary>The variance of a normalization, one at first; not trained.</summary>
    Variance,

    /// <summary>
    /// A depthwise kernel (row, column, in, multiplier), whose last two extents together are the output channels; drawn by its
    /// <see cref="Initializer"/>.
    /// </summary>
    DepthwiseKernel,
}

/// <summary>
/// One parameter at build time. Publicly it has Keras' shape; privately a kernel is stored in blocks of <paramref name="Lanes"/> output
/// channels: value (row, k) of the matrix [product of all but the last extent] x [last extent] (of a depthwise kernel: the last two) lies
/// at <c>Offset + (k / Lanes) * rows * Lanes + row * Lanes + k % Lanes</c>, and the lanes past the last channel stay zero.
/// </summary>
/// <param name="Name">Keras' name: <c>conv2d_1/kernel</c>.</param>
/// <param name="Shape">Keras' shape: HWIO for convolutions, (row, column, in, multiplier) for depthwise ones, (in, out) for dense
/// layers.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Initializer">What a kernel is drawn from.</param>
/// <param name="Offset">Floats from the start of the weights' arena.</param>
/// <param name="Lanes">Output channels per block.</param>
public sealed record ParameterInfo(
    string Name,
    IReadOnlyList<int> Shape,
    ParameterKind Kind,
    Initializer Initializer,
    int Offset,
    int Lanes)
{
    /// <summary>Number of values.</summary>
    public int Count { get; } = Shape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>Rows of the matrix view: the product of all extents that are not its columns.</summary>
    public int Rows { get; } = Shape.Aggregate(1, (a, b) => checked(a * b)) / ColumnsOf(Kind, Shape);

    /// <summary>
    /// Columns of the matrix view: the last extent; of a depthwise kernel the product of the last two, its output channels.
    /// </summary>
    public int Columns { get; } = ColumnsOf(Kind, Shape);

    /// <summary>Whether an optimizer updates it.</summary>
    public bool Trainable => Kind is ParameterKind.Kernel or ParameterKind.DepthwiseKernel or ParameterKind.Bias;

    private static int ColumnsOf(ParameterKind kind, IReadOnlyList<int> shape) =>
        kind == ParameterKind.DepthwiseKernel ? shape[^2] * shape[^1] : shape[^1];
}
