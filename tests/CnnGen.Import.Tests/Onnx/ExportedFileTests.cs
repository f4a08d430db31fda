using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using CnnGen.Tool;
using CnnGen.Tool.Onnx;
using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>How a network looks in ONNX: names, outputs, order of weights, and no more nodes than it needs.</summary>
[Collection(ExportedCollection.Name)]
public sealed class ExportedFileTests(ExportedCases cases)
{
    private const string TwoHeads = """
        using System;
        using CnnGen;

        [Input(5, 6, 2)]
        [Conv2D(3, 3, Name = "mask")] [Output("mask")]
        [Flatten] [Dense(4, Name = "kind")] [Output("kind")]
        [Dropout(0.5)]
        public sealed partial class TwoHeads
        {
            public float[] All(float[] images)
            {
                var (last, mask, kind) = (new float[4], new float[3 * 4 * 3], new float[4]);
                Predict(images, last, mask, kind);
                return [.. last, .. mask, .. kind];
            }
        }
        """;

    /// <summary>The last layer first, then the others; two that are one tensor, too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OutputsAreInOrder(bool isChannelsFirst)
    {
        using var folder = new TemporaryFolder();
        var type = NetworkCompilation.Compile(TwoHeads, "TwoHeads.cs").Single();
        using var network = NetworkCompilation.NewNetwork(type);
        var exported = new ExportedCase(NetworkCompilation.Graphs(TwoHeads, "TwoHeads.cs").Single(), network, folder);
        var image = exported.Images[..network.Info.InputSize];
        using var session = new InferenceSession(exported.Write(isChannelsFirst: isChannelsFirst));
        Assert.Equal(["dropout", "mask", "kind"], session.OutputNames);
        Assert.Equal(isChannelsFirst ? [-1, 3, 3, 4] : [-1, 3, 4, 3], session.OutputMetadata["mask"].Dimensions);
        var input = isChannelsFirst ? (float[])[.. Plane(image, 0), .. Plane(image, 1)] : image;
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(
            "input", new DenseTensor<float>(input, isChannelsFirst ? [1, 2, 5, 6] : [1, 5, 6, 2]))]);
        var outputs = results.SelectMany(result => isChannelsFirst
            ? OnnxComparison.ChannelsLast([.. result.AsTensor<float>()], [.. result.AsTensor<float>().Dimensions])
            : [.. result.AsTensor<float>()]).ToArray();
        var expected = (float[])type.GetMethod("All")!.Invoke(network, [image])!;
        Assert.All(expected.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        static IEnumerable<float> Plane(float[] image, int channel) => image.Where((_, i) => i % 2 == channel);
    }

    /// <summary>Weights, inputs and outputs have the names of the class; of the batch nothing is said.</summary>
    [Fact]
    public void NamesAreThoseOfTheClass()
    {
        var exported = Case("Flattened");
        var model = exported.Model();
        Assert.Equal(
            exported.Network.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal),
            model.Graph.Initializer.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Flattened", model.Graph.Name);
        Assert.Equal(("CnnGen", 8, 18L), (model.ProducerName, model.IrVersion, model.OpsetImport.Single().Version));
        var input = Assert.Single(model.Graph.Input);
        Assert.Equal("input", input.Name);
        Assert.Equal(["batch", "6", "5", "2"], Dimensions(input));
        var output = Assert.Single(model.Graph.Output);
        Assert.Equal("dense_1", output.Name);
        Assert.Equal(["batch", "4"], Dimensions(output));
        Assert.Equal(
            ["conv2d", "activation", "dense", "dense_1"],
            model.Graph.Node.Select(node => node.Name).Where(name => !name.Contains('/', StringComparison.Ordinal)));

        static IEnumerable<string> Dimensions(ValueInfoProto value) =>
            value.Type.TensorType.Shape.Dim.Select(extent => extent.DimParam.Length > 0 ? extent.DimParam : $"{extent.DimValue}");
    }

    /// <summary>Images are moved once on their way in, and back where they go out; with the channels first, never.</summary>
    [Theory]
    [InlineData("Convolved", 2, 0)]
    [InlineData("Pooled", 2, 0)]
    [InlineData("Excited", 1, 0)]
    [InlineData("Flattened", 1, 0)]
    [InlineData("GlobalAverage", 1, 0)]
    [InlineData("Merged", 2, 0)]
    [InlineData("LayersNormalized", 2, 3)]
    [InlineData("DenseOfPixels", 2, 0)]
    [InlineData("Sampled", 2, 0)]
    public void MovesNoMoreThanItMust(string name, int transposes, int ofChannelsFirst)
    {
        Assert.Equal(transposes, Count(isChannelsFirst: false));
        Assert.Equal(ofChannelsFirst, Count(isChannelsFirst: true));

        int Count(bool isChannelsFirst) =>
            Case(name).Model(isChannelsFirst: isChannelsFirst).Graph.Node.Count(node => node.OpType == "Transpose");
    }

    /// <summary>What does nothing in predictions is no node.</summary>
    [Fact]
    public void TrainingLeavesNoTrace() =>
        Assert.Equal(["Transpose", "Conv", "Transpose"], Case("Silent").Model().Graph.Node.Select(node => node.OpType));

    [Fact]
    public void OperatorsAreOfVersionsThatThereAre()
    {
        var exported = Case("Flattened");
        Assert.Contains("must be from 18 to 23, but is 17",
            Assert.Throws<ArgumentOutOfRangeException>(() => exported.Model(17)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => exported.Model(24));
        Assert.Contains(Case("Functions").Model(20).Graph.Node, node => node.OpType == "Gelu");
        Assert.DoesNotContain(Case("Functions").Model(19).Graph.Node, node => node.OpType == "Gelu");
    }

    /// <summary>No weights are written that nothing reads, and none under a name of another's.</summary>
    [Fact]
    public void EveryWeightIsRead() => Assert.All(cases.All.SelectMany(each => (ModelProto[])[each.Model(), each.Model(23)]), model =>
    {
        var names = model.Graph.Initializer.Select(tensor => tensor.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Empty(names.Except(model.Graph.Node.SelectMany(node => node.Input)));
        Assert.Empty(names.Intersect(model.Graph.Node.SelectMany(node => node.Output)));
    });

    /// <summary>The page names every layer, and every operator that is written.</summary>
    [Fact]
    public void ThePageTellsWhatIsWritten()
    {
        var page = File.ReadAllText(Path.Combine(Fixtures.RepositoryRoot(), "docs", "onnx.md"));
        var section = page[page.IndexOf("## Writing ONNX", StringComparison.Ordinal)..];
        var written = cases.All.SelectMany(each => each.Model().Graph.Node.Concat(each.Model(OnnxExport.LatestOpset).Graph.Node));
        var missing = LayerExports.Table.Keys.Concat(written.Select(node => node.OpType)).Distinct()
            .Where(name => !section.Contains($"`{name}`", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    /// <summary>Weights that protobuf cannot count are refused by their size, before any of them is there.</summary>
    [Fact]
    public void ANetworkOfMoreThanTwoGigabytesIsRefused()
    {
        var graph = NetworkCompilation.Graph(
            "using CnnGen; [Input(1, 1, 30000)] [Flatten] [Dense(17800)] public sealed partial class Large;", "Large.cs", className: null);
        var error = Assert.Throws<InvalidDataException>(() => OnnxExport.Write(graph, new Dictionary<string, float[]>()));
        Assert.Equal("the weights of Large are 2.14 GB, but a file of ONNX can have 2.08 GB at most", error.Message);
    }

    private ExportedCase Case(string name) => cases.All.Single(each => each.Name == name);
}
