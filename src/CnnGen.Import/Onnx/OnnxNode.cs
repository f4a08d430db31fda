using System.Text;
using CnnGen.Import.Graph;
using global::Onnx;

namespace CnnGen.Import.Onnx;

/// <summary>A node: what it reads, its attributes, and where its layers go.</summary>
internal sealed class OnnxNode
{
    private readonly NodeProto _node;
    private readonly IReadOnlyList<OnnxValue?> _inputs;
    private readonly OnnxModel _model;
    private readonly HashSet<string> _read = [];

    /// <summary>A node.</summary>
    /// <param name="node">As it is written.</param>
    /// <param name="inputs">What it reads; null where an input is left out.</param>
    /// <param name="model">The model.</param>
    public OnnxNode(NodeProto node, IReadOnlyList<OnnxValue?> inputs, OnnxModel model) =>
        (_node, _inputs, _model) = (node, inputs, model);

    /// <summary>The operator.</summary>
    public string Operator => _node.OpType;

    /// <summary>How messages call it.</summary>
    public string Place => PlaceOf(_node);

    /// <summary>The version of the operators.</summary>
    public int Opset => _model.Opset;

    /// <summary>Images of a batch; <see cref="OnnxValue.Batch"/> where the file leaves it open.</summary>
    public int Batch => _model.Batch;

    /// <summary>How many outputs it has.</summary>
    public int OutputCount => _node.Output.Count;

    /// <summary>What it reads; null where an input is left out.</summary>
    public IReadOnlyList<OnnxValue?> Inputs => _inputs;

    /// <summary>The layers of the network.</summary>
    public OnnxLayers Layers => _model.Layers;

    /// <summary>How messages call a node.</summary>
    /// <param name="node">The node.</param>
    public static string PlaceOf(NodeProto node) =>
        $"node '{(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "")}' ({node.OpType})";

    /// <summary>How many read what an input is, the network's outputs among them.</summary>
    /// <param name="input">The input.</param>
    public int ReadersOf(int input) => _model.ReadersOf(_node.Input[input]);

    /// <summary>Whether nobody else reads what an input is, and it is no output.</summary>
    /// <param name="input">The input.</param>
    public bool ReadsAlone(int input) => ReadersOf(input) == 1;

    /// <summary>Whether an input is there.</summary>
    /// <param name="input">The input.</param>
    public bool Has(int input) => input < _inputs.Count && _inputs[input] is not null;

    /// <summary>An input that the network computes.</summary>
    /// <param name="input">Which.</param>
    public OnnxActivation Data(int input = 0) => Input(input) as OnnxActivation
        ?? throw Refuse($"input {input} is a constant, but must be computed from the network's input");

    /// <summary>An input whose values are known; null where it is left out.</summary>
    /// <param name="input">Which.</param>
    public OnnxConstant? Known(int input) => !Has(input) ? null : Input(input) as OnnxConstant
        ?? throw Refuse($"input {input} is computed from the network's input, but must be a constant");

    /// <summary>Weights, which must be there.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="rank">How many axes they have.</param>
    public OnnxConstant Weights(int input, int? rank = null)
    {
        var weights = Known(input) ?? throw Refuse($"input {input} is left out");
        if (rank is { } axes && weights.Shape.Length != axes)
            throw Refuse($"input {input} has the shape {OnnxValue.Shown(weights.Shape)}, but must have {axes} axes");
        return weights;
    }

    /// <summary>Weights of a known size.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="count">How many numbers.</param>
    public float[] Numbers(int input, int count)
    {
        var weights = Weights(input);
        return weights.Count == count ? weights.ToFloats()
            : throw Refuse($"input {input} has the shape {OnnxValue.Shown(weights.Shape)}, but must have {count} numbers");
    }

    /// <summary>Whether an attribute is written down.</summary>
    /// <param name="name">The attribute.</param>
    public bool HasAttribute(string name) => Find(name) is not null;

    /// <summary>A whole number.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What it is where it is left out.</param>
    public int Int(string name, int otherwise) => Find(name) is not { } attribute ? otherwise : ToInt(name, attribute.I);

    /// <summary>A number.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What it is where it is left out.</param>
    public float Float(string name, float otherwise) => Find(name)?.F ?? otherwise;

    /// <summary>A word.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What it is where it is left out.</param>
    public string Word(string name, string otherwise) =>
        Find(name) is { } attribute ? Encoding.UTF8.GetString(attribute.S.Span) : otherwise;

    /// <summary>Whole numbers; null where they are left out.</summary>
    /// <param name="name">The attribute.</param>
    public int[]? Ints(string name) => Find(name) is { } attribute ? [.. attribute.Ints.Select(value => ToInt(name, value))] : null;

    /// <summary>Whole numbers of a known count.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="otherwise">What they are where they are left out.</param>
    public int[] Ints(string name, int[] otherwise)
    {
        var values = Ints(name) ?? otherwise;
        return values.Length == otherwise.Length ? values
            : throw Refuse($"{name} is {OnnxValue.Shown(values)}, but must have {otherwise.Length} numbers");
    }

    /// <summary>Numbers; null where they are left out.</summary>
    /// <param name="name">The attribute.</param>
    public float[]? Floats(string name) => Find(name) is { } attribute ? [.. attribute.Floats] : null;

    /// <summary>A tensor; null where it is left out.</summary>
    /// <param name="name">The attribute.</param>
    public OnnxConstant? Tensor(string name) => Find(name)?.T is { } tensor ? _model.Tensors.Read(tensor) : null;

    /// <summary>
    /// Whole numbers that were an attribute once, and are an input since; null where they are left out.
    /// </summary>
    /// <param name="name">The attribute.</param>
    /// <param name="input">The input.</param>
    public int[]? Ints(string name, int input) =>
        Ints(name) ?? (Known(input) is { } known ? Array.ConvertAll(known.ToIntegers(), value => ToInt(name, value)) : null);

    /// <summary>Refuses an attribute that is not what it must be; others of the node are still looked at.</summary>
    /// <param name="reason">What is the matter, and what to do.</param>
    public void Report(string reason) => _model.Report(Place, reason);

    /// <summary>Refuses the node.</summary>
    /// <param name="reason">What is the matter, and what to do.</param>
    public OnnxRefusal Refuse(string reason)
    {
        // Its other attributes may belong to what is not read any more.
        _read.UnionWith(_node.Attribute.Select(attribute => attribute.Name));
        return new(reason);
    }

    /// <summary>Refuses attributes that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var attribute in _node.Attribute.Where(attribute => !_read.Contains(attribute.Name)))
            Report($"the attribute {attribute.Name} is not supported");
    }

    private OnnxValue? Input(int input) => Has(input) ? _inputs[input] : throw Refuse($"input {input} is left out");

    private AttributeProto? Find(string name)
    {
        _read.Add(name);
        var attribute = _node.Attribute.FirstOrDefault(each => each.Name == name);
        return attribute is not { RefAttrName.Length: > 0 } ? attribute
            : throw Refuse($"{name} is an argument of a function, which are not read");
    }

    private int ToInt(string name, long value) => value switch
    {
        // Slices to the end are written so.
        > int.MaxValue => int.MaxValue,
        < int.MinValue => int.MinValue,
        _ => (int)value,
    };
}
