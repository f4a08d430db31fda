using CnnGen.Generator.Graph;
using CnnGen.Tests.Support;
using CnnGen.Tool.Onnx;
using Google.Protobuf;
using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>A network with random weights, and what it gives.</summary>
internal sealed class ExportedCase
{
    private const int Count = 2;

    private readonly TemporaryFolder _folder;
    private readonly IReadOnlyDictionary<string, float[]> _weights;

    /// <summary>A network with random weights, and random images for it.</summary>
    public ExportedCase(Network graph, INetwork network, TemporaryFolder folder)
        : this(graph, Randomized(network), folder, Random(new Random(8), Count * network.Info.InputSize, -1))
    {
    }

    /// <summary>A network with weights of its own.</summary>
    public ExportedCase(Network graph, INetwork network, TemporaryFolder folder, float[] images)
    {
        (Graph, Network, _folder, Images) = (graph, network, folder, images);
        network.Save(folder[$"{Name}.safetensors"]);
        _weights = NetworkValues.Read(graph, folder[$"{Name}.safetensors"]);
        Outputs = network.Predict(Images);
    }

    public string Name => Graph.Type.Name;

    public Network Graph { get; }

    public INetwork Network { get; }

    public float[] Images { get; }

    public float[] Outputs { get; }

    /// <summary>What is written.</summary>
    public ModelProto Model(int opset = OnnxExport.DefaultOpset, bool isChannelsFirst = false) =>
        OnnxExport.Write(Graph, _weights, opset, isChannelsFirst);

    /// <summary>Writes it; returns the file's path.</summary>
    public string Write(int opset = OnnxExport.DefaultOpset, bool isChannelsFirst = false)
    {
        var path = _folder[$"{Name}.onnx"];
        File.WriteAllBytes(path, Model(opset, isChannelsFirst).ToByteArray());
        return path;
    }

    /// <summary>What is wrong with what ONNX Runtime gives; null where nothing is.</summary>
    public string? Difference(string path, bool isChannelsFirst = false)
    {
        using var session = new InferenceSession(path);
        int[] shape = [Images.Length / Network.Info.InputSize, .. Extents(Graph.InputShape)];
        var images = Images;
        if (isChannelsFirst)
            (images, shape) = (ChannelsFirst(images, shape), [shape[0], shape[^1], .. shape[1..^1]]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(images, shape))]);
        var tensor = results[0].AsTensor<float>();
        float[] outputs = isChannelsFirst ? OnnxComparison.ChannelsLast([.. tensor], [.. tensor.Dimensions]) : [.. tensor];
        int[] expected = [shape[0], .. Extents(Graph.Output.OutputShape)];
        if (isChannelsFirst && expected.Length > 2)
            expected = [expected[0], expected[^1], .. expected[1..^1]];
        return results[0].Name == Graph.Output.Name && tensor.Dimensions.SequenceEqual(expected)
            ? Difference(outputs, "")
            : $"{Name}: {results[0].Name} ({string.Join(", ", tensor.Dimensions.ToArray())}),"
                + $" not {Graph.Output.Name} ({string.Join(", ", expected)})";
    }

    /// <summary>What is wrong with outputs; null where nothing is.</summary>
    public string? Difference(float[] outputs, string source)
    {
        if (outputs.Length != Outputs.Length)
            return $"{Name}: {outputs.Length} outputs, not {Outputs.Length}\n{source}";
        var place = Enumerable.Range(0, Outputs.Length).FirstOrDefault(
            i => !(Math.Abs(outputs[i] - Outputs[i]) <= 1e-5 + 1e-4 * Math.Abs(Outputs[i])), -1);
        return place < 0 ? null : $"{Name}: output {place} is {outputs[place]}, but the network gives {Outputs[place]}\n{source}";
    }

    private static INetwork Randomized(INetwork network)
    {
        var random = new Random(7);
        foreach (var parameter in network.Parameters)
            parameter.CopyFrom(Random(random, parameter.Count, parameter.Info.IsVariance ? 0.5f : -1));
        return network;
    }

    private static float[] Random(Random random, int count, float from) =>
        [.. Enumerable.Range(0, count).Select(_ => from + (1 - from) * random.NextSingle())];

    private static int[] Extents(Shape shape) =>
        shape.IsFlat ? [shape.Channels] : shape.IsSequence ? [shape.Width, shape.Channels] : [shape.Height, shape.Width, shape.Channels];

    private static float[] ChannelsFirst(float[] images, int[] shape)
    {
        var (channels, pixels) = (shape[^1], shape[1..^1].Aggregate(1, (all, each) => all * each));
        return [.. Enumerable.Range(0, images.Length).Select(i =>
            images[i / (channels * pixels) * channels * pixels + i % pixels * channels + i / pixels % channels])];
    }
}
