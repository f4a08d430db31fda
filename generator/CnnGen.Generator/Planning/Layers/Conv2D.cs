using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class Conv2DPlanner : ContractionPlanner
{
    private readonly Conv2D _layer;
    private readonly ConvolutionGeometry _geometry;
    private readonly ConvolutionAlgorithms _algorithms;

    public Conv2DPlanner(Conv2D layer)
        : base(layer)
    {
        (_layer, _geometry) = (layer, new(layer.Window, layer.InputShape, layer.OutputShape));
        _algorithms = AlgorithmPlanner.Choose(_geometry, layer.Algorithm);
    }

    public override long InputGradientKernels => _geometry.Phases;

    protected override EquatableArray<DirectionChoice> Choices => new(ChoicesOf(
        Describe,
        direction => _layer.IsDirectOnly || _layer.Window is { Height: 1, Width: 1 }
            ? [new AlgorithmEstimate(Describe(direction), 1)]
            : AlgorithmPlanner.Estimates(_geometry, direction)));

    public override Border InputBorder(Layouts layouts) => _geometry.InputBorder(_algorithms);

    public override Border GradientBorder(Layouts layouts) =>
        _geometry.GradientBorder(_algorithms, layouts.NeedsGradient(Layer.Inputs[0]));

    /// <summary>
    /// The pooling that a convolution by Winograd's algorithm does itself in prediction, when it stores its output: maxima over 2 x 2
    /// pixels side by side, all of them within a tile. Else an activation.
    /// </summary>
    public override LayerNeeds? FusedConsumer(Layouts layouts)
    {
        if (base.FusedConsumer(layouts) is { } activation)
            return activation;
        if (!_algorithms.Forward.IsWinograd)
            return null;
        var (height, width) = (Layer.OutputShape.Height, Layer.OutputShape.Width);
        var grid = _algorithms.Forward.Grid(height, width);
        return layouts.ConsumersOf(Layer.Index).ToArray() is [{ MaximumOf: 2 } pool]
            && pool.Layer.OutputShape.Height == height / 2
            && pool.Layer.OutputShape.Width == width / 2
            && Math.Min(grid.LastRows, grid.LastColumns) > 1
                ? pool
                : null;
    }

    /// <summary>Winograd's algorithm does it when it stores the gradient.</summary>
    public override bool AppliesDerivativeOfInput(Layouts layouts) =>
        _algorithms.InputGradient.IsWinograd && layouts.NeedsGradient(Layer.Inputs[0]);

    protected override string KernelName => _layer.KernelName;

    protected override Contraction Decide(Layouts layouts, ProductPlanner products, int kernelOffset, int? biasOffset)
    {
        var (x, y, dy) = (layouts.Output(Layer.Inputs[0]), layouts.Output(Layer.Index), layouts.Gradient(Layer.Index));
        var window = _layer.Window;
        var shape = Shapes(x, y);
        var direct = DirectWeightGradient(x, dy, shape);
        Kernel? weightGradient = !HasWeightGradient ? null
            : _algorithms.WeightGradient.IsWinograd ? products.Winograd.WeightGradient(_geometry, _algorithms.WeightGradient, x, dy, direct)
            : products.Tile(direct);
        var (inputGradients, transposes) = layouts.NeedsGradient(Layer.Inputs[0])
            ? InputGradients(layouts, products, dy, shape)
            : ([], []);
        var forward = Forward(products, x, y, kernelOffset);
        var isMatrixProduct = window is { Height: 1, Width: 1 } && forward is TiledProduct { Product.Rows: 1 };
        return new Contraction(
            isMatrixProduct ? "1x1 as product" : _algorithms.Forward.Describe(window.Height, window.Width),
            forward,
            FusedConsumer(layouts) is { } behind ? Fused(products, forward, x, behind, layouts.Output(behind.Layer.Index)) : forward,
            new(inputGradients),
            new(transposes),
            weightGradient,
            new KernelStorage(
                x.Shape.Channels, y.Shape.Channels, y.BlockLanes, window.Height * window.Width * x.Shape.Channels * y.BlockLanes),
            kernelOffset,
            biasOffset);
    }

    private string Describe(ConvolutionDirection direction) => direction == ConvolutionDirection.Forward
        ? Contraction.Algorithm
        : _algorithms.Of(direction).Describe(_layer.Window.Height, _layer.Window.Width);

    /// <summary>The form of prediction that stores what the layer behind it gives.</summary>
    private PlannedProduct Fused(ProductPlanner products, PlannedProduct forward, Tensor x, LayerNeeds behind, Tensor y) =>
        (forward, behind.ElementFunction) switch
        {
            (TiledWinograd winograd, _) when behind.ScalesChannels => products.Winograd.Scaled(winograd, behind.Layer.FusedActivation, y),
            (_, _) when behind.ScalesChannels => products.Tile(
                DirectForward(x, y, behind.Layer.FusedActivation).Scaled(y.ChannelStride), forward.KernelOffset),
            (TiledWinograd winograd, { } function) => products.Winograd.Activated(winograd, function, y),
            (TiledWinograd winograd, _) => products.Winograd.Pooled(winograd, y),
            (_, var function) => products.Tile(DirectForward(x, y, function!.Value), forward.KernelOffset),
        };

    private PlannedProduct Forward(ProductPlanner products, Tensor x, Tensor y, int kernelOffset)
    {
        if (_algorithms.Forward.IsWinograd)
        {
            var winograd = products.Winograd.Forward(
                _geometry, _algorithms.Forward, x, y, _layer.UseBias, _layer.Activation, products.ForwardKernelFloats);
            products.ReserveForward(winograd.Winograd.KernelFloats);
            return winograd;
        }

        return products.Tile(DirectForward(x, y, _layer.Activation), kernelOffset);
    }

    private Product DirectForward(Tensor x, Tensor y, ActivationFunction activation)
    {
        var window = _layer.Window;
        return new Product(
            $"Conv2D_{Shapes(x, y)}{ProductPlanner.Suffix(activation)}",
            $"Convolution of {x} with {y.Shape.Channels} kernels of"
                + $" {window.Height}x{window.Width}{ProductPlanner.Described(activation)}.",
            y.Shape.Height,
            y.Shape.Width,
            x.Offset(-window.PadTop, -window.PadLeft),
            window.StrideHeight * x.RowStride,
            window.StrideWidth * x.ChannelStride,
            y.Origin,
            y.RowStride,
            y.ChannelStride,
            Reduction.OverWindow(x, window.Height, window.Width, window.DilationHeight, window.DilationWidth),
            y.Blocks,
            y.BlockLanes,
            _layer.UseBias,
            activation);
    }

    private OuterProduct DirectWeightGradient(Tensor x, Tensor dy, string shape)
    {
        var window = _layer.Window;
        return new OuterProduct(
            $"Conv2DWeightGradient_{shape}",
            $"Gradient of the {dy.Shape.Channels} kernels of {window.Height}x{window.Width} over {x}.",
            dy.Shape.Height,
            dy.Shape.Width,
            x.Offset(-window.PadTop, -window.PadLeft),
            window.StrideHeight * x.RowStride,
            window.StrideWidth * x.ChannelStride,
            dy.Origin,
            dy.RowStride,
            dy.ChannelStride,
            Reduction.OverWindow(x, window.Height, window.Width, window.DilationHeight, window.DilationWidth),
            dy.Blocks,
            dy.BlockLanes,
            _layer.UseBias);
    }

    private (List<PlannedProduct> Products, List<TapTranspose> Transposes) InputGradients(
        Layouts layouts, ProductPlanner products, Tensor dy, string shape)
    {
        var input = Layer.Inputs[0];
        var dx = layouts.Gradient(input);
        var gradients = new List<PlannedProduct>();
        var transposes = new List<TapTranspose>();
        if (_algorithms.InputGradient.IsWinograd)
        {
            var winograd = products.Winograd.InputGradient(
                _geometry, _algorithms.InputGradient, dy, dx, layouts.Output(input), layouts.Layers[input].Layer.FusedActivation,
                products.BackwardKernelFloats);
            products.ReserveBackward(winograd.Winograd.KernelFloats);
            // One block at a time is transposed, and transformed from there.
            transposes.AddRange(Transposes(_geometry.RowPhases.Single(), _geometry.ColumnPhases.Single(), targetOffset: 0, blockFloats: 0));
            return ([winograd], transposes);
        }

        foreach (var rows in _geometry.RowPhases)
        {
            foreach (var columns in _geometry.ColumnPhases)
            {
                var offset = products.BackwardKernelFloats;
                var gradient = products.Tile(InputGradient(dx, dy, rows, columns, shape), offset);
                gradients.Add(gradient);
                transposes.AddRange(Transposes(rows, columns, offset, gradient.Product.BlockFloats));
                products.ReserveBackward(gradient.Product.KernelFloats);
            }
        }

        return (gradients, transposes);
    }

    private Product InputGradient(Tensor dx, Tensor dy, GradientPhase rows, GradientPhase columns, string shape)
    {
        var window = _layer.Window;
        var phase = window.StrideHeight * window.StrideWidth == 1 ? "" : $"_phase{rows.Start}{columns.Start}";
        var reaches = rows.Taps > 0 && columns.Taps > 0;
        return new Product(
            $"Conv2DInputGradient_{shape}{phase}",
            $"Gradient of the input {dx} from that of the output"
                + $" {dy}{(phase == "" ? "" : $": rows {rows.Start} and columns {columns.Start} modulo the stride")}.",
            rows.Count,
            columns.Count,
            reaches ? dy.Offset(rows.GradientStart, columns.GradientStart) : 0,
            dy.RowStride,
            dy.ChannelStride,
            dx.Offset(rows.Start, columns.Start),
            window.StrideHeight * dx.RowStride,
            window.StrideWidth * dx.ChannelStride,
            reaches ? Reduction.OverWindow(dy, rows.Taps, columns.Taps, rows.Dilation, columns.Dilation) : default,
            dx.Blocks,
            dx.BlockLanes,
            HasBias: false,
            ActivationFunction.Linear);
    }

    /// <summary>The taps of one phase, from the largest to the smallest, so that they walk forward through the output's gradient.</summary>
    private IEnumerable<TapTranspose> Transposes(GradientPhase rows, GradientPhase columns, int targetOffset, int blockFloats)
    {
        var window = _layer.Window;
        var (inputs, outputs) = (_layer.InputShape.Channels, _layer.OutputShape.Channels);
        for (var row = 0; row < rows.Taps; row++)
        {
            for (var column = 0; column < columns.Taps; column++)
            {
                var kernelRow = rows.FirstTap + (window.StrideHeight * (rows.Taps - 1 - row));
                var kernelColumn = columns.FirstTap + (window.StrideWidth * (columns.Taps - 1 - column));
                var tap = (kernelRow * window.Width) + kernelColumn;
                yield return new TapTranspose(tap * inputs, targetOffset, ((row * columns.Taps) + column) * outputs, blockFloats);
            }
        }
    }

    /// <summary>Shapes in the names of its kernels.</summary>
    private string Shapes(Tensor x, Tensor y) =>
        $"{x}_{_layer.Window.Height}x{_layer.Window.Width}x{y.Shape.Channels}{Suffix(_layer.Window)}";

    private static string Suffix(Window window) =>
        window.IsDilated ? $"_dilation{window.DilationHeight}x{window.DilationWidth}"
        : (window.StrideHeight, window.StrideWidth) is (1, 1) ? "" : $"_stride{window.StrideHeight}x{window.StrideWidth}";
}
