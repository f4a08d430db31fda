using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Tests.Support;
using CnnGen.Tool;
using CnnGen.Tool.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>What networks are in ONNX: ONNX Runtime gives for it what the compiled network gives, and so does what is imported of it.</summary>
public sealed class OnnxExportTests(ExportedCases cases) : IClassFixture<ExportedCases>
{
    // Layers that are several operators in ONNX, or in forms that the importer does not know.
    private static readonly string[] NotReadBack =
        ["PooledDepth", "BentElsewhere", "Rescaled", "LayersOfAxes", "Units", "SequencedSampled", "SequencedAverage"];

    [Theory]
    [InlineData(18, false)]
    [InlineData(18, true)]
    [InlineData(20, false)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    [InlineData(23, false)]
    public void OnnxRuntimeGivesTheSame(int opset, bool isChannelsFirst) => AssertNone(cases.All.Select(each =>
    {
        try
        {
            return each.Difference(each.Write(opset, isChannelsFirst), isChannelsFirst);
        }
        catch (OnnxRuntimeException e)
        {
            return $"{each.Name}: {e.Message}";
        }
    }));

    [Fact]
    public void WhatIsImportedGivesTheSame()
    {
        var (imported, refused) = (new List<(ExportedCase Case, ImportedNetwork Network)>(), new List<string>());
        foreach (var each in cases.All)
        {
            try
            {
                imported.Add((each, NetworkImport.Read(each.Write(21, false), new ImportOptions { ClassName = each.Name })));
            }
            catch (ImportException) when (NotReadBack.Contains(each.Name))
            {
                refused.Add(each.Name);
            }
        }

        Assert.Equal(NotReadBack, refused);
        const string usings = "using CnnGen;\n";
        var source = usings + string.Concat(imported.Select(each => each.Network.Source.Replace(usings, "", StringComparison.Ordinal)));
        var types = NetworkCompilation.Compile(source, "Imported.cs").ToDictionary(type => type.Name);
        AssertNone(imported.Select(each =>
        {
            using var network = CompiledImport.Create(each.Network, types[each.Case.Name]);
            return each.Case.Difference(network.Predict(each.Case.Images), each.Network.Source);
        }));
    }

    /// <summary>There is no layer that is not written, and none that is not tested.</summary>
    [Fact]
    public void EveryLayerIsWritten()
    {
        var kinds = LayerRule.Table.Keys.Where(kind => kind != "Input").Order();
        Assert.Equal(kinds, cases.All.SelectMany(each => each.Graph.Layers.Skip(1)).Select(layer => layer.Kind).Distinct().Order());
        Assert.Equal(
            LayerExports.Table.Keys.Order(), kinds.Where(kind => !kind.EndsWith("1D", StringComparison.Ordinal)).Order());
    }

    private static void AssertNone(IEnumerable<string?> differences)
    {
        var found = string.Join('\n', differences.OfType<string>());
        Assert.True(found.Length == 0, found);
    }
}

/// <summary>Networks that are compiled once, with weights, inputs and outputs.</summary>
public sealed class ExportedCases : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Compiles them.</summary>
    public ExportedCases()
    {
        var types = NetworkCompilation.Compile(ExportedNetworks.Source, "Exported.cs").ToDictionary(type => type.Name);
        All = [.. NetworkCompilation.Graphs(ExportedNetworks.Source, "Exported.cs")
            .Select(graph => new ExportedCase(graph, NetworkCompilation.NewNetwork(types[graph.Type.Name]), _folder))];
    }

    internal IReadOnlyList<ExportedCase> All { get; }

    public void Dispose()
    {
        foreach (var each in All)
            each.Network.Dispose();
        _folder.Dispose();
    }
}

/// <summary>A network with random weights, and what it gives.</summary>
internal sealed class ExportedCase
{
    private const int Count = 2;

    private readonly TemporaryFolder _folder;
    private readonly IReadOnlyDictionary<string, float[]> _weights;

    public ExportedCase(Network graph, INetwork network, TemporaryFolder folder, float[]? images = null)
    {
        (Graph, Network, _folder) = (graph, network, folder);
        var random = new Random(7);
        foreach (var parameter in images is null ? network.Parameters : [])
        {
            var from = parameter.Info.IsVariance ? 0.5f : -1;
            parameter.CopyFrom([.. Enumerable.Range(0, parameter.Count).Select(_ => from + (1 - from) * random.NextSingle())]);
        }

        network.Save(folder[$"{Name}.safetensors"]);
        _weights = NetworkValues.Read(graph, folder[$"{Name}.safetensors"]);
        Images = images ?? [.. Enumerable.Range(0, Count * network.Info.InputSize).Select(_ => 2 * random.NextSingle() - 1)];
        Outputs = network.Predict(Images);
    }

    public string Name => Graph.Type.Name;

    public Network Graph { get; }

    public INetwork Network { get; }

    public float[] Images { get; }

    public float[] Outputs { get; }

    /// <summary>Writes it; returns the file's path.</summary>
    public string Write(int opset, bool isChannelsFirst)
    {
        var path = _folder[$"{Name}.onnx"];
        File.WriteAllBytes(path, OnnxExport.Write(Graph, _weights, opset, isChannelsFirst).ToByteArray());
        return path;
    }

    /// <summary>What is wrong with what ONNX Runtime gives; null where nothing is.</summary>
    public string? Difference(string path, bool isChannelsFirst)
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
            : $"{Name}: {results[0].Name} ({string.Join(", ", tensor.Dimensions.ToArray())}), not {Graph.Output.Name} ({string.Join(", ", expected)})";
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

    private static int[] Extents(Shape shape) =>
        shape.IsFlat ? [shape.Channels] : shape.IsSequence ? [shape.Width, shape.Channels] : [shape.Height, shape.Width, shape.Channels];

    private static float[] ChannelsFirst(float[] images, int[] shape)
    {
        var (channels, pixels) = (shape[^1], shape[1..^1].Aggregate(1, (all, each) => all * each));
        return [.. Enumerable.Range(0, images.Length).Select(i =>
            images[i / (channels * pixels) * channels * pixels + i % pixels * channels + i / pixels % channels])];
    }
}
