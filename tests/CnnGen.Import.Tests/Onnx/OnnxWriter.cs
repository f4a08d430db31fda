using System.Runtime.InteropServices;
using Google.Protobuf;
using global::Onnx;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Writes small models of ONNX.</summary>
internal sealed class OnnxWriter
{
    private readonly Random _random = new(1);

    /// <summary>A model without nodes.</summary>
    /// <param name="opset">The version of its operators.</param>
    public OnnxWriter(int opset = 17)
    {
        Model = new() { IrVersion = 8, Graph = new() { Name = "test" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
    }

    /// <summary>What is written.</summary>
    public ModelProto Model { get; }

    /// <summary>A tensor.</summary>
    public static TensorProto Tensor(string name, long[] shape, ReadOnlySpan<float> values)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    /// <summary>The input; the batch is open where it is 0.</summary>
    public OnnxWriter Input(string name, params long[] shape)
    {
        Model.Graph.Input.Add(Value(name, shape));
        return this;
    }

    /// <summary>An output, whose shape is not said.</summary>
    public OnnxWriter Output(string name)
    {
        Model.Graph.Output.Add(new ValueInfoProto
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } },
        });
        return this;
    }

    /// <summary>Weights of given values.</summary>
    public OnnxWriter Weights(string name, long[] shape, params float[] values)
    {
        Model.Graph.Initializer.Add(Tensor(name, shape, values));
        return this;
    }

    /// <summary>Weights of random values, from -1 to 1, or around 1.</summary>
    public OnnxWriter Random(string name, long[] shape, float center = 0) => Weights(
        name, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (all, each) => all * each))
            .Select(_ => (center == 0 ? 2 * _random.NextSingle() - 1 : center + 0.5f * _random.NextSingle()))]);

    /// <summary>Whole numbers.</summary>
    public OnnxWriter Integers(string name, params long[] values) => Integers(name, [values.Length], values);

    /// <summary>Whole numbers of a shape.</summary>
    public OnnxWriter Integers(string name, long[] shape, long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.AddRange(shape);
        tensor.Int64Data.AddRange(values);
        Model.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A node with one output.</summary>
    public OnnxWriter Node(string kind, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = kind, Name = $"{kind}_{Model.Graph.Node.Count}" };
        node.Input.AddRange(inputs.Split(' ').Select(input => input == "-" ? "" : input));
        node.Output.AddRange(output.Split(' '));
        foreach (var (name, value) in attributes)
            node.Attribute.Add(Attribute(name, value));
        Model.Graph.Node.Add(node);
        return this;
    }

    /// <summary>Writes the file.</summary>
    public string Save(string path)
    {
        File.WriteAllBytes(path, Model.ToByteArray());
        return path;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                (attribute.I, attribute.Type) = (number, AttributeProto.Types.AttributeType.Int);
                break;
            case float number:
                (attribute.F, attribute.Type) = (number, AttributeProto.Types.AttributeType.Float);
                break;
            case string word:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(word), AttributeProto.Types.AttributeType.String);
                break;
            case long[] numbers:
                attribute.Ints.AddRange(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case float[] numbers:
                attribute.Floats.AddRange(numbers);
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case TensorProto tensor:
                (attribute.T, attribute.Type) = (tensor, AttributeProto.Types.AttributeType.Tensor);
                break;
            default:
                throw new ArgumentException($"an attribute cannot be {value}", nameof(value));
        }

        return attribute;
    }

    private static ValueInfoProto Value(string name, long[] shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = new() };
        foreach (var extent in shape)
            tensor.Shape.Dim.Add(extent == 0 ? new() { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = extent });
        return new() { Name = name, Type = new() { TensorType = tensor } };
    }
}
