using System.Runtime.InteropServices;
using CnnGen.Generator.Graph;
using Google.Protobuf;
using global::Onnx;

namespace CnnGen.Tool.Onnx;

/// <summary>The nodes and weights of a file while it is made, and what moves tensors.</summary>
/// <param name="opset">The version of the operators.</param>
/// <param name="reserved">Names that only those may have who ask for them: of layers and their weights.</param>
internal sealed class OnnxGraph(int opset, IEnumerable<string> reserved)
{
    private readonly HashSet<string> _names = [.. reserved];

    // A tensor is moved once for all who read it so. Where axes only have other names, another tensor has the same.
    private readonly Dictionary<(OnnxTensor X, string Axes, bool IsFlat), OnnxTensor> _moved = [];

    /// <summary>The version of the operators.</summary>
    public int Opset => opset;

    /// <summary>What is made.</summary>
    public GraphProto Proto { get; } = new();

    /// <summary>Adds weights of the network.</summary>
    /// <param name="name">Their name, a reserved one.</param>
    /// <param name="shape">Their extents.</param>
    /// <param name="values">Their values, row-major.</param>
    /// <returns>The name.</returns>
    public string Weights(string name, IEnumerable<int> shape, float[] values) =>
        Add(name, TensorProto.Types.DataType.Float, shape, MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds other values.</summary>
    /// <param name="name">What their name begins with.</param>
    /// <param name="shape">Their extents.</param>
    /// <param name="values">Their values, row-major.</param>
    /// <returns>Their name.</returns>
    public string Constant(string name, IEnumerable<int> shape, float[] values) => Weights(Unique(name), shape, values);

    /// <summary>Adds whole numbers, such as a shape.</summary>
    /// <param name="name">What their name begins with.</param>
    /// <param name="values">The numbers.</param>
    /// <returns>Their name.</returns>
    public string Integers(string name, params long[] values) =>
        Add(Unique(name), TensorProto.Types.DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a node.</summary>
    /// <param name="kind">The operator.</param>
    /// <param name="name">What the name of its output begins with.</param>
    /// <param name="inputs">What it reads; an empty name for an input that is left out.</param>
    /// <param name="attributes">A number, word or list of numbers each.</param>
    /// <returns>The name of its output.</returns>
    public string Node(string kind, string name, IEnumerable<string> inputs, params (string Name, object Value)[] attributes)
    {
        name = Unique(name);
        var node = new NodeProto { OpType = kind, Name = name };
        node.Input.AddRange(inputs);
        node.Output.Add(name);
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        Proto.Node.Add(node);
        return name;
    }

    /// <summary>A tensor with its axes in an order, which leaves out axes of one element alone.</summary>
    public OnnxTensor Arranged(OnnxTensor x, string axes)
    {
        if (x.Axes == axes)
            return x;
        if (_moved.TryGetValue((x with { IsVector = false }, axes, false), out var known))
            return known;
        var named = x with { Axes = axes };
        var name = $"{x.Name}/{axes.ToLowerInvariant()}";
        var from = Long(x, x.Axes);
        if (from == Long(x, axes))
            return Keep(x, axes, false, named with { Name = Reshape(x.Name, name, named.Extents) });
        // Axes of one element come and go by a reshape, the others move by a transpose.
        var whole = x.Axes.Length == axes.Length && x.Axes.All(axes.Contains)
            ? x
            : Arranged(x, string.Concat(axes.Where(axis => !from.Contains(axis))) + from);
        var places = axes.Select(axis => (long)whole.Place(axis)).Prepend(0).ToArray();
        return Keep(x, axes, false, named with { Name = Node("Transpose", name, [whole.Name], ("perm", places)) });
    }

    /// <summary>Whether a tensor is another that was moved.</summary>
    public bool IsMoved(string name) => _moved.Values.Any(tensor => tensor.Name == name);

    /// <summary>A tensor whose elements lie in row, column, channel order.</summary>
    public OnnxTensor Ordered(OnnxTensor x)
    {
        var order = string.Concat(OnnxTensor.All.Where(x.Axes.Contains));
        return Long(x, order) == Long(x, x.Axes) ? x : Arranged(x, order);
    }

    /// <summary>A tensor as a vector of its elements in row, column, channel order.</summary>
    public OnnxTensor Rows(OnnxTensor x) => Flat(Ordered(x));

    /// <summary>A tensor as a vector of its elements as they lie.</summary>
    public OnnxTensor Flat(OnnxTensor x)
    {
        if (x.Axes.Length == 1)
            return new(x.Name, Shape.Flat(x.Map.Size), "C");
        if (_moved.TryGetValue((x with { IsVector = false }, "C", true), out var known))
            return known;
        var flat = Node("Flatten", $"{x.Name}/flat", [x.Name], ("axis", 1));
        return Keep(x, "C", true, new(flat, Shape.Flat(x.Map.Size), "C"));
    }

    /// <summary>The same elements with other extents.</summary>
    /// <returns>The name of the output.</returns>
    public string Reshape(string x, string name, IEnumerable<int> extents) => Node(
        // 0 is the batch, as it comes.
        "Reshape", name, [x, Integers($"{name}/shape", [0, .. extents.Select(extent => (long)extent)])]);

    /// <summary>
    /// Keeps zeros that were put around what a pool reads from becoming padding of the pool, which wins no maximum and counts in no
    /// average: ONNX Runtime 1.31 joins the two, but not where the node of the zeros lists its axes.
    /// </summary>
    /// <param name="x">What the pool reads.</param>
    public void KeepApart(string x)
    {
        if (Proto.Node.FirstOrDefault(node => node.Name == x) is not { OpType: "Pad", Input: { Count: 2 } inputs })
            return;
        var rank = Proto.Initializer.First(tensor => tensor.Name == inputs[1]).Dims[0] / 2;
        inputs.Add("");
        inputs.Add(Integers($"{x}/axes", [.. Enumerable.Range(0, (int)rank).Select(axis => (long)axis)]));
    }

    /// <summary>Gives a tensor another name, wherever it is named.</summary>
    public void Rename(string from, string to)
    {
        foreach (var node in Proto.Node)
        {
            Rename(node.Input);
            Rename(node.Output);
            if (node.Name == from)
                node.Name = to;
        }

        void Rename(IList<string> names)
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (names[i] == from)
                    names[i] = to;
            }
        }
    }

    /// <summary>Those axes of an order that have several elements: what decides how they lie.</summary>
    private static string Long(OnnxTensor x, string order) => string.Concat(order.Where(axis => OnnxTensor.Extent(x.Map, axis) > 1));

    private OnnxTensor Keep(OnnxTensor x, string axes, bool isFlat, OnnxTensor moved) =>
        _moved[(x with { IsVector = false }, axes, isFlat)] = moved;

    private string Unique(string name)
    {
        var unique = name;
        for (var number = 1; !_names.Add(unique); number++)
            unique = $"{name}_{number}";
        return unique;
    }

    private string Add(string name, TensorProto.Types.DataType type, IEnumerable<int> shape, ReadOnlySpan<byte> values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(values) };
        tensor.Dims.AddRange(shape.Select(extent => (long)extent));
        Proto.Initializer.Add(tensor);
        return name;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                (attribute.I, attribute.Type) = (number, AttributeProto.Types.AttributeType.Int);
                break;
            case double number:
                (attribute.F, attribute.Type) = ((float)number, AttributeProto.Types.AttributeType.Float);
                break;
            case string word:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(word), AttributeProto.Types.AttributeType.String);
                break;
            case long[] numbers:
                attribute.Ints.AddRange(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            default:
                throw new ArgumentException($"an attribute cannot be a {value.GetType().Name}", nameof(value));
        }

        return attribute;
    }
}
