using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>Turns convolutions and dense layers into products and outer products, and chooses their tiles.</summary>
internal sealed class ContractionPlanner
{
    private readonly Values _values;
    private readonly EquatableArray<Target> _targets;
    private readonly KernelNames _names;
    private readonly WinogradPlanner _winograd;
    private readonly Dictionary<Product, string> _tileNames = [];

    public ContractionPlanner(Values values, EquatableArray<Target> targets)
    {
        (_values, _targets, _names) = (values, targets, new KernelNames());
        _winograd = new WinogradPlanner(_names, targets);
    }

    /// <summary>Floats of the kernels that are transformed for the forward direction, of all layers so far.</summary>
    public int ForwardKernelFloats { get; private set; }

    /// <summary>Floats of the kernels that are transposed, and transformed, for the input gradients, of all layers so far.</summary>
    public int BackwardKernelFloats { get; private set; }

    public Contraction Plan(Conv2D layer, int kernelOffset, int? biasOffset)
    {
        var (x, y, dy) = (_values.Output(layer.Inputs[0]), _values.Output(layer.Index), _values.Gradient(layer.Index));
        var (window, algorithms) = (layer.Window, _values.AlgorithmsOf(layer));
        var shape = $"{x}_{window.Height}x{window.Width}x{y.Shape.Channels}{StrideSuffix(window)}";
        var direct = DirectWeightGradient(layer, x, dy, shape);
        PlannedGradient weightGradient = algorithms.WeightGradient.IsWinograd
            ? _winograd.WeightGradient(layer, algorithms.WeightGradient, x, dy, direct)
            : Tile(direct);
        var (inputGradients, transposes) = _values.NeedsGradient(layer.Inputs[0])
            ? InputGradients(layer, algorithms.InputGradient, dy, _values.Gradient(layer.Inputs[0]), shape)
            : ([], []);
        var forward = Forward(layer, algorithms.Forward, x, y, shape, kernelOffset);
        var isMatrixProduct = window is { Height: 1, Width: 1 } && forward is TiledProduct { Product.Rows: 1 };
        return new Contraction(
            layer.Index,
            isMatrixProduct ? "1x1 as product" : algorithms.Forward.Describe(window.Height, window.Width),
            forward,
            forward is TiledWinograd winograd && _values.FusedPool(layer.Index) is { } pool
                ? _winograd.Pooled(winograd, _values.Output(pool.Index))
                : forward,
            new(inputGradients),
            new(transposes),
            weightGradient,
            new KernelStorage(
                x.Shape.Channels, y.Shape.Channels, y.BlockLanes, window.Height * window.Width * x.Shape.Channels * y.BlockLanes),
            kernelOffset,
            biasOffset);
    }

    private PlannedProduct Forward(Conv2D layer, ConvolutionAlgorithm algorithm, Tensor x, Tensor y, string shape, int kernelOffset)
    {
        var window = layer.Window;
        if (algorithm.IsWinograd)
        {
            var winograd =
                _winograd.Forward(layer, algorithm, x, y, Suffix(layer.Activation), Described(layer.Activation), ForwardKernelFloats);
            ForwardKernelFloats = Reserved(ForwardKernelFloats, winograd.Winograd.KernelFloats);
            return winograd;
        }

        return Tile(
            new Product(
                $"Conv2D_{shape}{Suffix(layer.Activation)}",
                $"Convolution of {x} with {y.Shape.Channels} kernels of {window.Height}x{window.Width}{Described(layer.Activation)}.",
                y.Shape.Height,
                y.Shape.Width,
                x.Offset(-window.PadTop, -window.PadLeft),
                window.StrideHeight * x.RowStride,
                window.StrideWidth * x.ChannelStride,
                y.Origin,
                y.RowStride,
                y.ChannelStride,
                Reduction.OverWindow(x, window.Height, window.Width),
                y.Blocks,
                y.BlockLanes,
                layer.UseBias,
                layer.Activation),
            kernelOffset);
    }

    private static OuterProduct DirectWeightGradient(Conv2D layer, Tensor x, Tensor dy, string shape)
    {
        var window = layer.Window;
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
            Reduction.OverWindow(x, window.Height, window.Width),
            dy.Blocks,
            dy.BlockLanes,
            layer.UseBias);
    }

    public Contraction Plan(Dense layer, int kernelOffset, int? biasOffset)
    {
        var (x, y) = (_values.Output(layer.Inputs[0]), _values.Output(layer.Index));
        var dy = _values.Gradient(layer.Index);
        var shape = $"{x.Shape.Channels}_{y.Shape.Channels}";
        var reduction = Reduction.OverVector(x.Shape.Channels);
        var forward = Tile(
            new Product(
                $"Dense_{shape}{Suffix(layer.Activation)}",
                $"{x.Shape.Channels} inputs to {y.Shape.Channels} units{Described(layer.Activation)}.",
                1, 0, 0, 0, 0, 0, 0, 0, reduction, y.Blocks, y.BlockLanes, layer.UseBias, layer.Activation),
            kernelOffset);
        var weightGradient = Tile(new OuterProduct(
            $"DenseWeightGradient_{shape}", $"Gradient of the kernel from {x.Shape.Channels} inputs to {y.Shape.Channels} units.",
            1, 1, 0, 0, 0, 0, 0, 0, reduction, dy.Blocks, dy.BlockLanes, layer.UseBias));

        var inputGradients = new List<PlannedProduct>();
        var transposes = new List<TapTranspose>();
        if (_values.NeedsGradient(layer.Inputs[0]))
        {
            var dx = _values.Gradient(layer.Inputs[0]);
            var product = new Product(
                $"DenseInputGradient_{shape}", $"Gradient of the {x.Shape.Channels} inputs from that of {y.Shape.Channels} units.",
                1, 0, 0, 0, 0, 0, 0, 0, Reduction.OverVector(y.Shape.Channels), dx.Blocks, dx.BlockLanes, HasBias: false,
                ActivationFunction.Linear);
            inputGradients.Add(Tile(product, BackwardKernelFloats));
            transposes.Add(new TapTranspose(0, BackwardKernelFloats, 0, product.BlockFloats));
            BackwardKernelFloats = Reserved(BackwardKernelFloats, product.KernelFloats);
        }

        var kernel = new KernelStorage(x.Shape.Channels, y.Shape.Channels, y.BlockLanes, forward.Product.BlockFloats);
        return new Contraction(
            layer.Index, "dense", forward, forward, new(inputGradients), new(transposes), weightGradient, kernel, kernelOffset, biasOffset);
    }

    private (List<PlannedProduct> Products, List<TapTranspose> Transposes) InputGradients(
        Conv2D layer, ConvolutionAlgorithm algorithm, Tensor dy, Tensor dx, string shape)
    {
        var window = layer.Window;
        var products = new List<PlannedProduct>();
        var transposes = new List<TapTranspose>();
        if (algorithm.IsWinograd)
        {
            var input = layer.Inputs[0];
            var winograd = _winograd.InputGradient(
                layer, algorithm, dy, dx, _values.Output(input), _values.FusedActivation(input), BackwardKernelFloats);
            BackwardKernelFloats = Reserved(BackwardKernelFloats, winograd.Winograd.KernelFloats);
            // One block at a time is transposed, and transformed from there.
            transposes.AddRange(Transposes(
                layer, ConvolutionGeometry.RowPhases(layer).Single(), ConvolutionGeometry.ColumnPhases(layer).Single(), targetOffset: 0,
                blockFloats: 0));
            return ([winograd], transposes);
        }

        foreach (var rows in ConvolutionGeometry.RowPhases(layer))
        {
            foreach (var columns in ConvolutionGeometry.ColumnPhases(layer))
            {
                var phase = window.StrideHeight * window.StrideWidth == 1 ? "" : $"_phase{rows.Start}{columns.Start}";
                var reaches = rows.Taps > 0 && columns.Taps > 0;
                var product = new Product(
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
                    reaches ? Reduction.OverWindow(dy, rows.Taps, columns.Taps) : default,
                    dx.Blocks,
                    dx.BlockLanes,
                    HasBias: false,
                    ActivationFunction.Linear);
                products.Add(Tile(product, BackwardKernelFloats));
                transposes.AddRange(Transposes(layer, rows, columns, BackwardKernelFloats, product.BlockFloats));
                BackwardKernelFloats = Reserved(BackwardKernelFloats, product.KernelFloats);
            }
        }

        return (products, transposes);
    }

    /// <summary>The taps of one phase, from the largest to the smallest, so that they walk forward through the output's gradient.</summary>
    private static IEnumerable<TapTranspose> Transposes(
        Conv2D layer, GradientPhase rows, GradientPhase columns, int targetOffset, int blockFloats)
    {
        var window = layer.Window;
        var (inputs, outputs) = (layer.InputShape.Channels, layer.OutputShape.Channels);
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

    private TiledProduct Tile(Product product, int kernelOffset)
    {
        product = product.InOneRow();
        var content = product with { Name = "", Summary = "", TileName = "" };
        var name = _names.Unique(product.Name, content);
        var placeless = content with { InputOffset = 0, OutputOffset = 0 };
        if (!_tileNames.TryGetValue(placeless, out var tileName))
            _tileNames[placeless] = tileName = name;
        product = product with { Name = name, TileName = tileName };
        return new TiledProduct(product, new(_targets.Select(target => ProductTiler.Choose(product, target))), kernelOffset);
    }

    private TiledOuterProduct Tile(OuterProduct product)
    {
        product = product.InOneRow();
        product = product with { Name = _names.Unique(product.Name, product with { Name = "", Summary = "" }) };
        return new TiledOuterProduct(product, new(_targets.Select(target => OuterProductTiler.Choose(product, target))));
    }

    private static int Reserved(int offset, long floats) => Arena.Floats(offset + MemoryPlanner.Align(floats), "transformed kernels");

    private static string StrideSuffix(Window window) =>
        (window.StrideHeight, window.StrideWidth) is (1, 1) ? "" : $"_stride{window.StrideHeight}x{window.StrideWidth}";

    private static string Suffix(ActivationFunction activation) => activation == ActivationFunction.Linear ? "" : $"_{activation}";

    private static string Described(ActivationFunction activation) =>
        activation == ActivationFunction.Linear ? "" : $", then {activation.ToString().ToLowerInvariant()}";
}
