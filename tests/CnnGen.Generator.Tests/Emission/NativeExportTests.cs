using System.Text.RegularExpressions;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;
using CnnGen.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>The C functions of a network: which there are, under which names, and that header, exports and library agree.</summary>
public partial class NativeExportTests
{
    private const string Always =
        "create destroy input_size instruction_set last_error load load_memory output_size predict save set_threads version";

    [Theory]
    [InlineData("[Input(4, 4, 1)] [Flatten] [Dense(3)]", "")]
    [InlineData("[Input(4, 4, 1)] [Flatten] [Dense(3, Activation.Softmax)]", "train_step")]
    [InlineData("[Input(4, 4, 1)] [Rescaling(0.5)] [Flatten] [Dense(3)]", "predict_bytes")]
    [InlineData("[Input(4, 4, 1)] [Rescaling(0.5)] [Flatten] [Dense(3, Activation.Softmax)]", "predict_bytes train_step train_step_bytes")]
    [InlineData("[Input(4, 4, 1)] [Normalization] [Flatten] [Dense(3)]", "adapt adapt_bytes predict_bytes")]
    [InlineData("[Input(4, 4, 1)] [Normalization] [Flatten] [Dense(3, Activation.Softmax)]",
        "adapt adapt_bytes predict_bytes train_step train_step_bytes")]
    [InlineData("[Input(4, 4, 1)] [Flatten] [Dense(3)] [Output(\"flatten\")]", "predict_outputs")]
    [InlineData("[Input(4, 4, 1)] [Rescaling(0.5)] [Flatten] [Dense(3)] [Output(\"flatten\")]",
        "predict_bytes predict_outputs predict_outputs_bytes")]
    public void WhatTheNetworkCannotDoIsNotThere(string layers, string functions)
    {
        var (header, exports) = Generate(layers);
        var expected = $"{Always} {functions}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            expected, DeclarationPattern().Matches(header).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(
            expected, EntryPointPattern().Matches(exports).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EachOutputHasAParameterAndAMacroOfItsOwn()
    {
        var (header, exports) = Generate(
            "[Input(4, 4, 1)] [Conv2D(2, 1, Name = \"part.x_1\")] [Conv2D(3, 1, Name = \"part_x1\")] [Flatten(Name = \"int\")] [Dense(3)]"
                + " [Output(\"part.x_1\")] [Output(\"part_x1\")] [Output(\"int\")]");
        Assert.Equal(
            [("PART_X_1_OUTPUT", "32"), ("PART_X1_2_OUTPUT", "48"), ("INT_OUTPUT", "48")],
            OutputSizePattern().Matches(header).Select(match => (match.Groups["name"].Value, match.Groups["size"].Value)));
        // Wherever lines are broken.
        Assert.Contains(
            "[new(partX1Output, partX1OutputValues), new(partX12Output, partX12OutputValues), new(intOutput, intOutputValues)]",
            string.Join(' ', exports.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("gets n outputs of part.x_1", header);
    }

    [Fact]
    public void TheHeaderSaysWhoseWeightsANewNetworkHas()
    {
        static string Words(string layers) => Regex.Replace(Generate(layers).Header, @"\n// +|\s+", " ");
        var drawn = Words("[Input(4, 4, 1)] [Flatten] [Dense(3)]");
        Assert.Contains("Creates a network with random weights.", drawn);
        Assert.Contains("if (net_create(42, &network) || net_load(network, \"weights.safetensors\"))", drawn);
        var shipped = Words("[Weights(\"w.safetensors\")] [Input(4, 4, 1)] [Flatten] [Dense(3)]");
        Assert.Contains("Creates a network with the weights that come with it.", shipped);
        Assert.Contains("if (net_create(42, &network)) fprintf", shipped);
    }

    [Fact]
    public void TheHeaderHasTheLibrarysStatuses()
    {
        var header = Generate("[Input(4, 4, 1)] [Flatten]").Header;
        Assert.Equal(
            Enum.GetValues<NativeStatus>().Select(status => $"NET_{ExportNames.SnakeCase($"{status}").ToUpperInvariant()} = {(int)status}"),
            StatusPattern().Matches(header).Select(match => match.Groups["status"].Value));
    }

    [Theory]
    [InlineData("FashionCnn", "fashion_cnn")]
    [InlineData("TinyCNN", "tiny_cnn")]
    [InlineData("VGG16Small", "vgg16_small")]
    [InlineData("CNNForDigits", "cnn_for_digits")]
    [InlineData("My_Net", "my_net")]
    [InlineData("net", "net")]
    public void ThePrefixIsTheClassNameInSnakeCase(string name, string prefix) => Assert.Equal(prefix, ExportNames.SnakeCase(name));

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    public void AProjectInCSharp12CompilesIt(NullableContextOptions nullable)
    {
        const string Source = "using CnnGen; [NativeExport] [Input(4, 4, 1)] [Normalization] [Flatten] [Dense(3, Activation.Softmax)]"
            + " public partial class Net { }";
        var options = new CSharpParseOptions(LanguageVersion.CSharp12);
        var compilation = Compiler.Create(Source);
        var (result, _) = Compiler.Generate(compilation, new TestOptions("Scalar"));
        var texts = result.GeneratedTrees.Select(tree => tree.ToString()).Prepend(Source);
        var older = compilation
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(texts.Select(text => CSharpSyntaxTree.ParseText(text, options)))
            .WithOptions(compilation.Options.WithNullableContextOptions(nullable));
        Assert.Empty(Compiler.Complaints(older));
    }

    [Fact]
    public void TheHeaderIsAllThatItsFileSays()
    {
        var (header, _) = Generate("[Input(4, 4, 1)] [Flatten]");
        var root = CSharpSyntaxTree.ParseText(header).GetRoot();
        Assert.True(Assert.Single(root.DescendantTokens()).IsKind(SyntaxKind.EndOfFileToken));
        var comment = Assert.Single(root.DescendantTrivia(), trivia => trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)).ToString();
        // The build takes what is between the first and the last line.
        Assert.StartsWith("/*\n// net.h: ", comment);
        Assert.EndsWith("\n#endif // NET_H\n*/", comment);
    }

    private static (string Header, string Exports) Generate(string layers)
    {
        var (result, compilation) =
            Compiler.Generate(Compiler.Create($"[NativeExport] {layers} public partial class Net;"), new TestOptions("Scalar"));
        Assert.Empty(Compiler.Complaints(compilation));
        var files = result.Results.Single().GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
        return (files["Net.net.h.g.cs"], files["Net.Native.g.cs"]);
    }

    [GeneratedRegex(@"^NET_API [a-z0-9_ *]*?net_(?<name>[a-z_]+)\(", RegexOptions.Multiline)]
    private static partial Regex DeclarationPattern();

    [GeneratedRegex("EntryPoint = \"net_(?<name>[a-z_]+)\"")]
    private static partial Regex EntryPointPattern();

    [GeneratedRegex(@"^#define NET_(?<name>\w+_OUTPUT)_SIZE +(?<size>\d+)", RegexOptions.Multiline)]
    private static partial Regex OutputSizePattern();

    [GeneratedRegex("^    (?<status>NET_[A-Z_]+ = [0-9]+)", RegexOptions.Multiline)]
    private static partial Regex StatusPattern();
}
