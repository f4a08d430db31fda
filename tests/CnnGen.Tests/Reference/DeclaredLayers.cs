using System.Reflection;
using CnnGen.Tests.Reference.Layers;

namespace CnnGen.Tests.Reference;

/// <summary>
/// Reads the layer attributes of a class, as a user wrote them, into reference layers. Names, defaults and shapes are worked out here once
/// more, apart from the generator. The class must have been compiled with <c>CNNGEN_KEEP_ATTRIBUTES</c>.
/// </summary>
internal sealed class DeclaredLayers
{
    private readonly Dictionary<string, int> _namesGiven = [];
    private readonly List<ReferenceLayer> _layers = [];
    private IReadOnlyDictionary<string, object?> _defaults = new Dictionary<string, object?>();
    private Extent _shape;

    /// <summary>
    /// The place of the next layer among those that are computed, which dropout masks depend on: the input is layer 0, the preparation of
    /// images behind it and activations fused into another layer do not count; those do that are computed by themselves in training, softmax
    /// and those whose derivative needs their input.
    /// </summary>
    private int _place = 1;

    /// <summary>The layers of a network, fused activations as layers of their own.</summary>
    /// <exception cref="ArgumentException">The class carries no layers.</exception>
    public static (Extent Input, IReadOnlyList<ReferenceLayer> Layers) Of(Type network)
    {
        var declared = new DeclaredLayers();
        var input = default(Extent);
        foreach (var attribute in network.GetCustomAttributesData().Where(a => a.AttributeType.Namespace == nameof(CnnGen)))
        {
            string kind = attribute.AttributeType.Name[..^nameof(Attribute).Length];
            var arguments = Arguments(attribute);
            if (kind == "Input")
                declared._shape = input = new Extent((int)arguments["height"]!, (int)arguments["width"]!, (int)arguments["channels"]!);
            else if (kind == "LayerDefaults")
                declared._defaults = arguments;
            else
                declared.Add(kind, arguments);
        }

        if (input.Size == 0)
            throw new ArgumentException($"{network} carries no [Input]; was it compiled with CNNGEN_KEEP_ATTRIBUTES?");
        return (input, declared._layers);
    }

    private static Dictionary<string, object?> Arguments(CustomAttributeData attribute)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (parameter, argument) in attribute.Constructor.GetParameters().Zip(attribute.ConstructorArguments))
            arguments[parameter.Name!] = argument.Value;
        foreach (var named in attribute.NamedArguments)
            arguments[named.MemberName] = named.TypedValue.Value;
        return arguments;
    }

    private void Add(string kind, Dictionary<string, object?> arguments)
    {
        switch (kind)
        {
            case "Conv2D":
                Add(Convolution(Name("conv2d", arguments), arguments));
                AddActivation(arguments);
                break;
            case "DepthwiseConv2D":
                var depthwise = Depthwise(Name("depthwise_conv2d", arguments), arguments);
                // The copies of channels that several kernels read are a layer of their own.
                _place += Own(arguments, "DepthMultiplier", 1) > 1 ? 1 : 0;
                Add(depthwise);
                AddActivation(arguments);
                break;
            case "Dense":
                Add(new Dense(Name("dense", arguments), _shape, (int)arguments["units"]!, WithDefault(arguments, "UseBias", true)));
                AddActivation(arguments);
                break;
            case "MaxPool2D":
                var (rows, columns) = PoolWindows(arguments);
                Add(new MaxPool2D(Name("max_pooling2d", arguments), _shape, rows, columns));
                break;
            case "AveragePool2D":
                (rows, columns) = PoolWindows(arguments);
                var pooled = new Extent(rows.Output, columns.Output, _shape.Channels);
                Add(new AveragePool2D(Name("average_pooling2d", arguments), _shape, pooled, rows, columns));
                break;
            case "GlobalAveragePool2D":
                (rows, columns) = (new(_shape.Height, _shape.Height, 1, Padding.Valid), new(_shape.Width, _shape.Width, 1, Padding.Valid));
                var channels = new Extent(1, 1, _shape.Channels, IsFlat: true);
                Add(new AveragePool2D(Name("global_average_pooling2d", arguments), _shape, channels, rows, columns));
                break;
            case "DepthMaxPool":
                Add(new DepthMaxPool(Name("depth_max_pool", arguments), _shape, (int)arguments["poolSize"]!));
                break;
            case "Flatten":
                Add(new Flatten(Name("flatten", arguments), _shape));
                break;
            case "Dropout":
                Add(new Dropout(Name("dropout", arguments), _shape, (double)arguments["rate"]!, _place));
                break;
            case "Activation":
                Add(new ActivationFunction(Name("activation", arguments), _shape, (Activation)arguments["function"]!));
                break;
            case "Relu":
                var (max, slope) = (Own(arguments, "MaxValue", double.PositiveInfinity), Own(arguments, "NegativeSlope", 0.0));
                Add(new Relu(Name("re_lu", arguments), _shape, max, slope, Own(arguments, "Threshold", 0.0)));
                break;
            case "LeakyRelu":
                Add(new LeakyRelu(Name("leaky_re_lu", arguments), _shape, (double)arguments["negativeSlope"]!));
                break;
            case "Elu":
                Add(new Elu(Name("elu", arguments), _shape, (double)arguments["alpha"]!));
                break;
            case "Softmax":
                Add(new ActivationFunction(Name("softmax", arguments), _shape, Activation.Softmax));
                break;
            case "Normalization":
                Add(new Normalization(Name("normalization", arguments), _shape, (NormalizationAxis)arguments["axis"]!));
                break;
            case "Rescaling":
                Add(new Rescaling(Name("rescaling", arguments), _shape, (double)arguments["scale"]!, (double)arguments["offset"]!));
                break;
            default:
                throw new ArgumentException($"the reference has no layer {kind}");
        }
    }

    private void Add(ReferenceLayer layer)
    {
        _layers.Add(layer);
        _shape = layer.Output;
        if (!_layers.TrueForAll(l => l is Rescaling or Normalization))
            _place++;
    }

    private void AddActivation(Dictionary<string, object?> arguments)
    {
        var function = (Activation)WithDefault(arguments, "Activation", 0);
        if (function != Activation.Linear)
            Add(new ActivationFunction($"{_layers[^1].Name} activation", _shape, function));
        if (function != Activation.Linear && ElementFunctions.All.Except(ElementFunctions.DerivedFromInput).Contains(function))
            _place--;
    }

    private Conv2D Convolution(string name, Dictionary<string, object?> arguments)
    {
        var (rows, columns) = KernelWindows(arguments);
        // The defaults' algorithm is for the windows that it can compute.
        int byDefault = rows is { Size: 3, Stride: 1 } && columns is { Size: 3, Stride: 1 } ? WithDefault(arguments, "Algorithm", 0) : 0;
        var algorithm = (ConvAlgorithm)Own(arguments, "Algorithm", byDefault);
        return new Conv2D(name, _shape, rows, columns, Own(arguments, "Filters", 0), WithDefault(arguments, "UseBias", true), algorithm);
    }

    private DepthwiseConv2D Depthwise(string name, Dictionary<string, object?> arguments)
    {
        var (rows, columns) = KernelWindows(arguments);
        return new DepthwiseConv2D(
            name, _shape, rows, columns, Own(arguments, "DepthMultiplier", 1), WithDefault(arguments, "UseBias", true));
    }

    private (SlidingWindow Rows, SlidingWindow Columns) KernelWindows(Dictionary<string, object?> arguments)
    {
        int size = WithDefault(arguments, "KernelSize", 0);
        int stride = WithDefault(arguments, "Strides", 1);
        var padding = (Padding)WithDefault(arguments, "Padding", 0);
        return (
            new SlidingWindow(_shape.Height, Own(arguments, "KernelHeight", size), Own(arguments, "StrideHeight", stride), padding),
            new SlidingWindow(_shape.Width, Own(arguments, "KernelWidth", size), Own(arguments, "StrideWidth", stride), padding));
    }

    private (SlidingWindow Rows, SlidingWindow Columns) PoolWindows(Dictionary<string, object?> arguments)
    {
        int size = Own(arguments, "PoolSize", 0);
        var (height, width) = (Own(arguments, "PoolHeight", size), Own(arguments, "PoolWidth", size));
        int rowStride = Own(arguments, "StrideHeight", Own(arguments, "Strides", height));
        int columnStride = Own(arguments, "StrideWidth", Own(arguments, "Strides", width));
        var padding = (Padding)Own(arguments, "Padding", 0);
        return (new(_shape.Height, height, rowStride, padding), new(_shape.Width, width, columnStride, padding));
    }

    /// <summary>What the layer states itself, else what <c>LayerDefaults</c> states, else Keras' default.</summary>
    private T WithDefault<T>(Dictionary<string, object?> arguments, string name, T otherwise) =>
        Own(arguments, name, _defaults.TryGetValue(name, out object? value) ? (T)value! : otherwise);

    private static T Own<T>(Dictionary<string, object?> arguments, string name, T otherwise) =>
        arguments.TryGetValue(name, out object? value) ? (T)value! : otherwise;

    /// <summary>The name given, else Keras': <c>dense</c>, <c>dense_1</c>, <c>dense_2</c> among those without a name.</summary>
    private string Name(string stem, Dictionary<string, object?> arguments)
    {
        if (arguments.TryGetValue("Name", out object? given) && given is string name)
            return name;
        int before = _namesGiven.GetValueOrDefault(stem);
        _namesGiven[stem] = before + 1;
        return before == 0 ? stem : $"{stem}_{before}";
    }
}
