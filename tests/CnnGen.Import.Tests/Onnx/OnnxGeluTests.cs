using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>Gelu as exporters spell it out: one activation here, whatever the order; what is nearly one is not taken for it.</summary>
public sealed class OnnxGeluTests
{
    /// <summary>Each node as "operator inputs output"; c is 1/√2, r √2, k √(2/π), a 0.044715, ka their product.</summary>
    public static TheoryData<string, string> Spellings => new()
    {
        // PyTorch, before version 20.
        { "Gelu", "Div x r u|Erf u e|Add e one s|Mul x s p|Mul p half y" },
        // TensorFlow.
        { "Gelu", "Mul half x h|Div x r u|Erf u e|Add one e s|Mul h s y" },
        { "Gelu", "Mul x c u|Erf u e|Mul e half g|Add g half s|Mul s x y" },
        { "Gelu", "Div x r u|Erf u e|Add e one s|Mul x s p|Div p two y" },
        // Its two halves by themselves.
        { "Gelu", "Mul x half h|Mul x c u|Erf u e|Mul h e g|Add g h y" },
        { "Gelu", "Identity x i|Mul i c u|Erf u e|Add one e s|Mul s half t|Mul t x y" },
        // Of Keras and PyTorch, by tanh.
        { "GeluTanh", "Mul x x q|Mul q x w|Mul w a v|Add x v z|Mul z k u|Tanh u e|Add e one s|Mul x s p|Mul p half y" },
        { "GeluTanh", "Pow x three w|Mul a w v|Add v x z|Mul k z u|Tanh u e|Add one e s|Mul half x h|Mul h s y" },
        { "GeluTanh", "Mul x x q|Mul q a v|Add v one z|Mul x k t|Mul t z u|Tanh u e|Add one e s|Mul s x p|Mul p half y" },
        { "GeluTanh", "Pow x two q|Mul q x w|Mul w ka v|Mul x k t|Add t v u|Tanh u e|Mul e half g|Add half g s|Mul s x y" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void IsOneActivation(string activation, string nodes)
    {
        var imported = OnnxComparison.AssertSame(Written(nodes, behind: "Relu y out").Output("out"));
        Assert.Contains($"Activation.{activation}", imported.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Multiply", imported.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Rescaling", imported.Source, StringComparison.Ordinal);
    }

    /// <summary>It goes into the layer before it, which nobody else reads, once for each time that it is there.</summary>
    [Fact]
    public void GoesIntoTheLayerBeforeIt()
    {
        const string once = "Div {0} r {0}u|Erf {0}u {0}e|Add {0}e one {0}s|Mul {0} {0}s {0}p|Mul {0}p half {0}y";
        var nodes = string.Format(null, once, "x") + "|Conv xy wide v|" + string.Format(null, once, "v");
        var imported = OnnxComparison.AssertSame(Written(nodes).Random("wide", [3, 2, 1, 1]).Output("vy"));
        Assert.Contains("Activation = Activation.Gelu", imported.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("Activation(Activation.", imported.Source, StringComparison.Ordinal);
    }

    /// <summary>Constants may be nodes, and of one axis.</summary>
    [Fact]
    public void NumbersMayBeNodes()
    {
        var writer = new OnnxWriter(13).Input("x", 0, 2, 3, 3).Weights("root", [1], MathF.Sqrt(2))
            .Node("Div", "x root", "u").Node("Erf", "u", "e")
            .Node("Constant", "", "one", ("value", OnnxWriter.Tensor("", [], [1]))).Node("Add", "e one", "s").Node("Mul", "x s", "p")
            .Node("Constant", "", "half", ("value", OnnxWriter.Tensor("", [1], [0.5f]))).Node("Mul", "p half", "y").Output("y");
        foreach (var node in writer.Model.Graph.Node.Where(node => node.OpType == "Constant"))
            node.Input.Clear();
        Assert.Contains("Activation.Gelu", OnnxComparison.AssertSame(writer).Source, StringComparison.Ordinal);
    }

    /// <summary>Other constants, something between that is read elsewhere, or an output: the error function alone is no layer.</summary>
    [Theory]
    [InlineData("Mul x half u|Erf u e|Add e one s|Mul x s p|Mul p half y", "y")]
    [InlineData("Div x r u|Erf u e|Add e one s|Mul x s y", "y")]
    [InlineData("Div x r u|Erf u e|Add e half s|Mul x s p|Mul p half y", "y")]
    [InlineData("Div x r u|Erf u e|Add e one s|Mul x s p|Mul p half t|Add t s y", "y")]
    [InlineData("Div x r u|Erf u e|Add e one s|Mul x s p|Mul p half y", "y p")]
    [InlineData("Div x r u|Erf u e|Mul e e q|Add q one s|Mul x s p|Mul p half y", "y")]
    public void WhatIsNoGeluIsRefused(string nodes, string outputs)
    {
        using var folder = new TemporaryFolder();
        var writer = Written(nodes);
        foreach (var output in outputs.Split(' '))
            writer.Output(output);
        var error = Assert.Throws<ImportException>(() => NetworkImport.Read(writer.Save(folder["model.onnx"])));
        Assert.Contains(error.Problems, problem => problem.Place.Contains("(Erf)", StringComparison.Ordinal)
            && problem.Reason.Contains("gelu", StringComparison.Ordinal));
    }

    /// <summary>A tanh that is none stays what it is.</summary>
    [Fact]
    public void AnotherGateStaysAsItIs()
    {
        var imported = OnnxComparison.AssertSame(
            Written("Mul x x q|Mul q x w|Mul w half v|Add x v z|Mul z k u|Tanh u e|Add e one s|Mul x s p|Mul p half y").Output("y"));
        Assert.DoesNotContain("Gelu", imported.Source, StringComparison.Ordinal);
        Assert.Contains("Activation.Tanh", imported.Source, StringComparison.Ordinal);
    }

    /// <summary>x is what a convolution gives of the input.</summary>
    private static OnnxWriter Written(string nodes, string? behind = null)
    {
        var writer = new OnnxWriter(13).Input("image", 0, 2, 3, 3).Random("kernel", [2, 2, 1, 1]).Node("Conv", "image kernel", "x")
            .Weights("c", [], MathF.Sqrt(0.5f)).Weights("r", [], MathF.Sqrt(2)).Weights("k", [], MathF.Sqrt(2 / MathF.PI))
            .Weights("a", [], 0.044715f).Weights("ka", [], 0.044715f * MathF.Sqrt(2 / MathF.PI))
            .Weights("one", [], 1).Weights("half", [], 0.5f).Weights("two", [], 2).Weights("three", [], 3);
        foreach (var node in (behind is null ? nodes : $"{nodes}|{behind}").Split('|'))
        {
            var words = node.Split(' ');
            writer.Node(words[0], string.Join(' ', words[1..^1]), words[^1]);
        }

        return writer;
    }
}
