using System.Globalization;
using CnnGen.Generator.Graph;
using global::Onnx;

namespace CnnGen.Tool.Onnx;

/// <summary>Writes a network as a model of ONNX, as it predicts.</summary>
internal static class OnnxExport
{
    /// <summary>The versions of operators that it writes.</summary>
    public const int LeastOpset = 18, DefaultOpset = 18, LatestOpset = 23;

    // What a message of protobuf may have is 2 GiB; the nodes are little beside the weights.
    private const long MostBytes = int.MaxValue - (64L << 20);

    private const string Batch = "batch";

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights, by their names.</param>
    /// <param name="opset">The version of the operators.</param>
    /// <param name="isChannelsFirst">Whether images come in and go out with the channels first.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such operators.</exception>
    /// <exception cref="InvalidDataException">It is too large for a file of ONNX.</exception>
    public static ModelProto Write(
        Network network, IReadOnlyDictionary<string, float[]> weights, int opset = DefaultOpset, bool isChannelsFirst = false)
    {
        if (opset is < LeastOpset or > LatestOpset)
        {
            throw new ArgumentOutOfRangeException(
                nameof(opset), $"the opset must be from {LeastOpset} to {LatestOpset}, but is {opset}");
        }

        CheckSize(network);
        var graph = new OnnxGraph(opset, network.Layers.Select(layer => layer.Name).Concat(weights.Keys));
        var tensors = new List<OnnxTensor>
        {
            new(network.Layers[0].Name, network.InputShape, OnnxTensor.AxesOf(network.InputShape, isChannelsFirst)),
        };
        graph.Proto.Input.Add(Value(tensors[0]));
        foreach (var layer in network.Layers.Skip(1))
        {
            var read = layer.Inputs.Select(input => tensors[input]).ToList();
            var written = LayerExports.Write(new(graph, layer, read, weights), layer);
            // The layer's name is that of what it computes, unless it computes nothing.
            if (!graph.IsMoved(written.Name) && !tensors.Exists(tensor => tensor.Name == written.Name))
            {
                graph.Rename(written.Name, layer.Name);
                written = written with { Name = layer.Name };
            }

            tensors.Add(written with { IsVector = layer.OutputShape.IsFlat });
        }

        AddOutputs(graph, [.. network.Outputs.Select(layer => (layer.Name, tensors[layer.Index],
            OnnxTensor.AxesOf(layer.OutputShape, isChannelsFirst)))]);
        graph.Proto.Name = network.Type.Name;
        return new()
        {
            IrVersion = opset < 19 ? 8 : opset < 21 ? 9 : opset < 23 ? 10 : 11,
            ProducerName = "CnnGen",
            ProducerVersion = typeof(INetwork).Assembly.GetName().Version!.ToString(3),
            Graph = graph.Proto,
            OpsetImport = { new OperatorSetIdProto { Version = opset } },
        };
    }

    /// <summary>Makes tensors outputs, with the axes that users see, under the names of their layers.</summary>
    private static void AddOutputs(OnnxGraph graph, IReadOnlyList<(string Name, OnnxTensor Tensor, string Axes)> outputs)
    {
        var arranged = outputs
            .Select(output => output.Tensor.IsVector ? graph.Rows(output.Tensor) : graph.Arranged(output.Tensor, output.Axes)).ToList();
        var renamed = new Dictionary<string, string>();
        foreach (var ((name, tensor, _), output) in outputs.Zip(arranged))
        {
            if (output.Name != name)
            {
                // What the layer computes lies in another order.
                if (tensor.Name == name)
                    Rename(name, $"{name}/{tensor.Axes.ToLowerInvariant()}");
                // A layer that computes nothing passes on what another has computed, as does a second output of one tensor.
                if (output.Name == tensor.Name || renamed.ContainsKey(output.Name))
                    graph.Rename(graph.Node("Identity", $"{name}/identity", [renamed.GetValueOrDefault(output.Name, output.Name)]), name);
                else
                    Rename(output.Name, name);
            }

            graph.Proto.Output.Add(Value(output with { Name = name }));
        }

        void Rename(string from, string to)
        {
            graph.Rename(from, to);
            renamed.Add(from, to);
        }
    }

    private static void CheckSize(Network network)
    {
        var bytes = network.Layers.Sum(layer => layer.Parameters.Sum(parameter => (long)parameter.Count)) * sizeof(float);
        if (bytes <= MostBytes)
            return;
        throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"the weights of {network.Type.Name} are {bytes / 1e9:F2} GB, but a file of ONNX can have {MostBytes / 1e9:F2} GB at most"));
    }

    private static ValueInfoProto Value(OnnxTensor tensor)
    {
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = new() };
        type.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        type.Shape.Dim.AddRange(tensor.Extents.Select(extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        return new() { Name = tensor.Name, Type = new() { TensorType = type } };
    }
}
