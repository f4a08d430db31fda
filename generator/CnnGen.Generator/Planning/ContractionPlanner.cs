using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>Turns convolutions and dense layers into products and outer products, and chooses their tiles.</summary>
internal sealed class ContractionPlanner(Values values, EquatableArray<Target> targets)
{
    private readonly Dictionary<object, string> _names = [];
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<Product, string> _tileNames = [];

    /// <summary>Floats that the transposed kernels of all layers so far need.</summary>
    public int TransposedFloats { get; private set; }

    public Contraction Plan(Conv2D layer, int kernelOffset, int? biasOffset)
    {
        var (x, y) = (values.Output(layer.Inputs[0]), values.Output(layer.Index));
        var window = layer.Window;
        var shape = $"{x}_{window.Height}x{window.Width}x{y.Shape.Channels}{StrideSuffix(window)}";
        var reduction = Reduction.OverWindow(x, window.Height, window.Width);
        var forward = Tile(
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
                reduction,
                y.Blocks,
                y.BlockLanes,
                layer.UseBias,
                layer.Activation),
            kernelOffset);

        var dy = values.Gradient(layer.Index);
        var weightGradient = Tile(new OuterProduct(
            $"Conv2DWeightGradient_{shape}",
            $"Gradient of the {y.Shape.Channels} kernels of {window.Height}x{window.Width} over {x}.",
            y.Shape.Height,
            y.Shape.Width,
            x.Offset(-window.PadTop, -window.PadLeft),
            window.StrideHeight * x.RowStride,
            window.StrideWidth * x.ChannelStride,
            dy.Origin,
            dy.RowStride,
            dy.ChannelStride,
            reduction,
            dy.Blocks,
            dy.BlockLanes,
            layer.UseBias));

        var (inputGradients, transposes) = values.NeedsGradient(layer.Inputs[0])
            ? InputGradients(layer, dy, values.Gradient(layer.Inputs[0]), shape)
            : ([], []);
        var algorithm = window is { Height: 1, Width: 1 } && forward.Product.Rows == 1 ? "1x1 as product" : $"direct {window.Height}x{window.Width}";
        return new Contraction(
            layer.Index, algorithm, forward, new(inputGradients), new(transposes), weightGradient, kernelOffset, biasOffset);
    }

    public Contraction Plan(Dense layer, int kernelOffset, int? biasOffset)
    {
        var (x, y) = (values.Output(layer.Inputs[0]), values.Output(layer.Index));
        var dy = values.Gradient(layer.Index);
        var shape = $"{x.Shape.Channels}_{y.Shape.Channels}";
        var reduction = Reduction.OverVector(x.Shape.Channels);
        var forward = Tile(
            new Product(
                $"Dense_{shape}{Suffix(layer.Activation)}", $"{x.Shape.Channels} inputs to {y.Shape.Channels} units{Described(layer.Activation)}.",
                1, 0, 0, 0, 0, 0, 0, 0, reduction, y.Blocks, y.BlockLanes, layer.UseBias, layer.Activation),
            kernelOffset);
        var weightGradient = Tile(new OuterProduct(
            $"DenseWeightGradient_{shape}", $"Gradient of the kernel from {x.Shape.Channels} inputs to {y.Shape.Channels} units.",
            1, 1, 0, 0, 0, 0, 0, 0, reduction, dy.Blocks, dy.BlockLanes, layer.UseBias));

        var inputGradients = new List<TiledProduct>();
        var transposes = new List<TapTranspose>();
        if (values.NeedsGradient(layer.Inputs[0]))
        {
            var dx = values.Gradient(layer.Inputs[0]);
            var product = new Product(
                $"DenseInputGradient_{shape}", $"Gradient of the {x.Shape.Channels} inputs from that of {y.Shape.Channels} units.",
                1, 0, 0, 0, 0, 0, 0, 0, Reduction.OverVector(y.Shape.Channels), dx.Blocks, dx.BlockLanes, HasBias: false, ActivationFunction.Linear);
            inputGradients.Add(Tile(product, TransposedFloats));
            transposes.Add(new TapTranspose(0, TransposedFloats, 0, product.BlockFloats));
            TransposedFloats += MemoryPlanner.Align(product.Blocks * product.BlockFloats);
        }

        return new Contraction(layer.Index, "dense", forward, new(inputGradients), new(transposes), weightGradient, kernelOffset, biasOffset);
    }

    private (List<TiledProduct> Products, List<TapTranspose> Transposes) InputGradients(Conv2D layer, Tensor dy, Tensor dx, string shape)
    {
        var window = layer.Window;
        var products = new List<TiledProduct>();
        var transposes = new List<TapTranspose>();
        foreach (var rows in ConvolutionGeometry.RowPhases(layer))
        {
            foreach (var columns in ConvolutionGeometry.ColumnPhases(layer))
            {
                var phase = window.StrideHeight * window.StrideWidth == 1 ? "" : $"_phase{rows.Start}{columns.Start}";
                var reaches = rows.Taps > 0 && columns.Taps > 0;
                var product = new Product(
                    $"Conv2DInputGradient_{shape}{phase}",
                    $"Gradient of the input {dx} from that of the output {dy}{(phase == "" ? "" : $": rows {rows.Start} and columns {columns.Start} modulo the stride")}.",
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
                products.Add(Tile(product, TransposedFloats));
                transposes.AddRange(Transposes(layer, rows, columns, product.BlockFloats));
                TransposedFloats += MemoryPlanner.Align(product.Blocks * product.BlockFloats);
            }
        }

        return (products, transposes);
    }

    /// <summary>The taps of one phase, from the largest to the smallest, so that they walk forward through the output's gradient.</summary>
    private IEnumerable<TapTranspose> Transposes(Conv2D layer, GradientPhase rows, GradientPhase columns, int blockFloats)
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
                yield return new TapTranspose(tap * inputs, TransposedFloats, ((row * columns.Taps) + column) * outputs, blockFloats);
            }
        }
    }

    private TiledProduct Tile(Product product, int kernelOffset)
    {
        product = product.InOneRow();
        var content = product with { Name = "", Summary = "", TileName = "" };
        var name = UniqueName(product.Name, content);
        var placeless = content with { InputOffset = 0, OutputOffset = 0 };
        if (!_tileNames.TryGetValue(placeless, out var tileName))
            _tileNames[placeless] = tileName = name;
        product = product with { Name = name, TileName = tileName };
        return new TiledProduct(product, new(targets.Select(target => ProductTiler.Choose(product, target))), kernelOffset);
    }

    private TiledOuterProduct Tile(OuterProduct product)
    {
        product = product.InOneRow();
        product = product with { Name = UniqueName(product.Name, product with { Name = "", Summary = "" }) };
        return new TiledOuterProduct(product, new(targets.Select(target => OuterProductTiler.Choose(product, target))));
    }

    /// <summary>One name per distinct kernel: equal ones share it, others of the same shapes (with other borders, say) are numbered.</summary>
    private string UniqueName(string name, object content)
    {
        if (_names.TryGetValue(content, out var known))
            return known;
        var unique = name;
        for (var number = 2; !_taken.Add(unique); number++)
            unique = $"{name}_{number}";
        return _names[content] = unique;
    }

    private static string StrideSuffix(Window window) =>
        (window.StrideHeight, window.StrideWidth) is (1, 1) ? "" : $"_stride{window.StrideHeight}x{window.StrideWidth}";

    private static string Suffix(ActivationFunction activation) => activation == ActivationFunction.Linear ? "" : $"_{activation}";

    private static string Described(ActivationFunction activation) =>
        activation == ActivationFunction.Linear ? "" : $", then {activation.ToString().ToLowerInvariant()}";
}
