using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Tiles;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// A convolution in groups. Where vectors of channels are whole groups, or parts of one, it has kernels of its own; else it becomes a
/// depthwise one, over inputs that are spread for it.
/// </summary>
internal sealed class GroupedConv2DPlanner(Conv2D layer) : DirectConvolutionPlanner(layer)
{
    private readonly ChannelGroups _groups = new(layer.InputShape.Channels / layer.Groups, layer.OutputShape.Channels / layer.Groups);

    private EquatableArray<TiledGroupedProduct> _inputGradients;
    private GroupTranspose? _transpose;

    public override long InputGradientKernels => HasOwnKernels
        ? Geometry.Phases
        : SpreadGroups.Lower(layer, 0, layer.Inputs).Max(each => LayerPlanners.Of(each).InputGradientKernels);

    protected override GroupTranspose? GroupTranspose => _transpose;

    private bool HasOwnKernels
    {
        get
        {
            const int lanes = 16;
            var (inputs, outputs) = (_groups.Inputs, _groups.Outputs);
            var areBlocks = inputs % lanes == 0 && outputs % lanes == 0;
            var shareBlocks = inputs == outputs && inputs > 1 && lanes % inputs == 0 && layer.InputShape.Channels % lanes == 0;
            return (areBlocks || shareBlocks) && layer.Window.Width <= GroupedTiler.MostColumns;
        }
    }

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => HasOwnKernels
        ? WithActivation(layer with { Index = index, Inputs = inputs })
        : SpreadGroups.Lower(layer, index, inputs);

    protected override Kernel DecideForward(PlanningContext context, Tensor y, ActivationFunction activation, int shiftOffset) => Tile(
        context,
        $"GroupedConv2D_{Shapes(context.Layouts)}{(layer.UseBias ? "" : "_NoBias")}{Suffix(activation, shiftOffset, y)}",
        $"Convolution of {layer.InputShape} in {layer.Groups} groups with {layer.Window.Height}x{layer.Window.Width}.",
        new(_groups, new(
            y.Shape.Height, y.Shape.Width, Walk(context.Layouts.Output(Layer.Inputs[0])), y.Origin, y.RowStride, y.ChannelStride,
            new KernelTaps(layer.Window.Height, layer.Window.Width, First: 0, RowStep: layer.Window.Width, ColumnStep: 1), y.Blocks,
            y.BlockLanes, layer.Window.Height * layer.Window.Width * _groups.Inputs * y.BlockLanes,
            layer.UseBias && shiftOffset == 0, activation)
        {
            ShiftOffset = shiftOffset,
        }));

    protected override void DecideInputGradients(PlanningContext context)
    {
        var (layouts, input) = (context.Layouts, Layer.Inputs[0]);
        _inputGradients = EquatableArray<TiledGroupedProduct>.Empty;
        if (!layouts.NeedsGradient(input))
            return;
        var taps = layer.Window.Height * layer.Window.Width;
        _transpose = new(KernelOffset, context.Products.BackwardKernelFloats, taps, layer.Groups, _groups);
        context.Products.ReserveBackward((long)taps * _groups.Outputs * layer.InputShape.Channels);
        _inputGradients = new(DepthwiseConv2DPlanner.InputGradients(
                layer.Window, Geometry, layouts.Gradient(Layer.Index), layouts.Gradient(input), _groups.Outputs)
            .Select((product, phase) => Tile(
                context,
                $"GroupedConv2DInputGradient_{Shapes(layouts)}{(Geometry.Phases == 1 ? "" : $"_phase{phase}")}",
                $"Gradient of the input of {layer.InputShape} in {layer.Groups} groups, {product.Rows}x{product.Columns} pixels that meet"
                    + $" {product.Taps.Rows}x{product.Taps.Columns} taps.",
                new(_groups.Reversed, product))));
    }

    private static TiledGroupedProduct Tile(PlanningContext context, string name, string summary, GroupedProduct product) =>
        new(name, summary, product, new(context.Targets.Select(target => GroupedTiler.Choose(product, target))));

    protected override string Algorithm(PlanningContext context) =>
        $"{layer.Groups} groups {layer.Window.Height}x{layer.Window.Width}";

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => _inputGradients.Select(product => new KernelCall(
        product, places.Dy, new(ArgumentKind.BackwardKernels, _transpose!.Target), places.Dx));

    protected override WeightGradient WeightGradient(PlanningContext context)
    {
        var places = GradientPlacesOf(context);
        var (x, dy) = (places.Input, places.Gradient);
        var product = new GroupedOuterProduct(_groups, new(
            dy.Tensor.Shape.Height, dy.Tensor.Shape.Width, Walk(x.Tensor), dy.Tensor.Origin, dy.Tensor.RowStride, dy.Tensor.ChannelStride,
            layer.Window.Height, layer.Window.Width, dy.Tensor.Blocks, dy.Tensor.BlockLanes, layer.UseBias));
        return new(
            places,
            new TiledGroupedOuterProduct(
                $"GroupedConv2DWeightGradient_{Shapes(context.Layouts)}{(layer.UseBias ? "" : "_NoBias")}",
                $"Gradient of the kernels of {layer.Window.Height}x{layer.Window.Width} over {layer.InputShape} in {layer.Groups} groups.",
                product,
                new(context.Targets.Select(target => GroupedTiler.Choose(product, target)))));
    }

    /// <summary>Layouts and window in the names of its kernels: equal names mean equal kernels.</summary>
    private string Shapes(Layouts layouts)
    {
        var (x, y, window) = (layouts.Output(Layer.Inputs[0]), layouts.Output(Layer.Index), layer.Window);
        return $"{Named(x)}_{Named(y)}_{Named(layouts.Gradient(Layer.Index))}_{window.Height}x{window.Width}"
            + $"_stride{window.StrideHeight}x{window.StrideWidth}_dilation{window.DilationHeight}x{window.DilationWidth}"
            + $"_pad{window.PadTop}x{window.PadLeft}_{layer.Groups}groups";
    }

    private static string Named(Tensor tensor) =>
        $"{tensor}b{tensor.Border.Top}_{tensor.Border.Left}_{tensor.Border.Bottom}_{tensor.Border.Right}";

    private static string Suffix(ActivationFunction activation, int shiftOffset, Tensor y) =>
        (activation == ActivationFunction.Linear ? "" : $"_{activation}") + (shiftOffset > 0 ? "_Scaled" : "") + $"_{Named(y)}";

    private WindowWalk Walk(Tensor x) => DepthwiseConv2DPlanner.Walk(layer.Window, x);
}
