using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Discovery;

/// <summary>What is read from source: the class and its attributes.</summary>
public class DiscoveryTests
{
    [Fact]
    public void ArgumentsHaveTheNamesOfTheirPropertiesAndOnlyWrittenOnesAreThere() =>
        Assert.Equal(
            [
                "Input Height=28 Width=30 Channels=3",
                "Normalization",
                "Normalization Axis=1",
                "Rescaling Scale=2",
                "Rescaling Scale=2 Offset=1",
                "LayerDefaults KernelSize=3 Activation=1",
                "Conv2D Filters=4",
                "Conv2D Filters=4 KernelHeight=3 KernelWidth=3 Name=stem",
                "Conv2D Filters=4 KernelHeight=3 KernelWidth=5 Padding=1 UseBias=False",
                "MaxPool2D PoolHeight=2 PoolWidth=2",
                "AveragePool2D PoolWidth=3 PoolHeight=2 Strides=1",
                "DepthMaxPool PoolSize=2",
                "GlobalAveragePool2D",
                "Activation Function=4",
                "Dropout Rate=0.5",
                "Dense Units=10 Activation=2",
                "Dense Units=10 KernelInitializer=3",
            ],
            Read(
                """
                [Input(28, width: 30, channels: 3)]
                [Normalization] [Normalization(NormalizationAxis.Channel)]
                [Rescaling(2)] [Rescaling(2, 1)]
                [LayerDefaults(KernelSize = 3, Activation = Activation.Relu)]
                [Conv2D(4)] [Conv2D(4, 3, Name = "stem")] [Conv2D(4, 3, 5, Padding = Padding.Same, UseBias = false)]
                [MaxPool2D(2)] [AveragePool2D(poolWidth: 3, poolHeight: 2, Strides = 1)] [DepthMaxPool(2)]
                [GlobalAveragePool2D] [Activation(Activation.Tanh)] [Dropout(0.5)]
                [Dense(10, Activation.Softmax)] [Dense(10, KernelInitializer = Initializer.HeNormal)]
                partial class Net;
                """).Attributes.Select(attribute =>
                    string.Join(" ", attribute.Arguments.Select(a => $"{a.Name}={LayerReader.Text(a.Value)}").Prepend(attribute.Kind))));

    [Fact]
    public void OrderIsThatOfTheSourceOverListsAndLines() =>
        Assert.Equal(
            ["Input", "Flatten", "Dense", "Dropout", "Dense"],
            Read(
                """
                [Input(8, 8, 1), Flatten]
                [Obsolete]
                [Dense(1)] [Dropout(0.1), Dense(2)]
                partial class Net;
                """).Attributes.Select(attribute => attribute.Kind));

    [Fact]
    public void TheTypeIsReadAsDeclared()
    {
        var type = Read(
            """
            namespace A.@in
            {
                public partial class Outer
                {
                    private protected partial record @class
                    {
                        /// <summary>Mine.</summary>
                        [Input(8, 8, 1)] [Flatten] protected internal sealed partial class Net;
                    }
                }
            }
            """,
            "A.in.Outer+class+Net").Type;
        Assert.Equal(
            new TypeDeclaration(
                "A.@in",
                "Net",
                "protected internal",
                IsSealed: true,
                HasDocumentation: true,
                new(["public partial class Outer", "private protected partial record @class"])),
            type);
        Assert.Equal("A.in.Outer.class.Net", type.FullName);
    }

    [Fact]
    public void KeywordsAreEscapedInIdentifiersOnly()
    {
        var type = Read("[Input(8, 8, 1)] [Flatten] partial class @class;", "class").Type;
        Assert.Equal(("class", "@class", "class", ""), (type.Name, type.Identifier, type.FullName, type.Namespace));
        Assert.False(type.HasDocumentation);
    }

    [Theory]
    [InlineData("[NativeExport] [Input(8, 8, 1)] [Flatten] partial class Net;", null, 2)]
    [InlineData("[Input(8, 8, 1)] [NativeExport(\"mine\")] [Flatten] partial class Net;", "mine", 2)]
    [InlineData("[Input(8, 8, 1)] [Flatten] [Dense(3)] partial class Net; [NativeExport(prefix: \"mine\")] partial class Net;", "mine", 3)]
    [InlineData("[NativeExport(null)] partial class Net; [Input(8, 8, 1)] [Flatten] partial class Net;", null, 2)]
    public void AnExportIsNoLayerAndMayStandAnywhere(string source, string? prefix, int index)
    {
        var declaration = Read(source);
        Assert.Equal(new ExportDeclaration(prefix, index), declaration.Export);
        Assert.Equal(index, declaration.Attributes.Count);
        Assert.Empty(declaration.Problems);
    }

    [Theory]
    [InlineData("[Weights(\"a\")] [Input(8, 8, 1)] [Flatten] partial class Net;", "a", 3)]
    [InlineData("[NativeExport] [Input(8, 8, 1)] [Weights(file: \"a\" + \"b\")] [Flatten] partial class Net;", "ab", 3)]
    [InlineData("[Input(8, 8, 1)] [Flatten] [Dense(3)] partial class Net; [Weights(\"a\")] partial class Net;", "a", 4)]
    [InlineData("[Weights(null!)] partial class Net; [Input(8, 8, 1)] [Flatten] partial class Net;", "", 3)]
    public void WeightsAreNoLayerAndMayStandAnywhere(string source, string file, int index)
    {
        var declaration = Read(source);
        Assert.Equal(new WeightsDeclaration(file, index), declaration.Weights);
        Assert.Equal(index - 1, declaration.Attributes.Count);
        Assert.Empty(declaration.Problems);
    }

    [Theory]
    [InlineData("[Inspectable] [Input(8, 8, 1)] [Flatten] partial class Net;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net; [Inspectable] partial class Net;")]
    public void TheWishToLookInsideIsNoLayerAndMayStandAnywhere(string source)
    {
        var declaration = Read(source);
        Assert.True(declaration.IsInspectable);
        Assert.Equal(2, declaration.Attributes.Count);
        Assert.Empty(declaration.Problems);
    }

    [Fact]
    public void WithoutTheAttributesThereAreNeitherExportNorWeights()
    {
        var declaration = Read("[Input(8, 8, 1)] [Flatten] partial class Net;");
        Assert.False(declaration.IsInspectable);
        Assert.Null(declaration.Export);
        Assert.Null(declaration.Weights);
    }

    private static NetworkDeclaration Read(string source, string name = "Net")
    {
        var compilation = Compiler.Create(source);
        Assert.DoesNotContain(Compiler.Complaints(compilation), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return NetworkSource.Read(compilation.GetTypeByMetadataName(name)!, compilation, CancellationToken.None)!.Declaration;
    }
}
