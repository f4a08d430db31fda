using System.Text.Json;
using System.Text.RegularExpressions;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using CnnGen.Tool;
using CnnGen.Tool.Onnx;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Known networks, written as ONNX, give in ONNX Runtime what they give here.</summary>
public sealed class ExportedModelTests
{
    /// <summary>The cases that Keras has given numbers for, as one assembly.</summary>
    [SkippableFact]
    public void LayersOfKeras()
    {
        var folder = Fixtures.Path("keras-layers");
        using var written = new TemporaryFolder();
        var cases = new List<(float[] Image, ImportedNetwork Network)>();
        foreach (var file in KerasLayerTests.Names())
        {
            using var read = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"{file}.json")));
            foreach (var each in read.RootElement.EnumerateArray())
            {
                var (image, path) = KerasLayerTests.Write(each, Path.Combine(written.NewFolder(), "case.keras"));
                try
                {
                    cases.Add((image, NetworkImport.Read(path, new ImportOptions { ClassName = $"Case{cases.Count}" })));
                }
                catch (ImportException)
                {
                    // Over axes that a network has not.
                }
            }
        }

        Assert.True(cases.Count > 90);
        const string usings = "using CnnGen;\n";
        var source = usings + string.Concat(cases.Select(each => each.Network.Source.Replace(usings, "", StringComparison.Ordinal)));
        var types = NetworkCompilation.Compile(source, "Cases.cs").ToDictionary(type => type.Name);
        var graphs = NetworkCompilation.Graphs(source, "Cases.cs").ToDictionary(graph => graph.Type.Name);
        var differences = cases.Select(each =>
        {
            using var network = CompiledImport.Create(each.Network, types[each.Network.ClassName]);
            var exported = new ExportedCase(graphs[each.Network.ClassName], network, written, each.Image);
            return exported.Difference(exported.Write()) is { } difference ? $"{difference}\n{each.Network.Source}" : null;
        }).OfType<string>().ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [SkippableTheory]
    [InlineData("resnet8_cifar10.h5")]
    [InlineData("fashion_mnist_model.keras")]
    [InlineData("fer2013_mini_XCEPTION.102-0.66.hdf5")]
    [InlineData("mobilenet_v1_0.25_224_imagenet.h5")]
    public void ModelsOfKeras(string file)
    {
        var imported = NetworkImport.Read(Fixtures.Path($"models/{file}"));
        using var folder = new TemporaryFolder();
        using var network = NetworkCompilation.Create(imported);
        var random = new Random(3);
        var scale = file.StartsWith("resnet8", StringComparison.Ordinal) ? 255 : 1;
        var exported = new ExportedCase(
            NetworkCompilation.Graphs(imported.Source, "Model.cs").Single(), network, folder,
            [.. Enumerable.Range(0, 2 * network.Info.InputSize).Select(_ => scale * random.NextSingle())]);
        Assert.Null(exported.Difference(exported.Write()));
        Assert.Null(exported.Difference(exported.Write(23, isChannelsFirst: true), isChannelsFirst: true));
    }

    /// <summary>The front page's network: a reshape in front is all that it has besides its layers.</summary>
    [Fact]
    public void TheFrontPage()
    {
        var page = File.ReadAllText(Path.Combine(Fixtures.RepositoryRoot(), "README.md"));
        var source = Regex.Match(page, "<!-- network -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline).Groups["code"].Value;
        using var folder = new TemporaryFolder();
        using var network = NetworkCompilation.NewNetwork(NetworkCompilation.Compile(source, "FashionCnn.cs").Single());
        var exported = new ExportedCase(NetworkCompilation.Graphs(source, "FashionCnn.cs").Single(), network, folder);
        Assert.Null(exported.Difference(exported.Write()));
        Assert.Equal(
            ["Sub", "Div", "Reshape", "Conv", "Relu", "MaxPool", "Conv", "Relu", "Conv", "Relu", "MaxPool", "Conv", "Relu", "Conv", "Relu",
                "MaxPool", "Flatten", "Gemm", "Relu", "Gemm", "Relu", "Gemm", "Softmax"],
            exported.Model().Graph.Node.Select(node => node.OpType));
    }

    /// <summary>The networks of papers, with weights that mean nothing: what is written of them runs, and gives probabilities.</summary>
    [Theory]
    [InlineData("ResNet50")]
    [InlineData("EfficientNetB0")]
    [InlineData("DenseNet121")]
    [InlineData("MobileNetV2")]
    [InlineData("UNet")]
    public void Architectures(string name)
    {
        var path = Path.Combine(Fixtures.RepositoryRoot(), "samples", "Architectures", $"{name}.cs");
        var graph = NetworkCompilation.Graph(File.ReadAllText(path), path, name);
        var weights = graph.Layers.SelectMany(layer => layer.Parameters.Select(parameter => (layer, parameter))).ToDictionary(
            each => $"{each.layer.Owner}/{each.parameter.Name}", each => Enumerable.Range(0, each.parameter.Count)
                .Select(i => each.parameter.IsVariance ? 1 : (i * 7919L % 1000 - 499.5f) / 10_000).ToArray());
        using var session = new InferenceSession(OnnxExport.Write(graph, weights).ToByteArray());
        var shape = graph.InputShape;
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(
            "input", new DenseTensor<float>(new float[shape.Size], [1, shape.Height, shape.Width, shape.Channels]))]);
        var outputs = results[0].AsTensor<float>();
        Assert.Equal(graph.Output.OutputShape.Size, outputs.Length);
        Assert.All(outputs, output => Assert.InRange(output, 0, 1));
        if (name != "UNet")
            Assert.Equal(1, outputs.Sum(), 1e-4f);
    }
}
