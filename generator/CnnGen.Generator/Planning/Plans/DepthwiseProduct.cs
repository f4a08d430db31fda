using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>How a window slides over a tensor, channel by channel.</summary>
/// <param name="Offset">Floats from the start of the tensor's buffer to the first tap of the first window.</param>
/// <param name="RowStep">Floats from a pixel to the one below.</param>
/// <param name="ColumnStep">Floats from a pixel to the one on its right.</param>
/// <param name="StrideHeight">Pixels from a window to the one below.</param>
/// <param name="StrideWidth">Pixels from a window to the one on its right.</param>
/// <param name="DilationHeight">Pixels from a tap to the one below.</param>
/// <param name="DilationWidth">Pixels from a tap to the one on its right.</param>
internal readonly record struct WindowWalk(
    int Offset, int RowStep, int ColumnStep, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth)
{
    /// <summary>Floats from a tap to the one below.</summary>
    public int TapRowStep => DilationHeight * RowStep;

    /// <summary>Floats from a tap to the one on its right.</summary>
    public int TapColumnStep => DilationWidth * ColumnStep;

    /// <summary>
    /// The neighbouring taps and pixels of a row that meet an input, which is so many pixels from the first tap's of the first pixel.
    /// </summary>
    /// <param name="input">The input's place.</param>
    /// <param name="taps">Taps.</param>
    /// <param name="pixels">Pixels.</param>
    public IEnumerable<(int Tap, int Pixel)> Meeting(int input, int taps, int pixels) =>
        Meeting(input, taps, pixels, StrideWidth, DilationWidth);

    /// <summary>The same for rows: the rows of taps and of pixels that meet a row of inputs.</summary>
    /// <param name="input">The place of the row.</param>
    /// <param name="taps">Rows of taps.</param>
    /// <param name="pixels">Rows of pixels.</param>
    public IEnumerable<(int Tap, int Pixel)> MeetingRows(int input, int taps, int pixels) =>
        Meeting(input, taps, pixels, StrideHeight, DilationHeight);

    /// <summary>Pixels from the first tap's of the first pixel to the last one's of the last.</summary>
    public int InputsOf(int taps, int pixels) => ((pixels - 1) * StrideWidth) + ((taps - 1) * DilationWidth) + 1;

    /// <summary>The same for rows.</summary>
    public int InputRowsOf(int taps, int pixels) => ((pixels - 1) * StrideHeight) + ((taps - 1) * DilationHeight) + 1;

    private static IEnumerable<(int Tap, int Pixel)> Meeting(int input, int taps, int pixels, int stride, int dilation)
    {
        for (var tap = 0; tap < taps; tap++)
        {
            var ahead = input - (tap * dilation);
            if (ahead >= 0 && ahead % stride == 0 && ahead / stride < pixels)
                yield return (tap, ahead / stride);
        }
    }
}

/// <summary>
/// Which taps of a kernel the windows of a product meet: all of them in order, or, in an input gradient, every so many from the last one
/// back.
/// </summary>
/// <param name="Rows">Rows of taps; 0 where no tap reaches the pixels.</param>
/// <param name="Columns">Columns of taps; 0 likewise.</param>
/// <param name="First">The first tap, numbered in row, column order.</param>
/// <param name="RowStep">From a tap's number to that of the one in the next row.</param>
/// <param name="ColumnStep">From a tap's number to that of the next one in its row.</param>
internal readonly record struct KernelTaps(int Rows, int Columns, int First, int RowStep, int ColumnStep)
{
    public int Count => Rows * Columns;
}

/// <summary>
/// For every output pixel and channel c: bias[c] + sum over a window's taps of x[tap, c] * w[tap, c] in row, column order, then an
/// activation. Depthwise convolutions and their input gradients (one product per phase of the stride) are of this form.
/// </summary>
/// <param name="Rows">Rows of output pixels.</param>
/// <param name="Columns">Columns of output pixels.</param>
/// <param name="Input">How the window slides over the input.</param>
/// <param name="OutputOffset">From the start of the output's buffer to pixel (0, 0).</param>
/// <param name="OutputRowStep">From one pixel to that below, in the output.</param>
/// <param name="OutputColumnStep">From one pixel to that on its right, in the output.</param>
/// <param name="Taps">The taps of the kernel.</param>
/// <param name="Blocks">Blocks of channels.</param>
/// <param name="BlockLanes">Channels per block.</param>
/// <param name="BlockFloats">Floats of one block of the kernel.</param>
/// <param name="HasBias">Whether sums start from a bias instead of zero.</param>
/// <param name="Activation">Applied to the sums before they are stored.</param>
internal sealed record DepthwiseProduct(
    int Rows,
    int Columns,
    WindowWalk Input,
    int OutputOffset,
    int OutputRowStep,
    int OutputColumnStep,
    KernelTaps Taps,
    int Blocks,
    int BlockLanes,
    int BlockFloats,
    bool HasBias,
    ActivationFunction Activation)
{
    /// <summary>
    /// Where sums are scaled before the activation, by a factor and a shift for each channel: floats from the factors to the shifts. Else
    /// 0.
    /// </summary>
    public int ShiftOffset { get; init; }
}

/// <summary>
/// The gradient of a depthwise convolution's kernel: dw[tap, c] = sum over images and pixels of x[pixel + tap, c] * dy[pixel, c], and of
/// its bias: db[c] = sum of dy[pixel, c], both in the order of images, rows and columns.
/// </summary>
/// <param name="Rows">Rows of output pixels.</param>
/// <param name="Columns">Columns of output pixels.</param>
/// <param name="Input">How the window slides over the input.</param>
/// <param name="GradientOffset">From the start of the output gradient's buffer to pixel (0, 0).</param>
/// <param name="GradientRowStep">From one pixel to that below, in the output's gradient.</param>
/// <param name="GradientColumnStep">From one pixel to that on its right, in the output's gradient.</param>
/// <param name="KernelRows">Rows of the kernel.</param>
/// <param name="KernelColumns">Columns of the kernel.</param>
/// <param name="Blocks">Blocks of channels.</param>
/// <param name="BlockLanes">Channels per block.</param>
/// <param name="HasBias">Whether the bias has a gradient, too.</param>
internal sealed record DepthwiseOuterProduct(
    int Rows,
    int Columns,
    WindowWalk Input,
    int GradientOffset,
    int GradientRowStep,
    int GradientColumnStep,
    int KernelRows,
    int KernelColumns,
    int Blocks,
    int BlockLanes,
    bool HasBias)
{
    /// <summary>Floats of one block of the kernel.</summary>
    public int BlockFloats => KernelRows * KernelColumns * BlockLanes;
}

/// <summary>How one instruction set computes a <see cref="DepthwiseProduct"/>.</summary>
/// <param name="Regions">The split of the output pixels into register tiles.</param>
/// <param name="TapsAtOnce">Neighbouring taps of a kernel's row that share the inputs they load; divides the columns of taps.</param>
/// <param name="UnrollsRows">Whether the rows of taps are written out instead of looped over; tiles of several rows need it.</param>
/// <param name="ReadsAhead">Whether a tile asks for the inputs of the one below it.</param>
internal sealed record DepthwiseTiling(EquatableArray<PixelRegion> Regions, int TapsAtOnce, bool UnrollsRows, bool ReadsAhead);

/// <summary>How one instruction set computes a <see cref="DepthwiseOuterProduct"/>.</summary>
/// <param name="Taps">The split of the kernel into tiles whose sums stay in registers while an image passes; the first is alone in its
/// region and sums the bias, too.</param>
/// <param name="Pixels">Neighbouring pixels of a row that share the inputs they load.</param>
/// <param name="BlocksPerItem">Blocks of channels of one work item.</param>
/// <param name="Items">Work items.</param>
/// <param name="Cycles">The cost model's estimate for one image.</param>
internal sealed record DepthwiseOuterTiling(EquatableArray<PixelRegion> Taps, int Pixels, int BlocksPerItem, int Items, double Cycles);

/// <summary>A depthwise product with its tiles, one per target.</summary>
internal sealed record TiledDepthwiseProduct(DepthwiseProduct Product, EquatableArray<DepthwiseTiling> Tilings);
