using CnnGen.Generator.Tests.CodeFixes;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>Networks and the files of their <c>[Weights]</c>, beyond the examples of the help pages.</summary>
public class WeightsTests
{
    private const string Layers = "[Input(8, 8, 1)] [Conv2D(4, 3)] [Conv2D(8, 3)] [Conv2D(4, 3)] [Flatten] [Dense(3)]";
    private const string Net = $"[Weights(\"w.safetensors\")] {Layers} partial class Net;";

    private const string Advice =
        "put the file beside the project file, or write <CnnGenWeights Include=\"FOLDER/w.safetensors\" /> there";

    private const string Right =
        """
        file w.safetensors
        tensor conv2d/kernel (3, 3, 1, 4) F32
        tensor conv2d/bias (4) F16
        tensor conv2d_1/kernel (3, 3, 4, 8) BF16
        tensor conv2d_1/bias (8) F32
        tensor conv2d_2/kernel (3, 3, 8, 4) F32
        tensor conv2d_2/bias (4) F32
        tensor dense/kernel (16, 3) F32
        tensor dense/bias (3) F32
        """;

    [Theory]
    [InlineData(Net)]
    [InlineData($"{Layers} partial class Net; [Weights(file: \"w.safetensors\")] partial class Net;")]
    [InlineData($"{Layers} partial class Net;")]
    [InlineData("namespace Mine { class WeightsAttribute : Attribute; [Weights] class Other; }")]
    public async Task WhatFitsIsClean(string source) => Assert.Empty(await MessagesAsync(source, Right));

    [Fact]
    public async Task WhatACheckpointHoldsBesidesIsPassedOver() =>
        Assert.Empty(await MessagesAsync(Net, $"{Right}\ntensor training:optimizer/conv2d/kernel/m (3, 3, 1, 4) F32"));

    [Theory]
    [InlineData("Verify = true", false, true)]
    [InlineData("Verify = true", true, false)]
    [InlineData("Verify = false", false, false)]
    public async Task WhatIsVerifiedMustBeInTheFile(string argument, bool hasAnswer, bool isError) => Assert.Equal(
        isError
            ? ["CNN048: Network 'Net' is to verify its answer, and 'w.safetensors' holds none: save it with Save(path, withAnswer: true),"
                + " or leave Verify out"]
            : [],
        await MessagesAsync(Net.Replace("\"w.safetensors\"", $"\"w.safetensors\", {argument}"), hasAnswer ? $"{Right}\nanswer" : Right));

    [Fact]
    public async Task StateIsNeededAsWeightsAre()
    {
        const string source =
            "[Weights(\"w.safetensors\")] [Input(8, 8, 2)] [Normalization] [BatchNormalization] [Flatten] partial class Net;";
        const string file = "file w.safetensors\ntensor normalization/mean (8, 8, 2) F32\ntensor batch_normalization/gamma (2) F32";
        Assert.Equal(
            [
                "CNN045: Normalization 'normalization' needs 'normalization/variance' (8, 8, 2), which 'w.safetensors' does not hold: save"
                    + " the weights of this network, or give the layer the name that it has there",
                "CNN045: BatchNormalization 'batch_normalization' needs 'batch_normalization/beta' (2),"
                    + " 'batch_normalization/moving_mean' (2) and 'batch_normalization/moving_variance' (2), which 'w.safetensors' does not"
                    + " hold: save the weights of this network, or give the layer the name that it has there",
            ], await MessagesAsync(source, file));
    }

    [Fact]
    public async Task EveryLayerIsToldAndWhatFollowsFromShapesIsNot()
    {
        var file = Right.Replace("(3, 3, 4, 8) BF16", "(5, 5, 4, 8) BF16").Replace("(4) F16", "(4) F64")
            .Replace("dense/bias", "dense/gamma");
        Assert.Equal(
            [
                "CNN045: Dense(3) 'dense' needs 'dense/bias' (3), which 'w.safetensors' does not hold: save the weights of this network, or"
                    + " give the layer the name that it has there",
                "CNN046: 'w.safetensors' holds 'dense/gamma' (3), which network 'Net' has no place for: give it a layer of that name, or"
                    + " save the weights of this network",
                "CNN047: Conv2D(4, 3) 'conv2d' needs 'conv2d/bias' as F32, F16 or BF16, and in 'w.safetensors' there is F64: change the"
                    + " layer back, or save the weights of this network",
                "CNN047: Conv2D(8, 3) 'conv2d_1' needs 'conv2d_1/kernel' (3, 3, 4, 8), and in 'w.safetensors' there is (5, 5, 4, 8): change"
                    + " the layer back, or save the weights of this network",
            ], await MessagesAsync(Net, file));
        // A network with other errors has no shapes to compare.
        Assert.Equal(["CNN030"], (await MessagesAsync(Net.Replace("Conv2D(8, 3)", "Conv2D(8, 9)"), file)).Select(message => message[..6]));
    }

    [Theory]
    [InlineData("file w.safetensors", "it holds no weights")]
    [InlineData(
        "file w.safetensors\ntensor a (1) F32\ntensor b/c (2, 2) F32\ntensor d (1) F32\ntensor e (1) F32\ntensor f (1) F32",
        "it holds 'a' (1), 'b/c' (2, 2), 'd' (1) and 2 more; save the weights of this network")]
    public async Task AFileOfAnotherNetworkIsOneError(string file, string advice) => Assert.Equal(
        ["CNN045: Network 'Net' needs 'conv2d/kernel' (3, 3, 1, 4), 'conv2d/bias' (4), 'conv2d_1/kernel' (3, 3, 4, 8) and 5 more, which"
            + $" 'w.safetensors' does not hold: {advice}"],
        await MessagesAsync(Net, file));

    [Theory]
    [InlineData(null, Advice)]
    [InlineData("file other.safetensors", Advice)]
    [InlineData("file W.safetensors", "is it 'W.safetensors'?")]
    public async Task AFileThatIsNoneOfTheProjectsIsNamed(string? file, string advice) => Assert.Equal(
        [$"CNN043: Network 'Net' has its weights in 'w.safetensors', which is no item CnnGenWeights of the project: {advice}"],
        await MessagesAsync(Net, file));

    [Fact]
    public async Task WeightsWithoutLayersAreNoNetwork() => Assert.Equal(
        ["CNN010: 'Net' has Weights but no [Input(height, width, channels)] before it, so it is no network"],
        await MessagesAsync("[Weights(\"w.safetensors\")] partial class Net;", Right));

    [Theory]
    [InlineData("[Weights(1)]", "CS1503")]
    [InlineData("[Weights]", "CS7036")]
    public async Task WhatCSharpRejectsIsLeftToIt(string attribute, string id)
    {
        var source = $"{attribute} {Layers} partial class Net;";
        Assert.Contains(Compiler.Complaints(Compiler.Create(source)), diagnostic => diagnostic.Id == id);
        Assert.Empty(await MessagesAsync(source, Right));
    }

    /// <summary>A name that Keras did not count moves the numbers of those behind it: one name mends all.</summary>
    [Fact]
    public async Task ANameInFrontOfCountedOnesMendsThemAll()
    {
        var file = Right.Replace("conv2d_1/", "stem/").Replace("conv2d_2/", "conv2d_1/");
        Assert.Equal(
            [$"{Net.Replace("Conv2D(8, 3)", "Conv2D(8, 3, Name = \"stem\")")}"],
            await FixedAsync(Net, file, "Name the layers as in the file"));
    }

    /// <summary>And where those behind it keep their numbers, they have to be written.</summary>
    [Fact]
    public async Task NumbersThatShouldStayAreWritten() => Assert.Equal(
        [Net.Replace("Conv2D(8, 3)", "Conv2D(8, 3, Name = \"stem\")").Replace("[Conv2D(4, 3)] [Flatten]",
            "[Conv2D(4, 3, Name = \"conv2d_2\")] [Flatten]")],
        await FixedAsync(Net, Right.Replace("conv2d_1/", "stem/"), "Name the layer 'stem'"));

    [Fact]
    public async Task TheLayersMayStandOnAnotherDeclarationOfTheFile() => Assert.Equal(
        [$"{Layers.Replace("Dense(3)", "Dense(3, Name = \"head\")")} partial class Net; [Weights(\"w.safetensors\")] partial class Net;"],
        await FixedAsync($"{Layers} partial class Net; [Weights(\"w.safetensors\")] partial class Net;", Right.Replace("dense/", "head/"),
            "Name the layer 'head'"));

    [Theory]
    // Two layers could be meant.
    [InlineData("[Input(8)] [Dense(8)] [Dense(8)]", "tensor dense/kernel (8, 8) F32\ntensor dense/bias (8) F32\ntensor a/kernel (8, 8)"
        + " F32\ntensor a/bias (8) F32")]
    // Two names could be meant.
    [InlineData("[Input(8)] [Dense(8)]", "tensor a/kernel (8, 8) F32\ntensor a/bias (8) F32\ntensor b/kernel (8, 8) F32\ntensor b/bias (8)"
        + " F32")]
    // No layer may be named so.
    [InlineData("[Input(8)] [Dense(8)]", "tensor a b/kernel (8, 8) F32\ntensor a b/bias (8) F32")]
    // It has more than the layer.
    [InlineData("[Input(8)] [Dense(8)]", "tensor a/kernel (8, 8) F32\ntensor a/bias (8) F32\ntensor a/scale (8) F32")]
    // Another layer names it.
    [InlineData(
        "[Input(8)] [Dense(8)] [Activation(Activation.Relu)] [Add(\"dense\")]", "tensor a/kernel (8, 8) F32\ntensor a/bias (8) F32")]
    // In a block it has as many names as the block has uses.
    [InlineData("[Input(8)] [Block(typeof(Step))]", "tensor a/kernel (8, 8) F32\ntensor a/bias (8) F32")]
    public async Task WhereANameCouldBeWrongNoneIsOffered(string layers, string tensors)
    {
        var source = $"[Weights(\"w.safetensors\")] {layers.Replace("Input(8)", "Input(1, 1, 8)] [Flatten")} partial class Net;"
            + " [BlockInput] [Dense(8)] static class Step;";
        var project = FixedProject.Create(allowUnsafe: true, $"file w.safetensors\n{tensors}", [source]);
        Assert.Contains("CNN045", await project.ErrorsAsync());
        Assert.Empty(await project.TitlesAsync("CNN045"));
    }

    private static async Task<string[]> FixedAsync(string source, string weights, string title) =>
        await (await FixedProject.Create(allowUnsafe: true, weights, [source]).ApplyAsync("CNN045", title)).TextsAsync();

    private static async Task<IEnumerable<string>> MessagesAsync(string source, string? weights)
    {
        var options = new TestOptions("Scalar", weights: weights);
        return (await Compiler.AnalyzeAsync(Compiler.Create(source), options)).Select(error => $"{error.Id}: {error.GetMessage()}");
    }
}
