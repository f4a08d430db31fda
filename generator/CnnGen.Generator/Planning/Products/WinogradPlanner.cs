using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Tiles;

namespace CnnGen.Generator.Planning.Products;

/// <summary>Turns the directions of a 3 x 3 convolution into Winograd's form, and chooses blocks and register tiles.</summary>
internal sealed class WinogradPlanner(KernelNames names, EquatableArray<Target> targets)
{
    /// <summary>
    /// Input channels that a work item of a weight gradient takes at most: its sums should stay in the second-level cache.
    /// </summary>
    private const int SliceTerms = 64;

    public TiledWinograd Forward(
        ConvolutionGeometry geometry, ConvolutionAlgorithm algorithm, Tensor x, Tensor y, bool useBias, ActivationFunction activation,
        int kernelOffset)
    {
        var grid = algorithm.Grid(y.Shape.Height, y.Shape.Width);
        return Tile(
            new WinogradProduct(
                $"Conv2D_{x}_3x3x{y.Shape.Channels}{ProductPlanner.Suffix(activation)}_F{grid.Tile}x{grid.Tile}",
                $"Convolution of {x} with {y.Shape.Channels} kernels of 3x3{ProductPlanner.Described(activation)}, by"
                    + $" {algorithm.Describe(3, 3)}.",
                grid,
                PixelPlane.Of(x, -geometry.Window.PadTop, -geometry.Window.PadLeft),
                PixelPlane.Of(y),
                x.Shape.Channels,
                y.Blocks,
                useBias,
                activation,
                AlgorithmPlanner.StripsPerBlock(grid, x.ChannelStride, y.ChannelStride))
            {
                WidePanels = true,
            },
            kernelOffset);
    }

    /// <summary>A forward direction that applies an activation to what it stores, in another place.</summary>
    public TiledWinograd Activated(TiledWinograd forward, ActivationFunction activation, Tensor activated)
    {
        var name = forward.Winograd.Name;
        var winograd = forward.Winograd with
        {
            Name = "",
            Summary = $"{forward.Winograd.Summary[..^1]}{ProductPlanner.Described(activation)}.",
            Output = PixelPlane.Of(activated),
            Activation = activation,
            StepsOf = name,
        };
        return Stored(forward, winograd, $"{name}{ProductPlanner.Suffix(activation)}");
    }

    /// <summary>A forward direction whose sums are scaled, by channel, in place of a bias, before an activation.</summary>
    public TiledWinograd Scaled(TiledWinograd forward, ActivationFunction activation, Tensor scaled)
    {
        var activated = Activated(forward, activation, scaled).Winograd;
        return Stored(
            forward, activated with { Name = "", HasBias = false, ShiftOffset = scaled.ChannelStride },
            $"{forward.Winograd.Name}{ProductPlanner.Suffix(activation)}_Scaled");
    }

    /// <summary>A forward direction that stores only the maxima of 2 x 2 pixels.</summary>
    public TiledWinograd Pooled(TiledWinograd forward, Tensor pooled)
    {
        var name = forward.Winograd.Name;
        var winograd = forward.Winograd with
        {
            Name = "",
            Summary = $"{forward.Winograd.Summary[..^1]}; of 2x2 pixels the maximum, {pooled}.",
            Output = PixelPlane.Of(pooled),
            Pooling = 2,
            StepsOf = name,
        };
        return Stored(forward, winograd, $"{name}_MaxPool2x2");
    }

    private TiledWinograd Stored(TiledWinograd forward, WinogradProduct winograd, string name) =>
        forward with { Winograd = winograd with { Name = names.Unique(name, winograd with { Summary = "" }) } };

    /// <param name="geometry">The shapes of the convolution.</param>
    /// <param name="algorithm">How it is computed.</param>
    /// <param name="dy">The gradient of its output.</param>
    /// <param name="dx">The gradient of its input.</param>
    /// <param name="x">Its input.</param>
    /// <param name="activation">What the layer before applied to that input: its derivative is applied to the gradient while it is
    /// stored.</param>
    /// <param name="kernelOffset">Where the transformed kernel lies.</param>
    public TiledWinograd InputGradient(
        ConvolutionGeometry geometry, ConvolutionAlgorithm algorithm, Tensor dy, Tensor dx, Tensor x, ActivationFunction activation,
        int kernelOffset)
    {
        var grid = algorithm.Grid(dx.Shape.Height, dx.Shape.Width);
        var (rows, columns) = (geometry.RowPhases.Single(), geometry.ColumnPhases.Single());
        return Tile(
            new WinogradProduct(
                $"Conv2DInputGradient_{dx}_3x3x{dy.Shape.Channels}"
                    + $"{ProductPlanner.Suffix(activation)}_F{grid.Tile}x{grid.Tile}",
                $"Gradient of the input {dx} from that of the output {dy}, by {algorithm.Describe(3, 3)}.",
                grid,
                PixelPlane.Of(dy, rows.GradientStart, columns.GradientStart),
                PixelPlane.Of(dx),
                dy.Shape.Channels,
                dx.Blocks,
                HasBias: false,
                ActivationFunction.Linear,
                AlgorithmPlanner.StripsPerBlock(grid, dy.ChannelStride, dx.ChannelStride))
            {
                Derivative = activation == ActivationFunction.Linear ? null : new FusedDerivative(activation, PixelPlane.Of(x)),
            },
            kernelOffset);
    }

    public TiledWinogradGradient WeightGradient(
        ConvolutionGeometry geometry, ConvolutionAlgorithm algorithm, Tensor x, Tensor dy, OuterProduct direct)
    {
        var grid = algorithm.Grid(dy.Shape.Height, dy.Shape.Width);
        var winograd = new WinogradGradient(
            $"Conv2DWeightGradient_{x}_3x3x{dy.Shape.Channels}_F{grid.Tile}x{grid.Tile}",
            $"Gradient of the {dy.Shape.Channels} kernels of 3x3 over {x}, by {algorithm.Describe(3, 3)}.",
            grid,
            PixelPlane.Of(x, -geometry.Window.PadTop, -geometry.Window.PadLeft),
            PixelPlane.Of(dy),
            x.Shape.Channels,
            dy.Blocks,
            AlgorithmPlanner.StripsPerRound(grid, x.ChannelStride, dy.ChannelStride),
            LargestDivisor(x.Shape.Channels, SliceTerms),
            LargestDivisor(dy.Blocks, 2));
        winograd = winograd with { Name = names.Unique(winograd.Name, winograd with { Name = "", Summary = "" }) };

        var products = new OuterProduct(
            $"WinogradSums_{winograd.SliceTerms}x{winograd.GroupBlocks * dy.BlockLanes}",
            "",
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            Reduction.OverVector(winograd.SliceTerms),
            winograd.GroupBlocks,
            dy.BlockLanes,
            HasBias: false)
        {
            ImageSteps = (x.ChannelStride, dy.ChannelStride),
        };
        products = products with { Name = names.Unique(products.Name, products with { Name = "", Summary = "" }) };
        return new TiledWinogradGradient(
            winograd, products, direct, new(targets.Select(target => OuterProductTiler.Choose(products, target))));
    }

    private TiledWinograd Tile(WinogradProduct winograd, int kernelOffset)
    {
        winograd = winograd with { Name = names.Unique(winograd.Name, winograd with { Name = "", Summary = "" }) };
        var products = new Product(
            $"Winograd{(winograd.WidePanels ? "Panel" : "")}Product_{winograd.Terms}x{winograd.Blocks * winograd.Output.BlockLanes}",
            "",
            1,
            winograd.TilesPerBlock,
            0,
            0,
            winograd.Input.ColumnStep,
            0,
            0,
            winograd.Output.ColumnStep,
            Reduction.OverVector(winograd.Terms),
            winograd.Blocks,
            winograd.Output.BlockLanes,
            HasBias: false,
            ActivationFunction.Linear);
        // A register tile does not know how many of its kind there are.
        products = products with
        {
            TileName = names.Unique(products.Name,
            (products with { Name = "", Summary = "", TileName = "", Columns = 0 }, winograd.WidePanels, winograd.MostPanelBlocks))
        };
        var tilings = TilingsFor(winograd.TilesPerBlock);
        return new TiledWinograd(
            winograd, products, tilings, winograd.HasWholeImages ? TilingsFor(winograd.Grid.Tiles) : tilings, kernelOffset);

        EquatableArray<WinogradTiling> TilingsFor(int tiles) =>
            new(targets.Select(target => WinogradTiler.Choose(winograd, products, target, tiles)));
    }

    private static int LargestDivisor(int number, int most)
    {
        var divisor = Math.Min(number, most);
        while (number % divisor != 0)
            divisor--;
        return divisor;
    }
}
