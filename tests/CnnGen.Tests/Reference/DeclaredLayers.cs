using System.Reflection;
using CnnGen.Tests.Reference.Layers;

namespace CnnGen.Tests.Reference;

/// <summary>
/// Reads the layer attributes of a class, as a user wrote them, into reference layers. Names, defaults and shapes are worked out here once
/// more, apart from the generator. The class must have been compiled with <c>CNNGEN_KEEP_ATTRIBUTES</c>.
/// </summary>
internal sealed partial class DeclaredLayers
{
    private readonly Dictionary<string, int> _namesGiven = [];
    private readonly List<WiredNode> _nodes = [];
    private IReadOnlyDictionary<string, object?> _defaults = new Dictionary<string, object?>();

    /// <summary>The layers as declared, by name: what gives their output, and how many read it.</summary>
    private readonly Dictionary<string, (int Node, int Readers)> _declared = [];

    /// <summary>The layer that is added: what it reads, and the shape of (the first of) that.</summary>
    private IReadOnlyList<int> _sources = [-1];
    private Extent _shape;

    /// <summary>
    /// The place of the next layer among those that are computed, which dropout masks depend on: the input is layer 0, the preparation of
    /// images behind it and activations fused into another layer do not count; those do that are computed by themselves in training,
    /// softmax and those whose derivative needs their input, and so does each of several readers of a layer, behind that.
    /// </summary>
    private int _place = 1;

    /// <summary>Whether the input is one of (length, channels).</summary>
    private bool _isSequence;

    /// <summary>The node behind which preparations of images still happen while they are loaded; null behind anything else.</summary>
    private int? _loading = -1;

    /// <summary>The layers of a network, fused activations as layers of their own.</summary>
    /// <exception cref="ArgumentException">The class carries no layers.</exception>
    public static ReferenceNetwork Of(Type network)
    {
        var attributes = network.GetCustomAttributesData().Where(a => a.AttributeType.Namespace == nameof(CnnGen))
            .Select(
                attribute => (Kind: attribute.AttributeType.Name[..^nameof(Attribute).Length], Arguments: Arguments(attribute))).ToList();
        attributes.RemoveAll(attribute => attribute.Kind == "Inspectable");
        if (attributes.TrueForAll(attribute => attribute.Kind != "Input"))
            throw new ArgumentException($"{network} carries no [Input]; was it compiled with CNNGEN_KEEP_ATTRIBUTES?");
        return new DeclaredLayers().Read(attributes);
    }

    private ReferenceNetwork Read(List<(string Kind, Dictionary<string, object?> Arguments)> attributes)
    {
        var input = default(Extent);
        var layers = attributes.Where(attribute => attribute.Kind is not ("LayerDefaults" or "Output")).ToList();
        string[] names = [.. layers.Select(layer => Name(KerasNames.Stems[layer.Kind], layer.Arguments))];
        string[][] reads = [.. layers.Select((layer, i) => i == 0 ? [] : Reads(layer.Arguments, names[i - 1]))];
        string[] outputs =
            [.. attributes.Where(attribute => attribute.Kind == "Output").Select(output => (string)output.Arguments["layer"]!)];
        int layerIndex = 0;
        foreach (var (kind, arguments) in attributes)
        {
            if (kind == "LayerDefaults")
                _defaults = arguments;
            if (kind is "LayerDefaults" or "Output")
                continue;
            string name = names[layerIndex];
            int readers = reads.Sum(read => read.Count(other => other == name)) + outputs.Count(other => other == name);
            if (kind == "Input")
            {
                (_isSequence, int length) = (arguments.ContainsKey("length"), Own(arguments, "length", 0));
                input = new Extent(Own(arguments, "height", 1), Own(arguments, "width", length), (int)arguments["channels"]!);
            }
            else
            {
                _sources = [.. reads[layerIndex].Select(other => _declared[other].Node)];
                _shape = _sources[0] < 0 ? input : _nodes[_sources[0]].Node.Output;
                var loads = kind is "Rescaling" or "Normalization" && _loading == _sources[0]
                    && _declared[reads[layerIndex][0]].Readers == 1;
                int first = _nodes.Count;
                Add(kind, name, arguments, input);
                if (IsFrozen(arguments))
                    _nodes[first..].ForEach(node => node.Node.Freeze());
                _loading = loads ? _nodes.Count - 1 : _loading == _sources[0] ? null : _loading;
                _place -= loads || IsAbsorbed(kind, arguments, reads[layerIndex][0]) ? 1 : 0;
            }

            _declared[name] = (_nodes.Count - 1, readers);
            _place += readers > 1 ? readers : 0;
            layerIndex++;
        }

        return new ReferenceNetwork(input, _nodes)
        {
            FurtherOutputs = [.. outputs.Select(output => _declared[output].Node)],
            Declared = [.. names.Select(name => _declared[name].Node)],
        };
    }

    private static bool IsFrozen(Dictionary<string, object?> arguments) =>
        arguments.TryGetValue("Frozen", out object? frozen) && frozen is true;

    private static string[] Reads(Dictionary<string, object?> arguments, string before)
    {
        string first = arguments.TryGetValue("From", out object? from) && from is string given ? given : before;
        var others = arguments.TryGetValue("other", out object? other) ? [(string)other!]
            : arguments.TryGetValue("others", out object? list)
                ? ((IEnumerable<CustomAttributeTypedArgument>)list!).Select(element => (string)element.Value!)
            : [];
        return [first, .. others];
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

    private void Add(string kind, string name, Dictionary<string, object?> arguments, Extent image)
    {
        if (kind.EndsWith("1D", StringComparison.Ordinal))
        {
            AddOfSequence(kind, name, arguments, image);
            return;
        }

        SlidingWindow rows, columns;
        switch (kind)
        {
            case "Conv2D":
                // What its groups read is spread by a layer of its own, but for one channel to one filter each, and for groups that
                // fill vectors or share them.
                int groups = Own(arguments, "Groups", 1);
                bool isSpread = groups > 1 && groups < Math.Max(_shape.Channels, Own(arguments, "Filters", 0));
                _place += isSpread && !HasKernelsOfGroups(groups, Own(arguments, "Filters", 0), KernelWindows(arguments).Columns) ? 1 : 0;
                Add(Convolution(name, arguments));
                AddActivation(arguments);
                break;
            case "DepthwiseConv2D":
                var depthwise = Depthwise(name, arguments);
                // The copies of channels that several kernels read are a layer of their own.
                _place += Own(arguments, "DepthMultiplier", 1) > 1 ? 1 : 0;
                Add(depthwise);
                AddActivation(arguments);
                break;
            case "SeparableConv2D":
                (rows, columns) = KernelWindows(arguments);
                int multiplier = Own(arguments, "DepthMultiplier", 1);
                _place += multiplier > 1 ? 1 : 0;
                Add(new DepthwiseConv2D(name, _shape, rows, columns, multiplier, useBias: false, "depthwise_kernel"));
                Add(new Conv2D(
                    name, _shape, new(_shape.Height, 1, 1, Padding.Valid), new(_shape.Width, 1, 1, Padding.Valid),
                    Own(arguments, "Filters", 0), WithDefault(arguments, "UseBias", true), kernelName: "pointwise_kernel"));
                AddActivation(arguments);
                break;
            case "Conv2DTranspose":
                AddTransposed(name, arguments);
                AddActivation(arguments);
                break;
            case "Dense":
                Add(new Dense(name, _shape, (int)arguments["units"]!, WithDefault(arguments, "UseBias", true)));
                AddActivation(arguments);
                break;
            case "MaxPool2D":
                (rows, columns) = PoolWindows(arguments);
                Add(new MaxPool2D(name, _shape, rows, columns));
                break;
            case "AveragePool2D":
                (rows, columns) = PoolWindows(arguments);
                var pooled = new Extent(rows.Output, columns.Output, _shape.Channels);
                Add(new AveragePool2D(name, _shape, pooled, rows, columns));
                break;
            case "GlobalAveragePool2D":
                (rows, columns) = (new(_shape.Height, _shape.Height, 1, Padding.Valid), new(_shape.Width, _shape.Width, 1, Padding.Valid));
                var channels = new Extent(1, 1, _shape.Channels, IsFlat: !Own(arguments, "KeepDims", false));
                Add(new AveragePool2D(name, _shape, channels, rows, columns));
                break;
            case "GlobalMaxPool2D":
                (rows, columns) = (new(_shape.Height, _shape.Height, 1, Padding.Valid), new(_shape.Width, _shape.Width, 1, Padding.Valid));
                Add(new MaxPool2D(name, _shape, rows, columns, isFlat: !Own(arguments, "KeepDims", false)));
                break;
            case "DepthMaxPool":
                Add(new DepthMaxPool(name, _shape, (int)arguments["poolSize"]!));
                break;
            case "Flatten":
                Add(new Flatten(name, _shape));
                break;
            case "Dropout":
                Add(new Dropout(name, _shape, (double)arguments["rate"]!, _place));
                break;
            case "SpatialDropout2D":
                Add(new SpatialDropout2D(name, _shape, (double)arguments["rate"]!, _place));
                break;
            case "AlphaDropout":
                Add(new AlphaDropout(name, _shape, (double)arguments["rate"]!, _place));
                break;
            case "GaussianDropout":
                Add(new GaussianDropout(name, _shape, (double)arguments["rate"]!, _place));
                break;
            case "GaussianNoise":
                Add(new GaussianNoise(name, _shape, (double)arguments["stddev"]!, _place));
                break;
            case "ActivityRegularization":
                Add(new ActivityRegularization(name, _shape, Own(arguments, "L1", 0.0), Own(arguments, "L2", 0.0)));
                break;
            case "Activation":
                Add(new ActivationFunction(name, _shape, (Activation)arguments["function"]!));
                break;
            case "Relu":
                var (max, slope) = (Own(arguments, "MaxValue", double.PositiveInfinity), Own(arguments, "NegativeSlope", 0.0));
                Add(new Relu(name, _shape, max, slope, Own(arguments, "Threshold", 0.0)));
                break;
            case "LeakyRelu":
                Add(new LeakyRelu(name, _shape, (double)arguments["negativeSlope"]!));
                break;
            case "PRelu":
                // Those of sequences are counted from the columns on.
                Add(new PRelu(name, _shape, [.. List(arguments, "SharedAxes").Select(axis => IsSequence ? axis + 1 : axis)]));
                if (IsSequence)
                    OmitRows(_nodes.Count - 1);
                break;
            case "Elu":
                Add(new Elu(name, _shape, (double)arguments["alpha"]!));
                break;
            case "Softmax":
                AddOverAxes(arguments, axes => new ActivationFunction(name, _shape, Activation.Softmax, axes));
                break;
            case "LogSoftmax":
                AddOverAxes(arguments, axes => new ActivationFunction(name, _shape, Activation.LogSoftmax, axes));
                break;
            case "Normalization":
                Add(new Normalization(name, _shape, (NormalizationAxis)arguments["axis"]!));
                break;
            case "Rescaling":
                Add(new Rescaling(name, _shape, (double)arguments["scale"]!, (double)arguments["offset"]!));
                break;
            case "BatchNormalization":
                // Where it sees the batch it is computed in two halves; it applies an activation behind it itself.
                _place += IsFrozen(arguments) ? 0 : 1;
                Add(new BatchNormalization(
                    name, _shape, Own(arguments, "Epsilon", 1e-3), Own(arguments, "Center", true), Own(arguments, "Scale", true)));
                break;
            case "GroupNormalization":
                int groupCount = Own(arguments, "Groups", 32);
                Add(new GroupNormalization(
                    name, _shape, groupCount == -1 ? _shape.Channels : groupCount, Own(arguments, "Epsilon", 1e-3),
                    Own(arguments, "Center", true), Own(arguments, "Scale", true)));
                break;
            case "UnitNormalization":
                AddOverAxes(arguments, axes => new UnitNormalization(name, _shape, axes));
                break;
            case "LayerNormalization":
                AddOverAxes(arguments, axes => new LayerNormalization(
                    name, _shape, Own(arguments, "Epsilon", 1e-3), Own(arguments, "Center", true), Own(arguments, "Scale", true), axes));
                break;
            case "Concatenate":
                Add(new Concatenate(name, [.. _sources.Select(source => source < 0 ? image : _nodes[source].Node.Output)]));
                break;
            case "Add" or "Subtract" or "Multiply" or "Average" or "Maximum" or "Minimum":
                Add(new Merge(name, kind, [.. _sources.Select(source => source < 0 ? image : _nodes[source].Node.Output)]));
                break;
            default:
                AddShape(kind, name, arguments);
                break;
        }
    }

    private void Add(ReferenceNode layer)
    {
        _nodes.Add(new WiredNode(layer, _sources));
        _shape = layer.Output;
        // An activation behind it reads it.
        _sources = [_nodes.Count - 1];
        _place++;
    }

    private Conv2D Convolution(string name, Dictionary<string, object?> arguments)
    {
        var (rows, columns) = KernelWindows(arguments);
        // The defaults' algorithm is for the windows that it can compute.
        int groups = Own(arguments, "Groups", 1);
        bool canBe = groups == 1 && rows is { Size: 3, Stride: 1, Dilation: 1 } && columns is { Size: 3, Stride: 1, Dilation: 1 };
        int byDefault = canBe ? WithDefault(arguments, "Algorithm", 0) : 0;
        var algorithm = (ConvAlgorithm)Own(arguments, "Algorithm", byDefault);
        return new Conv2D(
            name, _shape, rows, columns, Own(arguments, "Filters", 0), WithDefault(arguments, "UseBias", true), algorithm, groups: groups);
    }

    private void AddTransposed(string name, Dictionary<string, object?> arguments)
    {
        int size = WithDefault(arguments, "KernelSize", 0);
        int stride = WithDefault(arguments, "Strides", 1);
        var padding = PaddingOf(arguments);
        int? more = Own(arguments, "OutputPadding", -1) is >= 0 and var given ? given : null;
        TransposedWindow rows = Along("Height", _shape.Height), columns = Along("Width", _shape.Width);
        // The zeros between the pixels are a layer of their own, where windows do not lie side by side.
        bool isStretched = (rows.Stride > 1 && rows.Input > 1) || (columns.Stride > 1 && columns.Input > 1);
        _place += isStretched && !(LieSideBySide(rows) && LieSideBySide(columns)) ? 1 : 0;
        Add(new Conv2DTranspose(name, _shape, rows, columns, Own(arguments, "Filters", 0), WithDefault(arguments, "UseBias", true)));

        TransposedWindow Along(string axis, int extent) => new(
            extent, Own(arguments, $"Kernel{axis}", size), Own(arguments, $"Stride{axis}", stride), padding, more);

        static bool LieSideBySide(TransposedWindow window) =>
            window.Size == window.Stride && window.Output == window.Input * window.Stride;
    }

    private bool HasKernelsOfGroups(int groups, int filters, SlidingWindow columns)
    {
        const int lanes = 16;
        var (own, each) = (_shape.Channels / groups, filters / groups);
        bool areBlocks = own % lanes == 0 && each % lanes == 0;
        bool shareBlocks = own == each && lanes % own == 0 && _shape.Channels % lanes == 0;
        return (areBlocks || shareBlocks) && columns.Size <= 7;
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
        var padding = PaddingOf(arguments);
        return (Along("Height", _shape.Height), Along("Width", _shape.Width));

        SlidingWindow Along(string axis, int extent) => new(
            extent, Own(arguments, $"Kernel{axis}", size), Own(arguments, $"Stride{axis}", stride), padding,
            Own(arguments, $"Dilation{axis}", Own(arguments, "Dilation", 1)));
    }

    private Padding PaddingOf(Dictionary<string, object?> arguments)
    {
        var byDefault = (Padding)WithDefault([], "Padding", 0);
        return (Padding)Own(arguments, "Padding", (int)(byDefault == Padding.Causal ? Padding.Valid : byDefault));
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
