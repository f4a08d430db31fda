using CnnGen.Import.Graph;
using CnnGen.Import.Onnx.Operators;
using global::Onnx;

namespace CnnGen.Import.Onnx;

/// <summary>Reads the graph of a model into layers, node by node in the order of the file.</summary>
internal sealed class OnnxModel
{
    // What may be done with each number of an image before its channels are moved, and in how many nodes.
    private static readonly HashSet<string> Scaling = ["Add", "Cast", "Div", "Identity", "Mul", "Sub"];
    private const int MostScalings = 6;

    private readonly GraphProto _graph;
    private readonly IReadOnlyList<NodeProto> _nodes;
    private readonly List<ImportProblem> _problems = [];

    // Null for what could not be read: what reads it is not looked at, so that one cause has one message.
    private readonly Dictionary<string, OnnxValue?> _values = [];
    private readonly Dictionary<string, int> _readers = [];

    // Layers whose output has several names, of which others may be read, too.
    private readonly HashSet<ImportedLayer> _shared = [];

    // Of the input: how many axes it has, and whether the file has its channels last.
    private (int Rank, bool IsChannelsLast) _input;

    private OnnxModel(OnnxFile file, ImportOptions options)
    {
        (_graph, Opset) = (file.Model.Graph, file.Opset);
        Tensors = new(file.Folder);
        _nodes = OnnxGelu.Joined(_graph, Tensors);
        Layers = new(options.Frozen);
        foreach (var name in _nodes.SelectMany(node => node.Input).Concat(_graph.Output.Select(output => output.Name)))
            _readers[name] = _readers.GetValueOrDefault(name) + 1;
    }

    /// <summary>The version of the operators.</summary>
    public int Opset { get; }

    /// <summary>Images of a batch; <see cref="OnnxValue.Batch"/> where the file leaves it open.</summary>
    public int Batch { get; private set; } = OnnxValue.Batch;

    /// <summary>Reads tensors.</summary>
    public OnnxTensors Tensors { get; }

    /// <summary>The layers.</summary>
    public OnnxLayers Layers { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="file">What it holds.</param>
    /// <param name="options">What is made of it.</param>
    /// <exception cref="ImportException">The model has something that a network cannot have; all of it is listed.</exception>
    public static ImportedGraph Read(string path, OnnxFile file, ImportOptions options)
    {
        var model = new OnnxModel(file, options);
        model.AddWeights();
        model.AddInput();
        foreach (var node in model._nodes)
            model.AddNode(node);
        var outputs = model.Outputs();
        if (model._problems.Count == 0 && model.Layers.All.Count == 1)
            model.Report("model", "it gives its input as it is: a network needs a layer");
        if (model._problems.Count > 0)
            throw new ImportException(path, model._problems);
        OnnxAffine.Finish(model.Layers);
        return ImportedGraph.Sorted(model.Layers.All, outputs);
    }

    /// <summary>How many read a tensor, outputs of the network among them.</summary>
    /// <param name="name">The tensor.</param>
    public int ReadersOf(string name)
    {
        var isShared = _values.GetValueOrDefault(name) is OnnxActivation value && _shared.Contains(value.Layer);
        return isShared ? int.MaxValue : _readers.GetValueOrDefault(name);
    }

    /// <summary>Adds something that a network cannot have.</summary>
    /// <param name="place">Where.</param>
    /// <param name="reason">What is the matter, and what to do.</param>
    public void Report(string place, string reason)
    {
        var problem = new ImportProblem(place, reason);
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }

    private void AddWeights()
    {
        foreach (var tensor in _graph.Initializer)
            _values[tensor.Name] = Read($"tensor '{tensor.Name}'", () => Tensors.Read(tensor));
    }

    private void AddInput()
    {
        // Before version 4 weights were inputs, too.
        List<ValueInfoProto> inputs = [.. _graph.Input.Where(input => !_values.ContainsKey(input.Name))];
        foreach (var input in inputs)
            _values[input.Name] = null;
        if (inputs.Count != 1)
        {
            Report("model", inputs.Count == 0
                ? "it has no input"
                : $"it has several inputs ({string.Join(", ", inputs.Select(input => input.Name))}), but a network has one");
            return;
        }

        _values[inputs[0].Name] = Read($"input '{inputs[0].Name}'", () => InputOf(inputs[0]));
    }

    private OnnxActivation InputOf(ValueInfoProto input)
    {
        var dimensions = input.Type?.TensorType?.Shape?.Dim;
        int[] extents =
        [
            .. (dimensions ?? []).Skip(1).Select(dimension => dimension.DimValue is > 0 and <= int.MaxValue ? (int)dimension.DimValue : 0),
        ];
        if (dimensions is null || extents.Length is < 1 or > 3 || extents.Contains(0))
        {
            var actual = dimensions is null ? "not known"
                : $"({string.Join(", ", dimensions.Select(each => each.DimParam.Length > 0 ? each.DimParam : $"{each.DimValue}"))})";
            throw new OnnxRefusal(
                $"its shape is {actual}, but must be (batch, channels, rows, columns), (batch, channels, length) or (batch, units), all but"
                + " the batch known: export the model for images of one size");
        }

        OnnxIndex.Count(extents);
        if (dimensions[0].DimValue is > 0 and <= int.MaxValue)
            Batch = (int)dimensions[0].DimValue;
        var layer = Layers.Add($"input '{input.Name}'", "Input");
        var isMoved = extents.Length > 1 && IsMoved(input.Name, extents, MostScalings);
        int[][] order = !isMoved ? OnnxActivation.Order(extents.Length)
            : extents.Length == 3 ? [[OnnxActivation.Rows], [OnnxActivation.Columns], [OnnxActivation.Channels]]
            : [[OnnxActivation.Columns], [OnnxActivation.Channels]];
        _input = (extents.Length, isMoved);
        int[] sides = [1, 1, 1];
        for (var axis = 0; axis < extents.Length; axis++)
            sides[order[axis][0]] = extents[axis];
        foreach (var extent in extents.Length == 2 ? sides[1..] : sides)
            layer.Add($"{extent}");
        return OnnxActivation.Of(layer, new(sides[0], sides[1], sides[2]), order);
    }

    /// <summary>
    /// Whether a model takes its images with the channels last, as TensorFlow's do, and moves them before the first convolution; what
    /// scales each number may be in front of that. Where nothing but a reshape or a flatten reads them, they are taken for such if that
    /// makes them grey or coloured.
    /// </summary>
    private bool IsMoved(string tensor, int[] extents, int steps)
    {
        long[] moved = extents.Length == 3 ? [0, 3, 1, 2] : [0, 2, 1];
        var isPicture = extents is [not (1 or 3), > 3, 1 or 3];
        return _nodes.Where(node => node.Input.Contains(tensor)).ToList() is { Count: > 0 } readers
            && readers.TrueForAll(node => node.OpType switch
            {
                "Transpose" => node.Attribute.Any(attribute => attribute.Name == "perm" && attribute.Ints.SequenceEqual(moved))
                    && !_graph.Output.Any(output => node.Output.Contains(output.Name)),
                "Reshape" or "Flatten" => isPicture,
                _ => steps > 0 && Scaling.Contains(node.OpType) && node.Output is [var output] && IsMoved(output, extents, steps - 1),
            });
    }

    private void AddNode(NodeProto proto)
    {
        var place = OnnxNode.PlaceOf(proto);
        foreach (var output in proto.Output.Where(output => output.Length > 0))
            _values.TryAdd(output, null);
        if (proto.Domain is not ("" or "ai.onnx"))
        {
            Report(place, $"its operator is of the domain {proto.Domain}, but must be of the standard; export the model without it");
            return;
        }

        if (!OnnxOperators.Table.TryGetValue(proto.OpType, out var read))
        {
            Report(place, proto.OpType == "Erf"
                ? "it is read as a part of gelu, x (1 + erf(x / sqrt(2))) / 2, alone"
                : "there is no layer for this operator; make the model without it, or with layers that do the same");
            return;
        }

        var unknown = proto.Input.FirstOrDefault(input => input.Length > 0 && !_values.ContainsKey(input));
        if (unknown is not null)
            Report(place, $"it reads '{unknown}', which nothing before it computes");
        List<OnnxValue?> inputs = [.. proto.Input.Select(input => input.Length == 0 ? null : _values.GetValueOrDefault(input))];
        if (proto.Input.Zip(inputs).Any(pair => pair.First.Length > 0 && pair.Second is null))
            return;
        var node = new OnnxNode(proto, inputs, this);
        var outputs = Read(place, () => read(node));
        node.Finish();
        foreach (var (name, value) in proto.Output.Zip(outputs ?? []))
            _values[name] = value;
        _shared.UnionWith(proto.Input.Where(input => _readers[input] > 1).Select(input => _values.GetValueOrDefault(input))
            .OfType<OnnxActivation>().Select(input => input.Layer)
            .Intersect((outputs ?? []).OfType<OnnxActivation>().Select(output => output.Layer)));
        if (outputs is not null && proto.Output.Skip(outputs.Count).FirstOrDefault(output => ReadersOf(output) > 0) is { } further)
            Report(place, $"its output '{further}' is read, but a network has not got it");
    }

    private List<string> Outputs()
    {
        var outputs = new List<string>();
        if (_graph.Output.Count == 0)
            Report("model", "it has no output");
        foreach (var output in _graph.Output)
        {
            var place = $"output '{output.Name}'";
            if (!_values.TryGetValue(output.Name, out var value))
                Report(place, "nothing computes it");
            else if (value is OnnxConstant)
                Report(place, "it is a constant");
            else if (value is OnnxActivation activation && Read(place, () => InOrder(output, activation)) is { } ordered)
                outputs.Add(ordered.Layer.FileName);
        }

        return outputs;
    }

    /// <summary>
    /// An output in the order that its readers expect: images, and sequences of such, have their channels last, as the network's input;
    /// what has other axes, such as boxes and their corners, is as in the file.
    /// </summary>
    private OnnxActivation InOrder(ValueInfoProto output, OnnxActivation activation)
    {
        var (rank, parts) = (activation.Axes.Count, activation.Axes.SelectMany(axis => axis.Parts).ToList());
        var isMoved = !_input.IsChannelsLast && (rank == 3 || rank == _input.Rank);
        var order = isMoved ? OnnxActivation.Order(rank) : Products.LastIsChannels(rank);
        return (isMoved ? activation.IsIn(order) : parts.SequenceEqual(parts.Order())) ? activation
            : Layers.Arranged(new OnnxNode(new() { Name = output.Name, OpType = "Output" }, [], this), activation, order);
    }

    private T? Read<T>(string place, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (
            e is OnnxRefusal or InvalidDataException or OverflowException or IOException or UnauthorizedAccessException)
        {
            Report(place, e.Message);
            return null;
        }
    }
}
