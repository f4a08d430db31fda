using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// The sums of a <see cref="Product"/>: <c>OuterCount</c> x <c>MiddleCount</c> runs of <c>InnerCount</c> neighbouring floats. Runs that
/// touch are merged, so that a 3x3 convolution over 128 channels sums three runs of 384.
/// </summary>
internal readonly record struct Reduction(int OuterCount, int OuterStep, int MiddleCount, int MiddleStep, int InnerCount)
{
    /// <summary>Terms of one sum; also the rows of a kernel's block.</summary>
    public int Count => OuterCount * MiddleCount * InnerCount;

    /// <summary>
    /// A window of <paramref name="rows"/> x <paramref name="columns"/> pixels of a tensor, each so many pixels from the next.
    /// </summary>
    public static Reduction OverWindow(Tensor tensor, int rows, int columns, int rowDilation, int columnDilation)
    {
        var channels = tensor.Shape.Channels;
        return channels == tensor.ChannelStride && columnDilation == 1
            ? new(rows, rowDilation * tensor.RowStride, 1, 0, columns * channels)
            : new(rows, rowDilation * tensor.RowStride, columns, columnDilation * tensor.ChannelStride, channels);
    }

    /// <summary>All values of a dense vector.</summary>
    public static Reduction OverVector(int count) => new(1, 0, 1, 0, count);
}

/// <summary>
/// Pixels that lie side by side, each with a kernel of its own over the same inputs: the outputs of a transposed convolution that moves by
/// whole kernels. The kernels follow each other in a block, that of the last pixel first.
/// </summary>
/// <param name="Rows">Rows of them.</param>
/// <param name="Columns">Columns of them.</param>
/// <param name="RowStep">Floats from one to that below.</param>
/// <param name="ColumnStep">Floats from one to that on its right.</param>
internal readonly record struct PixelFan(int Rows, int Columns, int RowStep, int ColumnStep)
{
    /// <summary>One pixel.</summary>
    public static readonly PixelFan Single = new(1, 1, 0, 0);

    public int Count => Rows * Columns;
}

/// <summary>
/// For every output pixel and channel k: bias[k] + sum over the reduction of x[pixel, r] * w[r, k], then an activation. Convolutions, their
/// input gradients (one product per phase of the stride) and dense layers are all of this form; for a dense layer the images are the
/// pixels.
/// </summary>
/// <param name="Name">Operation and shapes; equal names mean equal kernels.</param>
/// <param name="Summary">What it computes, in words.</param>
/// <param name="Rows">Rows of output pixels.</param>
/// <param name="Columns">Columns of output pixels; 0 where the images are the pixels.</param>
/// <param name="InputOffset">From the start of the input's buffer to the first term of pixel (0, 0).</param>
/// <param name="InputRowStep">From one pixel to that below, in the input.</param>
/// <param name="InputColumnStep">From one pixel to that on its right, in the input.</param>
/// <param name="OutputOffset">From the start of the output's buffer to pixel (0, 0).</param>
/// <param name="OutputRowStep">From one pixel to that below, in the output.</param>
/// <param name="OutputColumnStep">From one pixel to that on its right, in the output.</param>
/// <param name="Reduction">The terms of a sum.</param>
/// <param name="Blocks">Blocks of output channels.</param>
/// <param name="BlockLanes">Output channels per block.</param>
/// <param name="HasBias">Whether sums start from a bias instead of zero.</param>
/// <param name="Activation">Applied to the sums before they are stored.</param>
internal sealed record Product(
    string Name,
    string Summary,
    int Rows,
    int Columns,
    int InputOffset,
    int InputRowStep,
    int InputColumnStep,
    int OutputOffset,
    int OutputRowStep,
    int OutputColumnStep,
    Reduction Reduction,
    int Blocks,
    int BlockLanes,
    bool HasBias,
    ActivationFunction Activation)
{
    /// <summary>
    /// Where sums are scaled before the activation, by a factor and a shift for each channel: floats from the factors to the shifts. Else
    /// 0.
    /// </summary>
    public int ShiftOffset { get; init; }

    /// <summary>The pixels that are computed where others compute one.</summary>
    public PixelFan Fan { get; init; } = PixelFan.Single;

    /// <summary>Whether there is something for each channel that the sums are stored with: a bias, or a factor and a shift.</summary>
    public bool HasChannelOperand => HasBias || ShiftOffset > 0;

    public bool PixelsAreImages => Columns == 0;

    /// <summary>Floats of one block of the kernel.</summary>
    public int BlockFloats => Fan.Count * Reduction.Count * BlockLanes;

    /// <summary>Floats of the kernel.</summary>
    public long KernelFloats => (long)BlockFloats * Blocks;

    /// <summary>
    /// The name its register tiles begin with. They know nothing of where a product begins, so the phases of a stride that differ in that
    /// alone share them.
    /// </summary>
    public string TileName { get; init; } = Name;

    /// <summary>The same product with sums scaled, by channel, in place of a bias.</summary>
    /// <param name="lanes">The channels, rounded up to whole vectors.</param>
    public Product Scaled(int lanes) => this with
    {
        Name = $"{Name}_Scaled",
        Summary = Summary.Replace(" kernels of", " scaled kernels of").Replace(" units", " scaled units"),
        HasBias = false,
        ShiftOffset = lanes,
    };

    /// <summary>
    /// The same product with all pixels in one row where rows follow each other without a gap in input and output, as those of a 1x1
    /// convolution between tensors without borders do; else itself. Register tiles then need not end where a row does.
    /// </summary>
    public Product InOneRow() => InputRowStep == Columns * InputColumnStep && OutputRowStep == Columns * OutputColumnStep
        ? this with { Rows = 1, Columns = Rows * Columns, InputRowStep = Rows * InputRowStep, OutputRowStep = Rows * OutputRowStep }
        : this;
}

/// <summary>
/// The gradient of a <see cref="Product"/>'s kernel: dw[r, k] = sum over images and pixels of x[pixel, r] * dy[pixel, k], and of its bias:
/// db[k] = sum of dy[pixel, k], both in the order of images, rows and columns.
/// </summary>
internal sealed record OuterProduct(
    string Name,
    string Summary,
    int Rows,
    int Columns,
    int InputOffset,
    int InputRowStep,
    int InputColumnStep,
    int GradientOffset,
    int GradientRowStep,
    int GradientColumnStep,
    Reduction Reduction,
    int Blocks,
    int BlockLanes,
    bool HasBias)
{
    /// <summary>
    /// Floats from one image to the next, of the input and of the gradient, where they are known; else the workspace's stride.
    /// </summary>
    public (int Input, int Gradient)? ImageSteps { get; init; }

    /// <summary>The pixels of the gradient that meet the same input, each with a kernel of its own.</summary>
    public PixelFan Fan { get; init; } = PixelFan.Single;

    public int BlockFloats => Fan.Count * Reduction.Count * BlockLanes;

    /// <summary>As <see cref="Product.InOneRow"/>: fewer loops around the pixels, which keep their order.</summary>
    public OuterProduct InOneRow() => InputRowStep == Columns * InputColumnStep && GradientRowStep == Columns * GradientColumnStep
        ? this with { Rows = 1, Columns = Rows * Columns, InputRowStep = Rows * InputRowStep, GradientRowStep = Rows * GradientRowStep }
        : this;

    /// <summary>Floats from the first value of an image that the sums read to the last.</summary>
    public int InputFloats =>
        ((Rows - 1) * InputRowStep) + ((Columns - 1) * InputColumnStep)
        + ((Reduction.OuterCount - 1) * Reduction.OuterStep) + ((Reduction.MiddleCount - 1) * Reduction.MiddleStep) + Reduction.InnerCount;
}
