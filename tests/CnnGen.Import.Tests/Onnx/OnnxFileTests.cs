using CnnGen.Tests.Fuzzing;
using CnnGen.Tests.Support;
using Google.Protobuf;
using global::Onnx;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Files that are damaged, or made to do harm, end in a clear error.</summary>
public sealed class OnnxFileTests : IDisposable
{
    // Numbers that are made of a few, and the objects of a file that is nothing but small ones.
    private const long Allowance = 16_000_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void DamagedFilesAreRefused()
    {
        var bytes = Everything().Model.ToByteArray();
        FuzzRun.Over(mutation => mutation.Spoil(mutation.Spoil(bytes, oneIn: 1), oneIn: 2), path =>
        {
            File.Copy(path, $"{path}.onnx", overwrite: true);
            NetworkImport.Read($"{path}.onnx");
            return 0;
        }, error => error is ImportException, Allowance);
    }

    [Fact]
    public void WhatIsNoModelIsToldToBeNone()
    {
        File.WriteAllText(_folder["text.onnx"], "text");
        File.WriteAllText(_folder["empty.onnx"], "");
        foreach (var name in (string[])["text.onnx", "empty.onnx"])
        {
            Assert.Contains("no model of ONNX, or damaged",
                Assert.Throws<ImportException>(() => NetworkImport.Read(_folder[name])).Message, StringComparison.Ordinal);
        }

        Assert.ThrowsAny<IOException>(() => NetworkImport.Read(_folder["missing.onnx"]));
    }

    [Theory]
    [InlineData("shape")]
    [InlineData("constant")]
    [InlineData("pads")]
    [InlineData("resize")]
    [InlineData("depth")]
    [InlineData("circle")]
    public void LiesAboutSizesAreRefused(string lie)
    {
        var writer = new OnnxWriter(13).Input("x", 0, 3, 8, 8);
        switch (lie)
        {
            case "shape":
                var tensor = OnnxWriter.Tensor("w", [1, 3, 1, 1], [1, 2, 3]);
                tensor.Dims[0] = 1L << 40;
                writer.Model.Graph.Initializer.Add(tensor);
                writer.Node("Conv", "x w", "y");
                break;
            case "constant":
                writer.Integers("huge", 100_000, 100_000).Node("ConstantOfShape", "huge", "c").Node("Add", "x c", "y");
                break;
            case "pads":
                writer.Integers("pads", 0, 0, 0, 0, 0, 0, int.MaxValue, int.MaxValue).Node("Pad", "x pads", "y");
                break;
            case "resize":
                writer.Weights("s", [4], 1, 1, 1e30f, 1e30f).Node("Resize", "x - s", "y");
                break;
            case "depth":
                var type = new AttributeProto { Name = "g", Type = AttributeProto.Types.AttributeType.Graph, G = new() };
                for (var depth = 0; depth < 500; depth++)
                    type = new() { Name = "g", G = new() { Node = { new NodeProto { OpType = "If", Attribute = { type } } } } };
                writer.Node("Relu", "x", "y").Model.Graph.Node[0].Attribute.Add(type);
                break;
            case "circle":
                writer.Node("Add", "x b", "a").Node("Relu", "a", "b").Node("Relu", "a", "y");
                break;
        }

        var path = writer.Output("y").Save(_folder["lie.onnx"]);
        Assert.Throws<ImportException>(() => NetworkImport.Read(path));
    }

    /// <summary>A model of many operators.</summary>
    private static OnnxWriter Everything() => new OnnxWriter(13).Input("x", 0, 3, 8, 8).Random("w", [4, 3, 3, 3]).Random("b", [4])
        .Node("Conv", "x w b", "c", ("pads", new long[] { 1, 1, 1, 1 }), ("strides", new long[] { 2, 2 })).Random("s", [4], 1)
        .Node("BatchNormalization", "c s b b s", "n").Node("Relu", "n", "r")
        .Node("MaxPool", "r", "p", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }))
        .Weights("scales", [4], 1, 1, 2, 2).Node("Resize", "p - scales", "u", ("mode", "nearest")).Node("Concat", "u u", "k", ("axis", 1))
        .Integers("cut", 4, 4).Node("Split", "k cut", "k1 k2", ("axis", 1)).Node("Mul", "k1 k2", "m").Node("GlobalAveragePool", "m", "g")
        .Integers("axes", 2, 3).Node("Squeeze", "g axes", "q").Random("d", [4, 5]).Node("Gemm", "q d", "z")
        .Node("Softmax", "z", "y").Output("y");
}
