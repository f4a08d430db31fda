using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Rows, columns and channels that are joined are each equal, or 1, which counts for all.</summary>
public class MergeShapeTests
{
    private static readonly string[] Kinds = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"];

    [Theory]
    [InlineData("6, 5, 8", "6, 5, 8", "(6, 5, 8)")]
    [InlineData("6, 5, 8", "1, 1, 8", "(6, 5, 8)")]
    [InlineData("6, 5, 1", "6, 5, 8", "(6, 5, 8)")]
    [InlineData("6, 5, 8", "1, 1, 1", "(6, 5, 8)")]
    [InlineData("6, 1, 8", "1, 5, 1", "(6, 5, 8)")]
    [InlineData("8", "6, 5, 8", "(6, 5, 8)")]
    [InlineData("6, 5, 8", "1", "(6, 5, 8)")]
    [InlineData("8", "6, 5, 1", "(6, 5, 8)")]
    [InlineData("8", "1", "(8)")]
    [InlineData("8", "1, 1, 8", "(8)")]
    [InlineData("1, 1, 8", "8", "(1, 1, 8)")]
    public void AnExtentOfOneCountsForAll(string first, string second, string joined)
    {
        foreach (var kind in Kinds)
        {
            var (network, errors) = Build(kind, first, second);
            Assert.Empty(errors);
            Assert.Equal(joined, $"{network!.Output.OutputShape}");
        }
    }

    [Theory]
    [InlineData("Add", 8)]
    [InlineData("Average", 8)]
    [InlineData("Concatenate", 8)]
    public void AnyNumberOfLayersIsJoined(string kind, int most)
    {
        for (var others = 1; others <= most; others++)
        {
            var (network, errors) = NetworkOf(
                $"[Input(6, 5, 3)] [{kind}({string.Join(", ", Enumerable.Repeat("\"input\"", others))})] partial class Net;");
            Assert.Empty(errors);
            Assert.Equal(kind == "Concatenate" ? 3 * (1 + others) : 3, network!.Output.OutputShape.Channels);
        }
    }

    /// <summary>However the list of names is written.</summary>
    [Theory]
    [InlineData("(new[] { \"a\", \"b\" })")]
    [InlineData("(string[])[\"a\", \"b\"]")]
    [InlineData("[\"a\", \"b\"]")]
    [InlineData("\"a\", \"b\"")]
    public void AListOfNamesIsReadToItsEnd(string names) => Assert.Equal(7, NetworkOf(
        $"""
        [Input(6, 5, 1)] [Conv2D(2, 1, Name = "a")] [Conv2D(3, 1, Name = "b")] [Conv2D(2, 1)] [Concatenate({names})]
        partial class Net;
        """).Network!.Output.OutputShape.Channels);

    [Theory]
    [InlineData("6, 5, 8", "6, 5, 4")]
    [InlineData("6, 5, 8", "2, 5, 8")]
    [InlineData("6, 5, 8", "5")]
    public void OtherShapesAreBothSaid(string first, string second)
    {
        foreach (var kind in Kinds)
        {
            var error = Assert.Single(Build(kind, first, second).Errors);
            Assert.Equal("CNN054", error.Id);
            Assert.StartsWith($"({first}) by ", error.MessageArguments[1], StringComparison.Ordinal);
            Assert.Contains($" and ({second}) by ", error.MessageArguments[1], StringComparison.Ordinal);
            Assert.StartsWith(
                "rows, columns and channels must each be equal, or 1, which counts for all", error.MessageArguments[2],
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Add", "6, 6, 8", "6, 6, 4", "[Conv2D(8, 1)] on the way of (6, 6, 4) makes it (6, 6, 8)")]
    [InlineData("Add", "3, 3, 8", "6, 6, 4", "[Conv2D(8, 1, Strides = 2)] on the way of (6, 6, 4) makes it (3, 3, 8)")]
    [InlineData("Add", "7, 7, 8", "2, 2, 4", "[Conv2D(4, 1, Strides = 4)] on the way of (7, 7, 8) makes it (2, 2, 4)")]
    [InlineData(
        "Add", "4, 4, 8", "6, 6, 8", "write Padding = Padding.Same where windows take off the border, and the same Strides on both ways")]
    [InlineData("Add", "6, 6, 8", "5", "[Dense(8)] on the way of (5) makes it (8)")]
    [InlineData("Add", "3", "5", "[Dense(3)] on the way of (5) makes it (3)")]
    [InlineData("Multiply", "6, 6, 8", "1, 1, 4", "[Conv2D(8, 1)] on the way of (1, 1, 4) makes it (1, 1, 8)")]
    [InlineData("Concatenate", "3, 3, 8", "6, 6, 4", "[Conv2D(4, 1, Strides = 2)] on the way of (6, 6, 4) makes it (3, 3, 4)")]
    [InlineData("Concatenate", "6, 6, 8", "5", "put [Flatten] or [GlobalAveragePool2D] on the way of (6, 6, 8)")]
    public void WhatMakesThemJoinIsSaid(string kind, string first, string second, string advice) => Assert.EndsWith(
        "; " + advice, Assert.Single(Build(kind, first, second).Errors).MessageArguments[2], StringComparison.Ordinal);

    /// <summary>Two layers of these shapes, of inputs of the same size, joined.</summary>
    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string kind, string first, string second)
    {
        var layers = $"[Dense(1, Name = \"pixel\")] {Of(first, "a")} {Of(second, "b")} [{kind}(\"b\", From = \"a\")]";
        return NetworkOf($"[Input(1, 1, 1)] {layers} partial class Net;");

        static string Of(string shape, string name) => shape.Split(", ") is [var height, var width, var channels]
            ? $"[UpSampling2D({height}, {width}, From = \"pixel\")] [Conv2D({channels}, 1, Name = \"{name}\")]"
            : $"[Flatten(From = \"pixel\")] [Dense({shape}, Name = \"{name}\")]";
    }

    private static (Network? Network, EquatableArray<NetworkError> Errors) NetworkOf(string source)
    {
        var compilation = Compiler.Create(source);
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
