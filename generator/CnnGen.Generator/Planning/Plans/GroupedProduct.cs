using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>Channels in groups, each of which is convolved by itself.</summary>
/// <param name="Inputs">Channels of a group that are read.</param>
/// <param name="Outputs">Channels of a group that are written; as many as are read, or multiples of a block both.</param>
internal readonly record struct ChannelGroups(int Inputs, int Outputs)
{
    /// <summary>The same on the way back.</summary>
    public ChannelGroups Reversed => new(Outputs, Inputs);

    /// <summary>
    /// Whether vectors of so many outputs hold several groups, so that their inputs are spread over the lanes; else they have inputs in
    /// common.
    /// </summary>
    public bool ShareVectors(int lanes) => Outputs < lanes;
}

/// <summary>
/// For every output pixel and channel k of group g: bias[k] + sum over a window's rows, a group's inputs c and the window's columns, in
/// this order, of x[tap, g * Inputs + c] * w[tap, c, k], then an activation. Convolutions in groups and their input gradients (one product
/// per phase of the stride) are of this form.
/// </summary>
/// <param name="Groups">The groups.</param>
/// <param name="Plain">All else, as if each channel was convolved by itself; a block of the kernel is that of a group's inputs.</param>
internal sealed record GroupedProduct(ChannelGroups Groups, DepthwiseProduct Plain);

/// <summary>
/// The gradient of its kernel: dw[tap, c, k] = sum over images and pixels of x[pixel + tap, g * Inputs + c] * dy[pixel, k], and of its
/// bias, in the order of images, rows and columns.
/// </summary>
/// <param name="Groups">The groups.</param>
/// <param name="Plain">All else.</param>
internal sealed record GroupedOuterProduct(ChannelGroups Groups, DepthwiseOuterProduct Plain);

/// <summary>How one instruction set computes a <see cref="GroupedProduct"/>.</summary>
/// <param name="Regions">The split of the output pixels into register tiles.</param>
/// <param name="RowsPerBand">For each region the rows of tiles that all channels pass before the next ones come.</param>
/// <param name="Vectors">Vectors of a tile, which have their inputs in common.</param>
/// <param name="Cycles">The cost model's estimate for one image.</param>
internal sealed record GroupedTiling(
    EquatableArray<PixelRegion> Regions, EquatableArray<int> RowsPerBand, int Vectors, double Cycles);

/// <summary>How one instruction set computes a <see cref="GroupedOuterProduct"/>.</summary>
/// <param name="Terms">Inputs of a group whose sums, with all columns of a row of taps, stay in registers while an image passes.</param>
/// <param name="Pixels">Neighbouring pixels of a row that share the inputs they load.</param>
/// <param name="Cycles">The cost model's estimate for one image.</param>
internal sealed record GroupedOuterTiling(int Terms, int Pixels, double Cycles);

/// <summary>A grouped product with its tiles, one per target.</summary>
internal sealed record TiledGroupedProduct(
    string Name, string Summary, GroupedProduct Product, EquatableArray<GroupedTiling> Tilings) : Kernel;

/// <summary>A grouped outer product with its tiles, one per target; a block of channels is a work item.</summary>
internal sealed record TiledGroupedOuterProduct(
    string Name, string Summary, GroupedOuterProduct Product, EquatableArray<GroupedOuterTiling> Tilings) : DirectGradientKernel
{
    public override int ItemsOf(int target) => Product.Plain.Blocks;

    public override double CyclesOf(int target) => Tilings[target].Cycles;
}

/// <summary>How a kernel in groups is transposed for an input gradient.</summary>
/// <param name="Source">The kernel, from the start of the weights.</param>
/// <param name="Target">From the start of the kernels that are prepared for input gradients.</param>
/// <param name="Taps">Taps of the window.</param>
/// <param name="Count">Groups.</param>
/// <param name="Groups">Their channels, forward.</param>
internal sealed record GroupTranspose(int Source, int Target, int Taps, int Count, ChannelGroups Groups);
