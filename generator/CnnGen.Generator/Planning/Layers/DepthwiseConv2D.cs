using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Tiles;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class DepthwiseConv2DPlanner(DepthwiseConv2D layer) : DirectConvolutionPlanner(layer)
{
    private EquatableArray<TiledDepthwiseProduct> _inputGradients;

    public override long InputGradientKernels => Geometry.Phases;

    /// <summary>One with several kernels per channel gets a layer before it that repeats the channels, and then has one.</summary>
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        if (layer.DepthMultiplier == 1)
            return WithActivation(layer with { Index = index, Inputs = inputs });
        var repeated = layer.InputShape with { Channels = layer.OutputShape.Channels };
        // No name of a user's has a slash.
        return
        [
            new RepeatChannels(index, layer.Name + "/channels", inputs, layer.InputShape, repeated, layer.DepthMultiplier),
            .. WithActivation(layer with { Index = index + 1, Inputs = new([index]), InputShape = repeated, DepthMultiplier = 1 }),
        ];
    }

    protected override Kernel DecideForward(PlanningContext context, Tensor y, ActivationFunction activation, int shiftOffset)
    {
        var x = context.Layouts.Output(Layer.Inputs[0]);
        var product = new DepthwiseProduct(
            y.Shape.Height,
            y.Shape.Width,
            Walk(layer.Window, x),
            y.Origin,
            y.RowStride,
            y.ChannelStride,
            new KernelTaps(layer.Window.Height, layer.Window.Width, First: 0, RowStep: layer.Window.Width, ColumnStep: 1),
            y.Blocks,
            y.BlockLanes,
            layer.Window.Height * layer.Window.Width * y.BlockLanes,
            layer.UseBias && shiftOffset == 0,
            activation)
        {
            ShiftOffset = shiftOffset,
        };
        return new DepthwiseForward(layer, x, y, Tile(context, product));
    }

    protected override void DecideInputGradients(PlanningContext context)
    {
        var (layouts, input) = (context.Layouts, Layer.Inputs[0]);
        _inputGradients = layouts.NeedsGradient(input)
            ? new(InputGradients(layer.Window, Geometry, layouts.Gradient(Layer.Index), layouts.Gradient(input))
                .Select(product => Tile(context, product)))
            : EquatableArray<TiledDepthwiseProduct>.Empty;
    }

    private static TiledDepthwiseProduct Tile(PlanningContext context, DepthwiseProduct product) =>
        new(product, new(context.Targets.Select(target => DepthwiseTiler.Choose(product, target))));

    protected override string Algorithm(PlanningContext context) => $"depthwise {layer.Window.Height}x{layer.Window.Width}";

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => _inputGradients.Select((product, phase) => new KernelCall(
        new DepthwiseInputGradient(layer, places.Dx.Tensor, places.Dy.Tensor, phase, product),
        places.Dy,
        new(ArgumentKind.Weights, KernelOffset),
        places.Dx));

    protected override WeightGradient WeightGradient(PlanningContext context)
    {
        var places = GradientPlacesOf(context);
        var (x, dy) = (places.Input, places.Gradient);
        var product = new DepthwiseOuterProduct(
            dy.Tensor.Shape.Height,
            dy.Tensor.Shape.Width,
            Walk(layer.Window, x.Tensor),
            dy.Tensor.Origin,
            dy.Tensor.RowStride,
            dy.Tensor.ChannelStride,
            layer.Window.Height,
            layer.Window.Width,
            dy.Tensor.Blocks,
            dy.Tensor.BlockLanes,
            layer.UseBias);
        var tilings = context.Targets.Select(target => DepthwiseTiler.Choose(product, target));
        return new(
            places,
            new DepthwiseWeightGradient(layer, x.Tensor, dy.Tensor, product, new(tilings)));
    }

    /// <summary>How a convolution's window slides over its input.</summary>
    /// <param name="window">The window.</param>
    /// <param name="x">The input.</param>
    public static WindowWalk Walk(Window window, Tensor x) => new(
        x.Offset(-window.PadTop, -window.PadLeft), x.RowStride, x.ChannelStride, window.StrideHeight, window.StrideWidth,
        window.DilationHeight, window.DilationWidth);

    /// <summary>
    /// One product per phase of the stride, the taps from the largest to the smallest, so that they walk forward through the output's
    /// gradient.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="geometry">What follows from it.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dx">That of the input.</param>
    /// <param name="depth">Channels that each of the input's gradients sums.</param>
    public static IEnumerable<DepthwiseProduct> InputGradients(
        Window window, ConvolutionGeometry geometry, Tensor dy, Tensor dx, int depth = 1)
    {
        foreach (var rows in geometry.RowPhases)
        {
            foreach (var columns in geometry.ColumnPhases)
            {
                var reaches = rows.Taps > 0 && columns.Taps > 0;
                var (lastRow, lastColumn) =
                    (rows.FirstTap + (window.StrideHeight * (rows.Taps - 1)), columns.FirstTap + (window.StrideWidth * (columns.Taps - 1)));
                yield return new DepthwiseProduct(
                    rows.Count,
                    columns.Count,
                    new WindowWalk(reaches ? dy.Offset(rows.GradientStart, columns.GradientStart) : 0, dy.RowStride, dy.ChannelStride,
                        StrideHeight: 1, StrideWidth: 1, rows.Dilation, columns.Dilation),
                    dx.Offset(rows.Start, columns.Start),
                    window.StrideHeight * dx.RowStride,
                    window.StrideWidth * dx.ChannelStride,
                    reaches
                        ? new KernelTaps(rows.Taps, columns.Taps, (lastRow * window.Width) + lastColumn,
                            -window.StrideHeight * window.Width, -window.StrideWidth)
                        : default,
                    dx.Blocks,
                    dx.BlockLanes,
                    window.Height * window.Width * depth * dx.BlockLanes,
                    HasBias: false,
                    ActivationFunction.Linear);
            }
        }
    }
}

/// <summary>The layer itself, bias and activation fused.</summary>
internal sealed record DepthwiseForward(DepthwiseConv2D Layer, Tensor X, Tensor Y, TiledDepthwiseProduct Product) : Kernel;

/// <summary>One phase of the stride of the gradient of its input.</summary>
internal sealed record DepthwiseInputGradient(
    DepthwiseConv2D Layer, Tensor Dx, Tensor Dy, int Phase, TiledDepthwiseProduct Product) : Kernel;

/// <summary>The gradient of kernel and bias.</summary>
internal sealed record DepthwiseWeightGradient(
    DepthwiseConv2D Layer, Tensor X, Tensor Dy, DepthwiseOuterProduct Product, EquatableArray<DepthwiseOuterTiling> Tilings)
    : DirectGradientKernel
{
    public override int ItemsOf(int target) => Tilings[target].Items;

    public override double CyclesOf(int target) => Tilings[target].Cycles;
}
