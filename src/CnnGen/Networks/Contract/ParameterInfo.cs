namespace CnnGen;

/// <summary>
/// One parameter at build time: weights, or state, which is learned of data or kept. Publicly it has Keras' shape; privately it is
/// a matrix, stored in blocks of <paramref name="Lanes"/> columns: value (row, k) lies at
/// <c>Offset + (k / Lanes) * rows * Lanes + row * Lanes + k % Lanes</c>, and the lanes past the last column stay zero.
/// </summary>
/// <param name="Name">Keras' name: <c>conv2d_1/kernel</c>.</param>
/// <param name="Shape">Keras' shape: HWIO for convolutions, (row, column, in, multiplier) for depthwise ones, (in, out) for dense
/// layers.</param>
/// <param name="Initial">How its values start.</param>
/// <param name="Trainable">Whether an optimizer updates it; else it is state, or of a frozen layer.</param>
/// <param name="Columns">
/// Columns of the matrix: the last extent, which is the output channels of a kernel; of a depthwise kernel the product of the last two,
/// which is that, too.
/// </param>
/// <param name="Offset">Floats from the start of the weights' arena.</param>
/// <param name="Lanes">Columns per block.</param>
public sealed record ParameterInfo(
    string Name,
    IReadOnlyList<int> Shape,
    InitialValue Initial,
    bool Trainable,
    int Columns,
    int Offset,
    int Lanes)
{
    /// <summary>Number of values.</summary>
    public int Count { get; } = Shape.Aggregate(1, (a, b) => checked(a * b));

    /// <summary>Rows of the matrix: the product of all extents that are not its columns.</summary>
    public int Rows { get; } = Shape.Aggregate(1, (a, b) => checked(a * b)) / Columns;

    /// <summary>Floats that it takes where it lies, the lanes past the last column included.</summary>
    internal int StorageFloats => (Columns + Lanes - 1) / Lanes * Lanes * Rows;

    /// <summary>
    /// Whether it is the kernel of a transposed convolution, (row, column, out, in), which is stored as that of the convolution that
    /// computes it: pixels in reverse order, then in and out; false when left out.
    /// </summary>
    public bool IsTransposed { get; init; }

    /// <summary>Whether it holds variances, of which none is below zero; false when left out.</summary>
    public bool IsVariance { get; init; }
}
