using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// Where it moves by whole kernels, a product for each pixel of a kernel; else a convolution by the same kernel, transposed, over the input
/// with zeros between its pixels.
/// </summary>
internal sealed class Conv2DTransposePlanner(Conv2DTranspose layer) : ContractionPlanner(layer)
{
    private Window Window => layer.Window;

    private string AlgorithmName => $"transposed {Window.Height}x{Window.Width}";

    protected override EquatableArray<DirectionChoice> Choices =>
        new(ChoicesOf(_ => AlgorithmName, _ => [new AlgorithmEstimate(AlgorithmName, 1)]));

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        // Directly: Winograd's tiles would let a pixel touch outputs that do not read it.
        var convolution = new Conv2D(
            index, layer.Name, inputs, layer.Stretched, layer.OutputShape, Window with { StrideHeight = 1, StrideWidth = 1 }, layer.UseBias,
            layer.Activation, layer.Kernel, ConvAlgorithm.Direct)
        {
            IsDirectOnly = true,
        };
        if (layer.Stretched == layer.InputShape)
            return LayerPlanners.Of(convolution).Lower(index, inputs);
        if (layer.IsSideBySide)
            return base.Lower(index, inputs);
        return
        [
            // No name of a user's has a slash.
            new Stretch(index, layer.Name + "/stretch", inputs, layer.InputShape, layer.Stretched, Window.StrideHeight, Window.StrideWidth),
            .. LayerPlanners.Of(convolution).Lower(index + 1, new([index])),
        ];
    }

    protected override Contraction Decide(Layouts layouts, ProductPlanner products, int kernelOffset, int? biasOffset)
    {
        var (x, y, dy) = (layouts.Output(Layer.Inputs[0]), layouts.Output(Layer.Index), layouts.Gradient(Layer.Index));
        var shape = $"{x}_{Window.Height}x{Window.Width}x{y.Shape.Channels}";
        var forward = Forward(y, layer.Activation);
        var fused = FusedConsumer(layouts) switch
        {
            { ElementFunction: { } function, Layer.Index: var index } => Forward(layouts.Output(index), function),
            { ScalesChannels: true } scaling => Scaled(scaling),
            _ => forward,
        };
        var weightGradient = !HasWeightGradient ? null : products.Tile(new OuterProduct(
            $"Conv2DTransposeWeightGradient_{shape}",
            $"Gradient of the {y.Shape.Channels} kernels of {Window.Height}x{Window.Width} side by side over {x}.",
            x.Shape.Height, x.Shape.Width, x.Origin, x.RowStride, x.ChannelStride, dy.Origin, Window.Height * dy.RowStride,
            Window.Width * dy.ChannelStride, Reduction.OverWindow(x, 1, 1, 1, 1), dy.Blocks, dy.BlockLanes, layer.UseBias)
        {
            Fan = FanOf(dy),
        });
        var (inputGradients, transposes) = layouts.NeedsGradient(Layer.Inputs[0])
            ? InputGradient(products, dy, layouts.Gradient(Layer.Inputs[0]), shape)
            : ([], []);
        var kernel = new KernelStorage(x.Shape.Channels, y.Shape.Channels, y.BlockLanes, forward.Product.BlockFloats);
        return new Contraction(
            AlgorithmName, forward, fused, new(inputGradients), new(transposes), weightGradient, kernel, kernelOffset, biasOffset);

        TiledProduct Forward(Tensor output, ActivationFunction activation) => products.Tile(Product(output, activation), kernelOffset);

        TiledProduct Scaled(LayerNeeds scaling)
        {
            var output = layouts.Output(scaling.Layer.Index);
            return products.Tile(Product(output, scaling.Layer.FusedActivation).Scaled(output.ChannelStride), kernelOffset);
        }

        Product Product(Tensor output, ActivationFunction activation) => new(
            $"Conv2DTranspose_{shape}{ProductPlanner.Suffix(activation)}",
            $"{y.Shape.Channels} kernels of {Window.Height}x{Window.Width} side by side, times the pixels of"
                + $" {x}{ProductPlanner.Described(activation)}.",
            x.Shape.Height, x.Shape.Width, x.Origin, x.RowStride, x.ChannelStride, output.Origin, Window.Height * output.RowStride,
            Window.Width * output.ChannelStride, Reduction.OverWindow(x, 1, 1, 1, 1), output.Blocks, output.BlockLanes, layer.UseBias,
            activation)
        {
            Fan = FanOf(output),
        };
    }

    private PixelFan FanOf(Tensor output) => new(Window.Height, Window.Width, output.RowStride, output.ChannelStride);

    /// <summary>A convolution of the gradient that moves by whole kernels; the kernel's pixels are stored in reverse order.</summary>
    private (List<PlannedProduct> Products, List<TapTranspose> Transposes) InputGradient(
        ProductPlanner products, Tensor dy, Tensor dx, string shape)
    {
        var offset = products.BackwardKernelFloats;
        var product = products.Tile(
            new Product(
                $"Conv2DTransposeInputGradient_{shape}",
                $"Gradient of the input {dx} from that of the output {dy}.",
                dx.Shape.Height, dx.Shape.Width, dy.Origin, Window.Height * dy.RowStride, Window.Width * dy.ChannelStride, dx.Origin,
                dx.RowStride, dx.ChannelStride, Reduction.OverWindow(dy, Window.Height, Window.Width, 1, 1), dx.Blocks, dx.BlockLanes,
                HasBias: false, ActivationFunction.Linear),
            offset);
        products.ReserveBackward(product.Product.KernelFloats);
        var taps = Window.Height * Window.Width;
        var transposes = Enumerable.Range(0, taps).Select(tap => new TapTranspose(
            (taps - 1 - tap) * dx.Shape.Channels, offset, tap * dy.Shape.Channels, product.Product.BlockFloats));
        return ([product], [.. transposes]);
    }
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
