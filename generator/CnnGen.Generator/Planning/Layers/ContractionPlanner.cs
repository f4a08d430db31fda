using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// What layers share whose kernels sum over all inputs: they are products forward, back, and outer products for their weights.
/// </summary>
internal abstract class ContractionPlanner(Layer layer) : LayerPlanner(layer)
{
    private Contraction? _contraction;

    /// <summary>For the derivative of the activation, which it applies itself unless the layer behind it does.</summary>
    public override BackwardReads Reads => BackwardReads.Output;

    /// <summary>An activation of single elements that is a layer of its own, or a batch normalization.</summary>
    public override LayerNeeds? FusedConsumer(Layouts layouts) => ActivationBehind(layouts) ?? ScalingBehind(layouts);

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) =>
        WithActivation(Layer with { Index = index, Inputs = inputs });

    protected override Contraction Contraction => _contraction!;

    /// <summary>What its kernel is called.</summary>
    protected virtual string KernelName => "kernel";

    protected sealed override void Decide(PlanningContext context)
    {
        var (kernel, bias) = (context.Parameters.OffsetOf(Layer, KernelName)!.Value, context.Parameters.OffsetOf(Layer, "bias"));
        _contraction = Decide(context.Layouts, context.Products, kernel, bias);
        if (FusedConsumer(context.Layouts) is { ScalesChannels: true, Layer: var scaling })
        {
            var lanes = new Tensor(scaling.OutputShape, default).ChannelStride;
            _contraction = _contraction with { ScalingOffset = context.Products.ScalingOffsetOf(scaling.Name, lanes) };
        }
    }

    /// <summary>Chooses its products and their tiles.</summary>
    /// <param name="layouts">The layouts of inputs, outputs and gradients.</param>
    /// <param name="products">Tiles products, and gives room to their kernels.</param>
    /// <param name="kernelOffset">Where the kernel lies among the weights.</param>
    /// <param name="biasOffset">Where the bias lies; null without one.</param>
    protected abstract Contraction Decide(Layouts layouts, ProductPlanner products, int kernelOffset, int? biasOffset);

    protected override string Algorithm(PlanningContext context) => Contraction.Algorithm;

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        return places.IsFused
            ? [Call(Contraction.Fused, Contraction.FusedOperands(places.X, places.Y))]
            : [Call(Contraction.Forward, Contraction.ForwardOperands(places.X, places.Y))];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => Contraction.InputGradients.Select(product => Call(
        product,
        new ProductOperands(
            places.Dy,
            new(ArgumentKind.BackwardKernels, product.KernelOffset),
            product is TiledWinograd { Winograd.Derivative: not null } ? (Argument)places.X : (Argument?)null,
            places.Dx)));

    protected override WeightGradient WeightGradient(PlanningContext context) => new(
        new GradientPlaces(
            Layer.Name, context.Places[Layer.Inputs[0]].Training, context.Places[Layer.Index].Gradient!, Contraction.KernelOffset,
            Contraction.BiasOffset),
        Contraction.WeightGradient!);

    /// <summary>The choices of the directions that it has.</summary>
    /// <param name="describe">The algorithm of a direction, in words.</param>
    /// <param name="estimates">What all algorithms of a direction would cost.</param>
    protected IEnumerable<DirectionChoice> ChoicesOf(
        Func<ConvolutionDirection, string> describe, Func<ConvolutionDirection, IReadOnlyList<AlgorithmEstimate>> estimates)
    {
        yield return Of(ConvolutionDirection.Forward, Contraction.Forward.Tiles);
        if (Contraction.InputGradients.Count > 0)
            yield return Of(ConvolutionDirection.InputGradient, Contraction.InputGradients[0].Tiles);
        if (Contraction.WeightGradient is not null)
            yield return Of(ConvolutionDirection.WeightGradient, Contraction.WeightGradientTiles);

        DirectionChoice Of(ConvolutionDirection direction, IEnumerable<(int Rows, int Vectors)> tiles)
        {
            var all = estimates(direction);
            return new(direction, describe(direction), new(all.Select(each => (each.Name, each.Cycles / all[0].Cycles))), new(tiles));
        }
    }

    private static KernelCall Call(PlannedProduct product, ProductOperands operands) => product is TiledWinograd
        ? new KernelCall(product, [.. operands.All, new Argument(ArgumentKind.Scratch)])
        : new KernelCall(product, [.. operands.All]);
}
