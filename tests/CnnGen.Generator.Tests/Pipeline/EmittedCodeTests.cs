using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>
/// Reviewed text of a few tiny networks, and of one that is broken: a change of what users read in generated files is a visible
/// difference.
/// </summary>
public class EmittedCodeTests
{
    [Theory]
    [InlineData("TinyConvolution", "Avx2",
        "[Input(4, 4, 1)] [Normalization] [Conv2D(2, 3, Padding = Padding.Same)] [MaxPool2D(2)] [Flatten] [Dense(3, Activation.Softmax)]")]
    [InlineData("TinyRegression", "Scalar", "[Input(1, 2, 3)] [Rescaling(0.5, -1)] [Flatten] [Dense(2)]")]
    public void TextIsTheReviewedOne(string name, string instructionSet, string layers)
    {
        var source = $"namespace Tiny;\n\n{layers}\ninternal sealed partial class {name};\n";
        var (result, _) = Compiler.Generate(Compiler.Create(source), new TestOptions(instructionSet));
        foreach (var file in result.Results.Single().GeneratedSources)
            Snapshot.Verify(file.SourceText.ToString(), file.HintName[..^".g.cs".Length]);
    }

    /// <summary>
    /// Kernels that the networks above do not have: Winograd's transforms and products, depthwise products, and 512-bit vectors.
    /// </summary>
    [Theory]
    [InlineData("TinyWinograd", "Vector128",
        "[Input(4, 4, 4)] [Conv2D(4, 3, UseBias = false, Algorithm = ConvAlgorithm.Winograd2x2)]")]
    [InlineData("TinyDepthwise", "Vector128", "[Input(4, 4, 4)] [DepthwiseConv2D(3)]")]
    [InlineData("TinyWide", "Avx512", "[Input(3, 3, 2)] [Conv2D(16, 2, Activation = Activation.Relu)]")]
    public void KernelsAreTheReviewedOnes(string name, string instructionSet, string layers)
    {
        var source = $"namespace Tiny;\n\n{layers}\ninternal sealed partial class {name};\n";
        var (result, _) = Compiler.Generate(Compiler.Create(source), new TestOptions(instructionSet));
        var file = result.Results.Single().GeneratedSources.Single(file => file.HintName == $"Tiny.{name}.{instructionSet}.g.cs");
        Snapshot.Verify(file.SourceText.ToString(), file.HintName[..^".g.cs".Length]);
    }

    [Theory]
    [InlineData("TinyDigits", "[NativeExport] [Input(4, 4, 1)] [Normalization] [Flatten] [Dense(3, Activation.Softmax)]")]
    [InlineData("TinyMap", "[NativeExport(\"tiny_filter\")] [Input(4, 6, 3)] [Conv2D(2, 3, Name = \"only.one\")]")]
    public void TextForCIsTheReviewedOne(string name, string layers)
    {
        var (result, _) = Compiler.Generate(
            Compiler.Create($"namespace Tiny;\n\n{layers}\ninternal sealed partial class {name};\n"), new TestOptions("Scalar"));
        foreach (var file in result.Results.Single().GeneratedSources.Skip(2))
            Snapshot.Verify(file.SourceText.ToString(), file.HintName[..^".g.cs".Length]);
    }

    [Fact]
    public void TheNetworkThatLooksInsideIsTheReviewedOne()
    {
        const string layers = "[Input(3, 3, 1)] [Conv2D(2, 2, Activation = Activation.Relu)] [Dropout(0.5)] [Flatten] [Dense(2)]";
        var (result, _) = Compiler.Generate(
            Compiler.Create($"namespace Tiny;\n\n[Inspectable]\n{layers}\ninternal sealed partial class TinyLooked;\n"),
            new TestOptions("Scalar"));
        var file = result.Results.Single().GeneratedSources.Single(file => file.HintName.EndsWith("Inspection.g.cs"));
        Snapshot.Verify(file.SourceText.ToString(), file.HintName[..^".g.cs".Length]);
    }

    [Fact]
    public void TextOfABrokenNetworkIsTheReviewedOne()
    {
        var (result, _) = Compiler.Generate(
            Compiler.Create("namespace Tiny { [Input(4, 4, 1)] [Conv2D(2, 5)] public sealed partial class TinyBroken; }"));
        Snapshot.Verify(result.GeneratedTrees.Single().ToString(), "Tiny.TinyBroken");
    }
}
