using CnnGen.Tests.Support;
using CsCheck;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Valid networks, made of choices that CsCheck draws: the input's, a first convolution's, each layer's, and the end's. Fewer layers and
/// smaller choices are a smaller network, so a failure shrinks to few layers with what stands first among their options. Half of them are
/// stacks; in the others layers read any before them, and join several.
/// </summary>
internal sealed partial class RandomStack
{
    private const int MostLayers = 7;

    /// <summary>Bounds what the slow reference computes, and the number of ReLUs that may come too close to zero.</summary>
    private const int MostValues = 900;

    private const int MostMultiplyAdds = 100_000;

    private static readonly int[] Channels = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 18, 24, 31, 32, 33, 48];

    /// <summary>More channels than a register tile or a block of a kernel has; where the map is small enough for them.</summary>
    private static readonly int[] ManyChannels = [49, 64, 65, 96, 127, 128, 130, 192, 256, 300];

    /// <summary>
    /// What is in most networks stands there twice. The exponential comes once: the outputs of several, one behind the other, are beyond
    /// all bounds.
    /// </summary>
    private static readonly string[] Activations =
    [
        "Linear", "Relu", "Relu", "Sigmoid", "Tanh", "Linear", "Relu6", "LeakyRelu", "Elu", "Selu", "Celu", "Gelu", "GeluTanh", "Silu",
        "Mish", "Softplus", "Softsign", "HardSigmoid", "HardSwish", "HardTanh", "Softmax", "LogSoftmax", "Exponential",
    ];

    /// <summary>Layers that are activations with arguments.</summary>
    private static readonly string[] ActivationLayers =
    [
        "Relu", "Relu(MaxValue = 6)", "Relu(NegativeSlope = 0.25, Threshold = 0.5)", "Relu(MaxValue = 1, Threshold = 0.125)", "LeakyRelu",
        "LeakyRelu(0.2)", "Elu", "Elu(0.75)", "Softmax", "PRelu", "PRelu(SharedAxes = [1])",
    ];

    /// <summary>More than any layer asks for.</summary>
    private static readonly Gen<int[]> Choices = CsCheck.Gen.Int[0, 9_999].Array[36];

    private readonly List<string> _lines = [];
    private readonly List<Node> _nodes = [];
    private readonly bool _isGraph;
    // So many layers at the beginning are frozen, as a pretrained base is; others by chance.
    private readonly int _frozen;
    private string? _from;
    private int[] _choices;
    private int _taken;
    private (int Height, int Width, int Channels) _shape;
    private bool _isFlat;

    private RandomStack(int[] input, int[] first, int[][] layers, int[] end)
    {
        _choices = input;
        _shape = DrawInput();
        _isGraph = Next(2) == 1;
        _frozen = Next(6) == 0 ? Next(1, MostLayers) : 0;
        Add(Input());
        Prepare();

        // Most stacks begin with weights, so that the gradients of all layers behind them are seen.
        TakeFrom(first);
        if (Next(4) > 0)
            AddConvolution();
        foreach (int[] layer in layers)
        {
            TakeFrom(layer);
            AddLayer();
        }

        TakeFrom(end);
        if (Next(3) > 0)
            End();
        foreach (var node in _nodes.SkipLast(1).Where(node => !node.IsRead))
            _lines.Add($"[Output(\"{node.Name}\")]");
    }

    /// <summary>All stacks.</summary>
    public static Gen<RandomStack> Gen { get; } = CsCheck.Gen.Select(
        Choices, Choices, Choices.Array[1, MostLayers - 1], Choices,
        (input, first, layers, end) => new RandomStack(input, first, layers, end));

    /// <summary>A few stacks, always the same, in one compilation.</summary>
    /// <param name="count">How many.</param>
    /// <param name="attribute">Stands on each class.</param>
    public static Type[] CompileSome(int count, string attribute = "")
    {
        var source = new PCG(stream: 1, seed: 1);
        string[] names = [.. Enumerable.Range(1, count).Select(number => $"Stack{number}")];
        var stacks = names.Select(name => $"{attribute}{Gen.Generate(source, null, out _).Declare(name)}");
        var compiled = NetworkCompiler.Compile(string.Join("\n", stacks.Prepend("using CnnGen;")));
        return [.. names.Select(name => compiled[name])];
    }

    /// <summary>The declaration of its network class.</summary>
    public string Declare(string name) => $"{string.Join("\n", _lines)}\npublic sealed partial class {name};";

    /// <summary>Its network class.</summary>
    public Type Compile() => NetworkCompiler.Compile($"using CnnGen;\n{Declare("Stack")}")["Stack"];

    private void TakeFrom(int[] choices) => (_choices, _taken) = (choices, 0);

    private int Next(int end) => _choices[_taken++] % end;

    private int Next(int start, int end) => start + Next(end - start);

    /// <summary>Three of four are small maps; the others single pixels, rows, columns, many channels, a map a little wider.</summary>
    private (int Height, int Width, int Channels) DrawInput() => Next(16) switch
    {
        0 => (1, 1, Pick(ManyChannels)),
        1 => (1, Next(15, 50), Pick(1, 2, 5)),
        2 => (Next(15, 50), 1, Pick(1, 3, 8)),
        3 => Pick((Next(1, 4), Next(1, 4), Pick(33, 49, 64, 100)), (15, 17, 1)),
        _ => (Next(1, 15), Next(1, 15), Pick(1, 1, 2, 3, 5, 8, 17)),
    };

    private void Prepare()
    {
        if (Next(5) == 0)
            Add("[Rescaling(0.5, -0.25)]");
        if (Next(4) == 0)
            Add(Next(2) == 0 ? "[Normalization]" : "[Normalization(NormalizationAxis.Channel)]");
    }

    /// <summary>
    /// Writes a layer whose output has the shape of now: one that reads the layer before it, or another that was chosen for it.
    /// </summary>
    private void Add(string line, params string[] others)
    {
        string name = $"l{_nodes.Count}";
        line = SayMore(line);
        if (_frozen > _nodes.Count || Next(12) == 0)
            line = With(line, "Frozen = true");
        if (_isGraph)
        {
            line = With(line, $"{(_from is null ? "" : $"From = \"{_from}\", ")}Name = \"{name}\"");
            foreach (var read in _nodes.Where(node => node.Name == (_from ?? _nodes[^1].Name) || others.Contains(node.Name)))
                read.IsRead = true;
        }

        _from = null;
        _nodes.Add(new Node(name, _shape, _isFlat) { IsRead = !_isGraph });
        _lines.Add(line);
    }

    private static string With(string line, string arguments) =>
        line.EndsWith(")]", StringComparison.Ordinal) ? $"{line[..^2]}, {arguments})]" : $"{line[..^1]}({arguments})]";

    /// <summary>The next layer reads another one, or joins some, in some of the draws.</summary>
    private bool Branch()
    {
        if (!_isGraph)
            return false;
        switch (Next(5))
        {
            case 0:
                var other = Pick([.. _nodes]);
                (_from, _shape, _isFlat) = (other.Name, other.Shape, other.IsFlat);
                return false;
            case 1:
                return Join(Pick("Add", "Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract"), FitsElementWise);
            case 2:
                return Join("Concatenate", other => other.IsFlat == _isFlat
                    && (other.Shape.Height, other.Shape.Width) == (_shape.Height, _shape.Width));
            default:
                return false;
        }
    }

    private bool FitsElementWise(Node other) => Fits(other.Shape.Height, _shape.Height) && Fits(other.Shape.Width, _shape.Width)
        && Fits(other.Shape.Channels, _shape.Channels);

    private static bool Fits(int extent, int other) => extent == other || extent == 1 || other == 1;

    /// <summary>Joins this layer with one or two that fit, itself among them.</summary>
    private bool Join(string kind, Func<Node, bool> fits)
    {
        Node[] fitting = [.. _nodes.Where(fits)];
        var before = (_shape, _isFlat);
        // Of three, two may each fit the third alone: one that counts for every pixel of it, and one of another size.
        Node[] others = kind == "Concatenate" && Next(2) == 0 ? [Pick(fitting), Pick(fitting)] : [Pick(fitting)];
        foreach (var other in others)
        {
            if (kind == "Concatenate")
            {
                _shape.Channels += other.Shape.Channels;
                continue;
            }

            var joined = (
                Math.Max(_shape.Height, other.Shape.Height), Math.Max(_shape.Width, other.Shape.Width),
                Math.Max(_shape.Channels, other.Shape.Channels));
            _isFlat = joined == _shape ? _isFlat : joined == other.Shape && other.IsFlat;
            _shape = joined;
        }

        if (Size > MostValues)
        {
            (_shape, _isFlat) = before;
            return false;
        }

        Add($"[{kind}({string.Join(", ", others.Select(other => $"\"{other.Name}\""))})]", [.. others.Select(other => other.Name)]);
        return true;
    }

    private void AddLayer()
    {
        if (Branch())
            return;
        if (Next(5) == 0)
        {
            AddNormalization();
            return;
        }

        if (Next(5) == 0)
        {
            AddShape();
            return;
        }

        if (AddOfSequence())
            return;

        switch (_isFlat ? 7 + Next(3) : Next(10))
        {
            case 0:
                AddConvolution();
                break;
            case 1:
                AddTransposed();
                break;
            case 2:
                AddDepthwise();
                break;
            case 3:
                // The larger its windows, the more often two values are too close to call.
                AddPool("MaxPool2D", 3);
                break;
            case 4:
                AddPool("AveragePool2D", 5);
                break;
            case 5:
                AddDepthMaxPool();
                break;
            case 6:
                string flattening = Pick(
                    "[Flatten]", "[GlobalAveragePool2D]", "[GlobalMaxPool2D]", "[GlobalAveragePool2D(KeepDims = true)]");
                _shape = (1, 1, flattening == "[Flatten]" ? Size : _shape.Channels);
                _isFlat = !flattening.Contains("KeepDims", StringComparison.Ordinal);
                Add(flattening);
                break;
            case 7:
                Add($"[{Pick(_isFlat ? DropoutsOfVectors : Dropouts)}]");
                break;
            case 8:
                Add(Next(3) > 0 ? $"[Activation(Activation.{Pick(Activations)})]" : $"[{Pick(ActivationLayers)}]");
                break;
            default:
                AddWeights();
                break;
        }
    }

    private int Size => Values(_shape);

    private static int Values((int Height, int Width, int Channels) shape) => shape.Height * shape.Width * shape.Channels;

    private void AddWeights()
    {
        if (!_isFlat && Next(3) > 0)
        {
            AddConvolution();
            return;
        }

        // Of a map it works on the channels of each pixel.
        _shape.Channels = PickChannels(MostValues / (_shape.Height * _shape.Width), Size);
        Add($"[Dense({_shape.Channels}, Activation.{Pick(Activations)}{Pick("", ", UseBias = false")})]");
    }

    private void AddConvolution()
    {
        // Few windows drawn by chance are 3 x 3 with stride 1, which Winograd's algorithms compute.
        bool is3X3 = Next(3) == 0;
        (int Size, int Stride, int Dilation) three = (3, 1, 1);
        var (rows, columns) = is3X3 ? (three, three) : DilatedAxes(7);
        bool same = MustPad(rows, columns);
        string algorithm = is3X3 ? Pick("Auto", "Direct", "Winograd2x2", "Winograd4x4") : Pick("Auto", "Direct");
        var (height, width) = (Positions(_shape.Height, rows, same), Positions(_shape.Width, columns, same));
        int perFilter = height * width * rows.Size * columns.Size * _shape.Channels;
        int filters = PickChannels(MostValues / (height * width), perFilter);
        int groups = Next(4) == 0
            ? Pick([.. Enumerable.Range(1, filters).Where(fit => filters % fit == 0 && _shape.Channels % fit == 0)])
            : 1;
        algorithm = groups > 1 ? "Auto" : algorithm;
        _shape = (height, width, filters);
        Add(
            $"[Conv2D({filters}, {rows.Size}, {columns.Size}, StrideHeight = {rows.Stride}, StrideWidth = {columns.Stride}, "
            + $"DilationHeight = {rows.Dilation}, DilationWidth = {columns.Dilation}, Groups = {groups}, "
            + $"Padding = Padding.{(same ? "Same" : "Valid")}, Activation = Activation.{Pick(Activations)}{Pick("", ", UseBias = false")}, "
            + $"Algorithm = ConvAlgorithm.{algorithm})]");
    }

    /// <summary>A convolution where the map may become larger and does not become too large, half of the time; else any.</summary>
    private void AddTransposed()
    {
        var (rows, columns, stride, same) = (Next(1, 5), Next(1, 5), Pick(1, 2, 2, 3), Next(2) == 0);
        int height = same ? _shape.Height * stride : (_shape.Height - 1) * stride + Math.Max(rows, stride);
        int width = same ? _shape.Width * stride : (_shape.Width - 1) * stride + Math.Max(columns, stride);
        if (height * width > MostValues || Next(2) == 0)
        {
            AddConvolution();
            return;
        }

        int filters = PickChannels(MostValues / (height * width), Size * rows * columns);
        _shape = (height, width, filters);
        Add(
            $"[Conv2DTranspose({filters}, {rows}, {columns}, Strides = {stride}, Padding = Padding.{(same ? "Same" : "Valid")}, "
            + $"Activation = Activation.{Pick(Activations)}{Pick("", ", UseBias = false")})]");
    }

    /// <summary>Each channel by itself, with or without a convolution of 1 x 1 behind it.</summary>
    private void AddDepthwise()
    {
        int multiplier = Pick(1, 1, 1, 2, 3);
        if (Size * multiplier > MostValues)
            multiplier = 1;
        var (rows, columns) = DilatedAxes(6);
        string window = Slide(rows, columns) + $", DilationHeight = {rows.Dilation}, DilationWidth = {columns.Dilation}";
        bool isSeparable = Next(3) == 0;
        int filters = PickChannels(MostValues / (_shape.Height * _shape.Width), Size * multiplier);
        _shape.Channels = isSeparable ? filters : _shape.Channels * multiplier;
        Add($"[{(isSeparable ? $"SeparableConv2D({filters}, " : "DepthwiseConv2D(")}{window}, DepthMultiplier = {multiplier}, Activation ="
            + $" Activation.{Pick(Activations)}{Pick("", ", UseBias = false")})]");
    }

    private void AddPool(string kind, int largest) => Add(
        $"[{kind}({Slide(Axis(_shape.Height, largest), Axis(_shape.Width, largest))})]");

    /// <summary>A window over the shape, which becomes that of its positions; its arguments.</summary>
    private string Slide((int Size, int Stride, int Dilation) rows, (int Size, int Stride, int Dilation) columns)
    {
        bool same = MustPad(rows, columns);
        _shape = (Positions(_shape.Height, rows, same), Positions(_shape.Width, columns, same), _shape.Channels);
        return $"{rows.Size}, {columns.Size}, StrideHeight = {rows.Stride}, StrideWidth = {columns.Stride}, Padding ="
            + $" Padding.{(same ? "Same" : "Valid")}";
    }

    private void AddDepthMaxPool()
    {
        int[] sizes = [.. Enumerable.Range(1, 4).Where(size => _shape.Channels % size == 0)];
        int size = Pick(sizes);
        _shape.Channels /= size;
        Add($"[DepthMaxPool({size})]");
    }

    private void End()
    {
        if (!_isFlat)
        {
            (_shape, _isFlat) = ((1, 1, Size), true);
            Add("[Flatten]");
        }

        _shape.Channels = Next(2, 12);
        Add($"[Dense({_shape.Channels}, Activation.Softmax)]");
    }

    /// <summary>A window and a stride along one axis; the window may be larger than the input, the stride larger than the window.</summary>
    private (int Size, int Stride, int Dilation) Axis(int input, int largest) =>
        (Next(1, Math.Min(input + 2, largest) + 1), Pick(1, 1, 1, 1, 2, 2, 3, 5), 1);

    /// <summary>Both axes of a convolution, which have strides, or gaps between the cells of the window, or neither.</summary>
    private ((int Size, int Stride, int Dilation) Rows, (int Size, int Stride, int Dilation) Columns) DilatedAxes(int largest)
    {
        var (rows, columns) = (Axis(_shape.Height, largest), Axis(_shape.Width, largest));
        return Next(4) == 0
            ? ((rows.Size, 1, Pick(1, 2, 3)), (columns.Size, 1, Pick(1, 2, 3)))
            : (rows, columns);
    }

    private bool MustPad((int Size, int Stride, int Dilation) rows, (int Size, int Stride, int Dilation) columns) =>
        Covered(rows) > _shape.Height || Covered(columns) > _shape.Width || Next(2) == 0;

    private static int Positions(int input, (int Size, int Stride, int Dilation) axis, bool same) =>
        same ? (input + axis.Stride - 1) / axis.Stride : (input - Covered(axis)) / axis.Stride + 1;

    private static int Covered((int Size, int Stride, int Dilation) axis) => (axis.Size - 1) * axis.Dilation + 1;

    /// <summary>Channels of an output, many in one of four draws, that the slow reference can afford; else a few.</summary>
    private int PickChannels(int most, int multiplyAddsPerChannel)
    {
        int affordable = Math.Min(most, MostMultiplyAdds / multiplyAddsPerChannel);
        int channels = Pick(Next(4) == 0 ? ManyChannels : Channels);
        return channels <= affordable ? channels : Math.Clamp(affordable, 1, 4);
    }

    private T Pick<T>(params T[] choices) => choices[Next(choices.Length)];

    /// <summary>A layer that others may read.</summary>
    private sealed record Node(string Name, (int Height, int Width, int Channels) Shape, bool IsFlat)
    {
        public bool IsRead { get; set; }
    }
}
