using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class DensePlanner(Dense layer) : ContractionPlanner(layer)
{
    private const string AlgorithmName = "dense";

    /// <summary>On a feature map it is a convolution.</summary>
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => layer.InputShape.IsFlat
        ? base.Lower(index, inputs)
        : LayerPlanners.Of(layer.OfPixels).Lower(index, inputs);

    protected override EquatableArray<DirectionChoice> Choices =>
        new(ChoicesOf(_ => AlgorithmName, _ => [new AlgorithmEstimate(AlgorithmName, 1)]));

    protected override Contraction Decide(Layouts layouts, ProductPlanner products, int kernelOffset, int? biasOffset)
    {
        var (x, y, dy) = (layouts.Output(Layer.Inputs[0]), layouts.Output(Layer.Index), layouts.Gradient(Layer.Index));
        var shape = $"{x.Shape.Channels}_{y.Shape.Channels}";
        var reduction = Reduction.OverVector(x.Shape.Channels);
        var forward = Forward(layer.Activation);
        var prediction = FusedConsumer(layouts) switch
        {
            { ElementFunction: { } function } => Forward(function),
            { ScalesChannels: true } scaling => products.Tile(Product(scaling.Layer.FusedActivation).Scaled(y.ChannelStride), kernelOffset),
            _ => forward,
        };
        var weightGradient = !HasWeightGradient ? null : products.Tile(new OuterProduct(
            $"DenseWeightGradient_{shape}", $"Gradient of the kernel from {x.Shape.Channels} inputs to {y.Shape.Channels} units.",
            1, 1, 0, 0, 0, 0, 0, 0, reduction, dy.Blocks, dy.BlockLanes, layer.UseBias));

        var inputGradients = new List<PlannedProduct>();
        var transposes = new List<TapTranspose>();
        if (layouts.NeedsGradient(Layer.Inputs[0]))
        {
            var dx = layouts.Gradient(Layer.Inputs[0]);
            var product = new Product(
                $"DenseInputGradient_{shape}", $"Gradient of the {x.Shape.Channels} inputs from that of {y.Shape.Channels} units.",
                1, 0, 0, 0, 0, 0, 0, 0, Reduction.OverVector(y.Shape.Channels), dx.Blocks, dx.BlockLanes, HasBias: false,
                ActivationFunction.Linear);
            inputGradients.Add(products.Tile(product, products.BackwardKernelFloats));
            transposes.Add(new TapTranspose(0, products.BackwardKernelFloats, 0, product.BlockFloats));
            products.ReserveBackward(product.KernelFloats);
        }

        var kernel = new KernelStorage(x.Shape.Channels, y.Shape.Channels, y.BlockLanes, forward.Product.BlockFloats);
        return new Contraction(
            AlgorithmName, forward, prediction, new(inputGradients), new(transposes), weightGradient, kernel, kernelOffset, biasOffset);

        TiledProduct Forward(ActivationFunction activation) => products.Tile(Product(activation), kernelOffset);

        Product Product(ActivationFunction activation) => new(
            $"Dense_{shape}{ProductPlanner.Suffix(activation)}",
            $"{x.Shape.Channels} inputs to {y.Shape.Channels} units{ProductPlanner.Described(activation)}.",
            1, 0, 0, 0, 0, 0, 0, 0, reduction, y.Blocks, y.BlockLanes, layer.UseBias, activation);
    }
}
