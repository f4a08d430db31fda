using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Google.Protobuf;
using global::Onnx;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Spellings and corner cases that other tools got wrong; what ONNX Runtime gives is the judge, and known numbers are.</summary>
public sealed class OnnxCaseTests
{
    private static readonly long[] Cube = [1, 2, 2, 2];

    public static TheoryData<string> Flattenings => ["axis 1", "axis -3", "axis 0", "-1 8", "0 -1", "1 8", "shape"];

    [Theory]
    [MemberData(nameof(Flattenings))]
    public void RowsOfDenseFollowTheChannels(string flattening)
    {
        var writer = new OnnxWriter(13).Input("x", Cube);
        if (flattening.Split(' ') is ["axis", var axis])
        {
            writer.Node("Flatten", "x", "flat", ("axis", int.Parse(axis, provider: null)));
        }
        else if (flattening == "shape")
        {
            writer.Integers("first", [], [0]).Integers("rest", -1).Integers("axes", 0).Node("Shape", "x", "shape")
                .Node("Gather", "shape first", "batch").Node("Unsqueeze", "batch axes", "one")
                .Node("Concat", "one rest", "target", ("axis", 0)).Node("Reshape", "x target", "flat");
        }
        else
        {
            writer.Integers("target", [.. flattening.Split(' ').Select(extent => long.Parse(extent, provider: null))])
                .Node("Reshape", "x target", "flat");
        }

        // Each row has its own number, so that the order is seen in the weights.
        writer.Weights("w", [8, 1], 0, 1, 2, 3, 4, 5, 6, 7).Node("Gemm", "flat w", "y").Output("y");
        var imported = OnnxComparison.AssertSame(writer);
        using var network = CompiledImport.Create(imported);
        // A pixel and channel at a time: what comes out is the row it meets.
        var rows = Enumerable.Range(0, 8).Select(place => network.Predict([.. Enumerable.Range(0, 8).Select(i => i == place ? 1f : 0)])[0]);
        Assert.Equal([0, 4, 1, 5, 2, 6, 3, 7], rows);
        Assert.DoesNotContain("Permute", imported.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfDenseStayBehindATranspose()
    {
        var imported = OnnxComparison.AssertSame(new OnnxWriter().Input("x", Cube)
            .Node("Transpose", "x", "t", ("perm", new long[] { 0, 2, 3, 1 })).Node("Flatten", "t", "flat")
            .Weights("w", [8, 1], 0, 1, 2, 3, 4, 5, 6, 7).Node("Gemm", "flat w", "y").Output("y"));
        Assert.DoesNotContain("Permute", imported.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SAME_UPPER", new[] { 3f, 5, 7, 4 })]
    [InlineData("SAME_LOWER", new[] { 1f, 3, 5, 7 })]
    [InlineData("VALID", new[] { 3f, 5, 7 })]
    [InlineData("1 2", new[] { 1f, 3, 5, 7, 4, 0 })]
    public void PadsAsTheFileSays(string padding, float[] expected)
    {
        var attribute = padding.Split(' ') is [var left, var right]
            ? ("pads", (object)new[] { 0, long.Parse(left, provider: null), 0, long.Parse(right, provider: null) })
            : ("auto_pad", padding);
        var imported = OnnxComparison.AssertSame(
            new OnnxWriter().Input("x", 1, 1, 1, 4).Weights("w", [1, 1, 1, 2], 1, 1).Node("Conv", "x w", "y", attribute).Output("y"));
        using var network = CompiledImport.Create(imported);
        Assert.Equal(expected, network.Predict([1, 2, 3, 4]));
    }

    [Theory]
    [InlineData("MaxPool", 3, 3, 1, 5, 2)]
    [InlineData("MaxPool", 2, 2, 1, 5, 3)]
    [InlineData("MaxPool", 1, 2, 0, 32, 16)]
    [InlineData("AveragePool", 4, 4, 2, 9, 3)]
    public void SizesAreRoundedUp(string kind, int size, int stride, int pad, int side, int expected)
    {
        // Behind a relu zeros may stand for what lies outside; averages count them where the file says so.
        var writer = new OnnxWriter().Input("x", 0, 2, side, side).Node("Relu", "x", "r");
        (string, object)[] attributes =
        [
            ("kernel_shape", new long[] { size, size }), ("strides", new long[] { stride, stride }),
            ("pads", new long[] { pad, pad, pad, pad }), ("ceil_mode", 1),
        ];
        writer.Node(kind, "r", "y", kind == "MaxPool" ? attributes : [.. attributes, ("count_include_pad", 1)]).Output("y");
        var imported = OnnxComparison.AssertSame(writer);
        using var network = CompiledImport.Create(imported);
        Assert.Equal(expected * expected * 2, network.Info.OutputSize);
    }

    /// <summary>A pool that pads as Keras' same, behind padding of the file's own.</summary>
    [Theory]
    [InlineData("MaxPool")]
    [InlineData("AveragePool")]
    public void PadsBehindPadding(string kind) => OnnxComparison.AssertSame(new OnnxWriter().Input("x", 0, 2, 5, 5)
        .Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1).Node("Pad", "x pads", "p")
        .Node(kind, "p", "y", ("kernel_shape", new long[] { 2, 2 }), ("auto_pad", "SAME_UPPER")).Output("y"));

    [Fact]
    public void PaddedMaximaOfNegativeNumbersAreRefused()
    {
        var writer = new OnnxWriter().Input("x", 0, 2, 5, 5)
            .Node("MaxPool", "x", "y", ("kernel_shape", new long[] { 2, 2 }), ("pads", new long[] { 1, 1, 1, 1 })).Output("y");
        Assert.Contains("move the relu before the pool", Refusal(writer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2.5f)]
    [InlineData(1, 10 / 9f)]
    public void PaddingCountsInAveragesWhereTheFileSaysSo(int counts, float expected)
    {
        var imported = OnnxComparison.AssertSame(new OnnxWriter().Input("x", 1, 1, 2, 2)
            .Node("AveragePool", "x", "y",
                ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 }), ("count_include_pad", counts))
            .Output("y"));
        using var network = CompiledImport.Create(imported);
        Assert.All(network.Predict([1, 2, 3, 4]), value => Assert.Equal(expected, value, 1e-6f));
    }

    [Theory]
    [InlineData(11, 1 / 12f)]
    [InlineData(13, 1 / 4f)]
    public void SoftmaxWasOverSeveralAxesOnce(int opset, float expected)
    {
        var imported = OnnxComparison.AssertSame(new OnnxWriter(opset).Input("x", 2, 3, 4).Node("Softmax", "x", "y").Output("y"));
        using var network = CompiledImport.Create(imported);
        Assert.All(network.Predict(new float[24]), value => Assert.Equal(expected, value, 1e-6f));
    }

    [Fact]
    public void OneNetworkHasManySpellings()
    {
        var plain = Gemm(writer => writer.Node("Gemm", "flat w b", "d"));
        float[] w = [1, 2, 3, 4, 5, 6], transposed = [1, 4, 2, 5, 3, 6];
        foreach (var spelling in new Action<OnnxWriter>[]
        {
            writer => writer.Input("w", 2, 3).Node("Gemm", "flat w b", "d"),
            writer => writer.Weights("t", [3, 2], transposed).Node("Gemm", "flat t b", "d", ("transB", 1)),
            writer => writer.Weights("t", [3, 2], transposed).Node("Transpose", "t", "u").Node("Gemm", "flat u b", "d"),
            writer => writer.Weights("half", [2, 3], [.. w.Select(value => value / 2)]).Node("Gemm", "flat half b", "d", ("alpha", 2f)),
            writer => writer.Weights("half", [1, 3], 0.25f, 0.5f, 0.75f).Node("Gemm", "flat w half", "d", ("beta", 2f)),
            writer => writer.Node("Constant", "-", "c", ("value", OnnxWriter.Tensor("", [2, 3], w))).Node("Gemm", "flat c b", "d"),
            writer => writer.Node("MatMul", "flat w", "m").Node("Add", "m b", "d"),
            writer => writer.Node("MatMul", "flat w", "m").Node("Add", "b m", "d"),
            writer => writer.Node("Identity", "flat", "i").Node("Identity", "i", "j").Node("Gemm", "j w b", "d"),
        })
        {
            Assert.Equal(plain.Predict([0.3f, -0.7f]), Gemm(spelling).Predict([0.3f, -0.7f]));
        }

        static INetwork Gemm(Action<OnnxWriter> spell)
        {
            var writer = new OnnxWriter().Input("x", 0, 2).Weights("w", [2, 3], 1, 2, 3, 4, 5, 6).Weights("b", [3], 0.5f, 1, 1.5f)
                .Node("Flatten", "x", "flat");
            spell(writer);
            return CompiledImport.Create(OnnxComparison.AssertSame(writer.Node("Relu", "d", "y").Output("y")));
        }
    }

    [Fact]
    public void ClipHasItsBoundsAsAttributesOrInputs()
    {
        var old = OnnxComparison.AssertSame(
            new OnnxWriter(9).Input("x", 0, 4).Node("Clip", "x", "y", ("min", 0f), ("max", 6f)).Output("y"));
        var later = OnnxComparison.AssertSame(
            new OnnxWriter(13).Input("x", 0, 4).Weights("a", [], 0).Weights("b", [], 6).Node("Clip", "x a b", "y").Output("y"));
        Assert.Equal(old.Source.Replace("9", "13", StringComparison.Ordinal), later.Source);
        Assert.Contains("Relu6", old.Source, StringComparison.Ordinal);
        foreach (var (inputs, bounds) in new[] { ("x a", 0.2f), ("x - a", 0.2f), ("x a b", -0.3f) })
        {
            OnnxComparison.AssertSame(new OnnxWriter(13).Input("x", 0, 4).Weights("a", [], bounds).Weights("b", [], 0.4f)
                .Node("Clip", inputs, "y").Output("y"));
        }
    }

    [Fact]
    public void DropoutIsLeftIn()
    {
        var imported = OnnxComparison.AssertSame(new OnnxWriter(13).Input("x", 0, 4).Weights("r", [], 0.25f).Node("Dropout", "x r", "d")
            .Node("Relu", "d", "y").Output("y"));
        Assert.Contains("[Dropout(0.25)]", imported.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfFloatsAreReadInBothForms()
    {
        var typed = new TensorProto { Name = "w", DataType = (int)TensorProto.Types.DataType.Float16, Dims = { 3, 1 } };
        typed.Int32Data.AddRange([15360, 49152, 14336]);
        var raw = new TensorProto(typed) { RawData = ByteString.CopyFrom(0x00, 0x3C, 0x00, 0xC0, 0x00, 0x38) };
        raw.Int32Data.Clear();
        foreach (var tensor in (TensorProto[])[typed, raw])
        {
            var writer = new OnnxWriter().Input("x", 0, 3).Node("MatMul", "x w", "y").Output("y");
            writer.Model.Graph.Initializer.Add(tensor);
            using var folder = new TemporaryFolder();
            using var network = CompiledImport.Create(NetworkImport.Read(writer.Save(folder["half.onnx"])));
            Assert.Equal([1f, -2, 0.5f], ((float[][])[[1, 0, 0], [0, 1, 0], [0, 0, 1]]).Select(image => network.Predict(image)[0]));
        }
    }

    [Theory]
    [InlineData("w.bin", 4, 12, null)]
    [InlineData("w.bin", 8, 12, "but that file has 16 bytes")]
    [InlineData("w.bin", -1, 12, "but that file has 16 bytes")]
    [InlineData("../w.bin", 4, 12, "must be in a file beside the model")]
    [InlineData("/etc/hostname", 0, 12, "must be in a file beside the model")]
    [InlineData("none.bin", 0, 12, "which is not beside the model")]
    public void WeightsMayLieBesideTheModel(string location, long offset, long length, string? refusal)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["inner"]);
        byte[] bytes = [0, 0, 0, 0, .. new[] { 1f, -2, 0.5f }.SelectMany(BitConverter.GetBytes)];
        File.WriteAllBytes(folder["w.bin"], bytes);
        File.WriteAllBytes(folder["inner/w.bin"], bytes);
        var writer = new OnnxWriter().Input("x", 0, 3).Node("MatMul", "x w", "y").Output("y");
        var tensor = new TensorProto
        {
            Name = "w",
            DataType = (int)TensorProto.Types.DataType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
            Dims = { 3, 1 },
        };
        foreach (var (key, value) in new[] { ("location", location), ("offset", $"{offset}"), ("length", $"{length}") })
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        writer.Model.Graph.Initializer.Add(tensor);
        var path = writer.Save(folder["inner/model.onnx"]);
        if (refusal is not null)
        {
            Assert.Contains(refusal, Assert.Throws<ImportException>(() => NetworkImport.Read(path)).Message, StringComparison.Ordinal);
            return;
        }

        using var network = CompiledImport.Create(NetworkImport.Read(path));
        Assert.Equal([0.5f], network.Predict([0, 0, 1]));
    }

    [Fact]
    public void EverythingThatCannotBeIsToldAtOnce()
    {
        var writer = new OnnxWriter().Input("x", 0, 2, 6, 6).Node("LRN", "x", "a", ("size", 3)).Node("Relu", "a", "b", ("speed", 2))
            .Random("s", [2]).Node("BatchNormalization", "x s s s s", "c", ("training_mode", 1))
            .Node("Pad", "x p", "d", ("mode", "reflect")).Integers("p", 0, 0, 1, 1, 0, 0, 1, 1).Node("LSTM", "x s s", "e").Output("c");
        writer.Model.Graph.Node.Add(
            new NodeProto { OpType = "FusedConv", Name = "own", Domain = "com.microsoft", Input = { "x" }, Output = { "f" } });
        var message = Refusal(writer);
        foreach (var part in (string[])
            ["'LRN_0' (LRN)", "'LSTM_4' (LSTM)", "training_mode is 1", "mode is reflect", "'own' (FusedConv)", "com.microsoft"])
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnUnknownAttributeOrVersionIsRefused()
    {
        Assert.Contains("the attribute speed is not supported",
            Refusal(new OnnxWriter().Input("x", 0, 2).Node("Relu", "x", "y", ("speed", 2)).Output("y")), StringComparison.Ordinal);
        Assert.Contains("opset 99, but must be of one from 7 to 28",
            Refusal(new OnnxWriter(99).Input("x", 0, 2).Node("Relu", "x", "y").Output("y")), StringComparison.Ordinal);
        Assert.Contains("it has several inputs (x, z)",
            Refusal(new OnnxWriter().Input("x", 0, 2).Input("z", 0, 2).Node("Add", "x z", "y").Output("y")), StringComparison.Ordinal);
    }

    private static string Refusal(OnnxWriter writer)
    {
        using var folder = new TemporaryFolder();
        var path = writer.Save(folder["model.onnx"]);
        return Assert.Throws<ImportException>(() => NetworkImport.Read(path)).Message;
    }
}
