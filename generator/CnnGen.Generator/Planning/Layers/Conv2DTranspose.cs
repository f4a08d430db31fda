using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Becomes a convolution by the same kernel, transposed, over the input with zeros between its pixels.</summary>
internal sealed class Conv2DTransposePlanner(Conv2DTranspose layer) : LayerPlanner(layer)
{
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        var window = layer.Window;
        // Directly: Winograd's tiles would let a pixel touch outputs that do not read it.
        var convolution = new Conv2D(
            index, layer.Name, inputs, layer.Stretched, layer.OutputShape, window with { StrideHeight = 1, StrideWidth = 1 }, layer.UseBias,
            layer.Activation, layer.KernelInitializer, ConvAlgorithm.Direct);
        if (layer.Stretched == layer.InputShape)
            return LayerPlanners.Of(convolution).Lower(index, inputs);
        return
        [
            // No name of a user's has a slash.
            new Stretch(index, layer.Name + "/stretch", inputs, layer.InputShape, layer.Stretched, window.StrideHeight, window.StrideWidth),
            .. LayerPlanners.Of(convolution).Lower(index + 1, new([index])),
        ];
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}

/// <summary>A map with rows and columns of zeros between its own. Only lowering makes it.</summary>
internal sealed record Stretch(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int StrideHeight, int StrideWidth)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);

internal sealed class StretchPlanner(Stretch layer) : LayerPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new StretchForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new StretchBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>Puts zeros between pixels.</summary>
internal sealed record StretchForward(Stretch Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Takes the gradients of the pixels between the zeros.</summary>
internal sealed record StretchBackward(Stretch Layer, Tensor Dx, Tensor Dy) : Kernel;
