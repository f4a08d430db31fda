using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// What convolutions share whose channels do not all meet: forward they read the kernel as it lies, and store what an activation or a batch
/// normalization behind them gives.
/// </summary>
internal abstract class DirectConvolutionPlanner(Convolution layer) : LayerPlanner(layer)
{
    private Kernel? _forward;
    private Kernel? _fused;
    private (int Kernel, int? Bias) _offsets;

    // What sums are stored with where the layer behind is fused: a bias, or the factors and shifts of that.
    private Argument? _stored;

    /// <summary>For the derivative of the activation, which it applies itself unless the layer behind it does.</summary>
    public sealed override BackwardReads Reads => BackwardReads.Output;

    protected ConvolutionGeometry Geometry { get; } = new(layer.Window, layer.InputShape, layer.OutputShape);

    /// <summary>Where the kernel lies among the weights.</summary>
    protected int KernelOffset => _offsets.Kernel;

    private Argument? Bias => _offsets.Bias is { } offset ? new(ArgumentKind.Weights, offset) : null;

    /// <summary>An activation of single elements that is a layer of its own, or a batch normalization.</summary>
    public sealed override LayerNeeds? FusedConsumer(Layouts layouts) => ActivationBehind(layouts) ?? ScalingBehind(layouts);

    public sealed override Border InputBorder(Layouts layouts) => Geometry.InputBorder(ConvolutionAlgorithms.Direct);

    public sealed override Border GradientBorder(Layouts layouts) =>
        Geometry.GradientBorder(ConvolutionAlgorithms.Direct, layouts.NeedsGradient(Layer.Inputs[0]));

    protected sealed override void Decide(PlanningContext context)
    {
        var layouts = context.Layouts;
        _offsets = (
            context.Parameters.OffsetOf(Layer, layer.KernelName)!.Value,
            layer.UseBias ? context.Parameters.OffsetOf(Layer, "bias") : null);
        _forward = DecideForward(context, layouts.Output(Layer.Index), layer.Activation, shiftOffset: 0);
        var behind = FusedConsumer(layouts);
        var stored = behind is null ? null : layouts.Output(behind.Layer.Index);
        (_fused, _stored) = behind switch
        {
            { ElementFunction: { } function } => (DecideForward(context, stored!, function, shiftOffset: 0), Bias),
            { ScalesChannels: true } => (
                DecideForward(context, stored!, behind.Layer.FusedActivation, stored!.ChannelStride),
                new(ArgumentKind.ForwardKernels, context.Products.ScalingOffsetOf(behind.Layer.Name, stored!.ChannelStride))),
            _ => (_forward, Bias),
        };
        DecideInputGradients(context);
    }

    /// <summary>Chooses the kernel of the forward direction.</summary>
    /// <param name="context">The rest of the network.</param>
    /// <param name="y">What it stores.</param>
    /// <param name="activation">The activation that it applies to that.</param>
    /// <param name="shiftOffset">Where sums are scaled before, from the factors to the shifts; else 0.</param>
    protected abstract Kernel DecideForward(PlanningContext context, Tensor y, ActivationFunction activation, int shiftOffset);

    /// <summary>Chooses the kernels of the input gradient, where somebody needs it.</summary>
    protected abstract void DecideInputGradients(PlanningContext context);

    /// <summary>Which parts of the weights a gradient is of.</summary>
    protected GradientPlaces GradientPlacesOf(PlanningContext context) => new(
        Layer.Name, context.Places[Layer.Inputs[0]].Training, context.Places[Layer.Index].Gradient!, _offsets.Kernel, _offsets.Bias);

    protected sealed override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var kernel = places.IsFused ? _fused! : _forward!;
        Argument[] stored = (places.IsFused ? _stored : Bias) is { } argument ? [argument] : [];
        return [new KernelCall(kernel, [places.X, new(ArgumentKind.Weights, _offsets.Kernel), .. stored, places.Y])];
    }
}
