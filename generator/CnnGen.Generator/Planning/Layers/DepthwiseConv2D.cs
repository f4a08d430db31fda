using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Tiles;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class DepthwiseConv2DPlanner(DepthwiseConv2D layer) : LayerPlanner(layer)
{
    private readonly ConvolutionGeometry _geometry = new(layer.Window, layer.InputShape, layer.OutputShape);

    // Chosen first; every direction reads the kernel as it lies.
    private TiledDepthwiseProduct? _forward;
    private TiledDepthwiseProduct? _fused;
    private EquatableArray<TiledDepthwiseProduct> _inputGradients;
    private (int Kernel, int? Bias) _offsets;

    // What sums are stored with where the layer behind is fused: a bias, or the factors and shifts of that.
    private Argument? _stored;

    /// <summary>For the derivative of the activation, which it applies itself unless the layer behind it does.</summary>
    public override BackwardReads Reads => BackwardReads.Output;

    public override long InputGradientKernels => _geometry.Phases;

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

    /// <summary>An activation of single elements that is a layer of its own, or a batch normalization.</summary>
    public override LayerNeeds? FusedConsumer(Layouts layouts) => ActivationBehind(layouts) ?? ScalingBehind(layouts);

    public override Border InputBorder(Layouts layouts) => _geometry.InputBorder(ConvolutionAlgorithms.Direct);

    public override Border GradientBorder(Layouts layouts) =>
        _geometry.GradientBorder(ConvolutionAlgorithms.Direct, layouts.NeedsGradient(Layer.Inputs[0]));

    protected override void Decide(PlanningContext context)
    {
        var layouts = context.Layouts;
        var input = Layer.Inputs[0];
        _forward = Tile(Product(layouts.Output(Layer.Index), layer.Activation));
        var behind = FusedConsumer(layouts);
        var stored = behind is null ? null : layouts.Output(behind.Layer.Index);
        _fused = behind switch
        {
            { ElementFunction: { } function } => Tile(Product(stored!, function)),
            { ScalesChannels: true } => Tile(Product(stored!, behind.Layer.FusedActivation) with
            {
                HasBias = false,
                ShiftOffset = stored!.ChannelStride,
            }),
            _ => _forward,
        };
        _inputGradients = layouts.NeedsGradient(input)
            ? new(InputGradients(layer.Window, _geometry, layouts.Gradient(Layer.Index), layouts.Gradient(input)).Select(Tile))
            : EquatableArray<TiledDepthwiseProduct>.Empty;
        _offsets = (
            context.Parameters.OffsetOf(Layer, layer.KernelName)!.Value,
            layer.UseBias ? context.Parameters.OffsetOf(Layer, "bias") : null);
        _stored = behind is { ScalesChannels: true }
            ? new(ArgumentKind.ForwardKernels, context.Products.ScalingOffsetOf(behind.Layer.Name, stored!.ChannelStride))
            : Bias;

        TiledDepthwiseProduct Tile(DepthwiseProduct each) =>
            new(each, new(context.Targets.Select(target => DepthwiseTiler.Choose(each, target))));

        DepthwiseProduct Product(Tensor y, ActivationFunction activation) => new(
            y.Shape.Height,
            y.Shape.Width,
            Walk(layer.Window, layouts.Output(input)),
            y.Origin,
            y.RowStride,
            y.ChannelStride,
            new KernelTaps(layer.Window.Height, layer.Window.Width, First: 0, RowStep: layer.Window.Width, ColumnStep: 1),
            y.Blocks,
            y.BlockLanes,
            layer.Window.Height * layer.Window.Width * y.BlockLanes,
            layer.UseBias,
            activation);
    }

    private Argument? Bias => _offsets.Bias is { } offset ? new(ArgumentKind.Weights, offset) : null;

    protected override string Algorithm(PlanningContext context) => $"depthwise {layer.Window.Height}x{layer.Window.Width}";

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var product = places.IsFused ? _fused! : _forward!;
        var kernel = new DepthwiseForward(layer, places.X.Tensor, places.Y.Tensor, product);
        Argument[] stored = (places.IsFused ? _stored : Bias) is { } argument ? [argument] : [];
        return [new KernelCall(kernel, [places.X, new(ArgumentKind.Weights, _offsets.Kernel), .. stored, places.Y])];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => _inputGradients.Select((product, phase) => new KernelCall(
        new DepthwiseInputGradient(layer, places.Dx.Tensor, places.Dy.Tensor, phase, product),
        places.Dy,
        new(ArgumentKind.Weights, _offsets.Kernel),
        places.Dx));

    protected override WeightGradient WeightGradient(PlanningContext context)
    {
        var (x, dy) = (context.Places[Layer.Inputs[0]].Training, context.Places[Layer.Index].Gradient!);
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
            new GradientPlaces(Layer.Name, x, dy, _offsets.Kernel, _offsets.Bias),
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
