using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>Places and silence of the analyzer beyond the examples of the help pages.</summary>
public class AnalyzerTests
{
    public static TheoryData<string, string> Marked => new()
    {
        {
            "every error at once",
            """
            [Input(28, 28, 3)]
            [LayerDefaults(KernelSize = 3, Strides = 0)]
                                           ^^^^^^^^^^^ CNN020
            [Conv2D(-8)] [MaxPool2D(2, 0)]
                    ^^ CNN020
                                       ^ CNN020
            [DepthMaxPool(2), Dropout(1.5)]
                                      ^^^ CNN021
            [Flatten]
            [Dense(units: 0, activation: Activation.Softmax)]
                   ^^^^^^^^ CNN020
            public partial class Net;
            """
        },
        {
            "named, reordered and constant arguments",
            """
            [Input(channels: 3, height: 28, width: Net.Zero)]
                                            ^^^^^^^^^^^^^^^ CNN020
            [Conv2D(kernelWidth: 2, filters: 4, kernelHeight: 40)]
                                                ^^^^^^^^^^^^^^^^ CNN030
            [MaxPool2D(2, StrideWidth = -1, StrideHeight = 1)]
                          ^^^^^^^^^^^^^^^^ CNN020
            public partial class Net { private const int Zero = 0; }
            """
        },
        {
            "square and rectangular windows",
            """
            [Input(28, 28, 3)]
            [Conv2D(4, 0)]
                       ^ CNN020
            [MaxPool2D(-1, 0)]
                       ^^ CNN020
                           ^ CNN020
            [AveragePool2D(0)]
                           ^ CNN020
            public partial class Net;
            """
        },
        {
            "a type around it that is not partial",
            """
            public class Outer
                         ^^^^^ CNN001
            {
                public partial class Middle
                {
                    [Input(8, 8, 1)]
                    [Flatten]
                    private partial class Net;
                }
            }
            """
        },
        {
            "a generic type around it",
            """
            public partial class Outer<T>
                                 ^^^^^ CNN002
            {
                [Input(8, 8, 1)]
                [Flatten]
                public partial class Net;
            }
            """
        },
        {
            "the kernel size comes too late",
            """
            [Input(8, 8, 1)]
            [Conv2D(4)]
             ^^^^^^^^^ CNN024
            [LayerDefaults(KernelSize = 3)]
            [Conv2D(4)]
            public partial class Net;
            """
        },
        {
            "arguments of activations that are negative, no numbers or too large",
            """
            [Input(28, 28, 3)]
            [Relu(MaxValue = -6, NegativeSlope = -0.1, Threshold = double.NegativeInfinity)]
                  ^^^^^^^^^^^^^ CNN039
                                 ^^^^^^^^^^^^^^^^^^^^ CNN039
                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CNN022
            [Relu(MaxValue = double.PositiveInfinity)]
            [LeakyRelu(-0.3)]
                       ^^^^ CNN039
            [ELU(alpha: 1e39)]
                 ^^^^^^^^^^^ CNN022
            [ReLU(MaxValue = double.NaN)]
                  ^^^^^^^^^^^^^^^^^^^^^ CNN022
            public partial class Net;
            """
        },
        {
            "Winograd for windows that it cannot compute",
            """
            [Input(28, 28, 3)]
            [LayerDefaults(Strides = 2, Algorithm = ConvAlgorithm.Winograd4x4)]
            [Conv2D(4, 3, 2, Strides = 1, Algorithm = ConvAlgorithm.Winograd2x2)]
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CNN025
            [Conv2D(4, 3, Algorithm = ConvAlgorithm.Winograd2x2)]
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CNN025
            [Conv2D(4, 3, Algorithm = (ConvAlgorithm)4)]
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CNN023
            [Conv2D(0, 5, Algorithm = ConvAlgorithm.Winograd4x4)]
                    ^ CNN020
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CNN025
            public partial class Net;
            """
        },
        {
            "layers on three declarations",
            """
            [Flatten]
             ^^^^^^^ CNN007
            public partial class Net;

            [Input(8, 8, 1)]
            [Conv2D(4, 9)]
            public partial class Net;

            [Dense(10)] [Dense(0)]
             ^^^^^^^^^ CNN007
            public partial class Net;
            """
        },
        {
            "a class of one's own that derives from a layer",
            """
            [Input(8, 8, 1)]
            [Mine(2)]
             ^^^^^^^ CNN015
            public partial class Net;

            public class MineAttribute(int poolSize) : MaxPool2DAttribute(poolSize);
            """
        },
        {
            "another name of a layer, and what is given twice",
            """
            [Input(8, 8, 1)]
            [MaxPooling2D(9)]
                          ^ CNN030
            [Conv2D(4, 3, 2, Name = "c", KernelSize = 0), AveragePooling2D(2, 2, PoolSize = 2)]
                                         ^^^^^^^^^^^^^^ CNN029
                                                                                 ^^^^^^^^^^^^ CNN029
            public partial class Net;
            """
        },
        {
            "constructors that call none of CnnGen's",
            """
            [Input(8, 8, 1)]
            [Flatten]
            public partial class Net
            {
                static Net() { }
                public Net(string name) { }
                       ^^^ CNN036
                public Net(int[] numbers) : base() { }
                       ^^^ CNN036
                public Net(double number) : this(name: "") { }
            }
            """
        },
        {
            "defaults alone",
            """
            [LayerDefaults(KernelSize = 3)]
            public partial class Net;
                                 ^^^ CNN010
            """
        },
        {
            "an export without a network",
            """
            [NativeExport]
            public partial class Net;
                                 ^^^ CNN010
            """
        },
        {
            "nothing to be looked into",
            """
            [Inspectable]
            public partial class Net;
                                 ^^^ CNN010
            """
        },
        {
            "export prefixes that are none, on another declaration than the layers and before one of them",
            """
            [Input(8, 8, 1)]
            [NativeExport("_net")]
                          ^^^^^^ CNN026
            [Flatten]
            public partial class Net;

            [Input(8, 8, 1)]
            [Flatten]
            public partial class Größe;

            [NativeExport(null)]
             ^^^^^^^^^^^^^^^^^^ CNN026
            public partial class Größe;

            [Input(8, 8, 1)]
            [NativeExport(prefix: "")]
                          ^^^^^^^^^^ CNN026
            [Flatten]
            public partial class Other;
            """
        },
        {
            "one export prefix three times, in whatever case and nesting",
            """
            public static partial class First
            {
                [NativeExport("digits")] [Input(8, 8, 1)] [Flatten]
                private partial class Net;
            }

            [NativeExport] [Input(8, 8, 1)] [Flatten]
             ^^^^^^^^^^^^ CNN042
            public partial class Digits;

            namespace Second
            {
                [NativeExport("DIGITS")] [Input(8, 8, 1)] [Flatten]
                              ^^^^^^^^ CNN042
                public partial class Other;
            }
            """
        },
        {
            "several problems of the class",
            """
            [Input(8, 8, 1)]
            public abstract class Net<T> : Exception;
                                  ^^^ CNN005
                                  ^^^ CNN001
                                  ^^^ CNN002
                                  ^^^ CNN013
            """
        },
    };

    [Theory]
    [MemberData(nameof(Marked))]
    public async Task ErrorsAreAtTheirPlaces(string what, string text)
    {
        var source = MarkedSource.Parse(text);
        var compilation = Compiler.Create(source.Text);
        Assert.Empty(Compiler.Complaints(compilation));
        var diagnostics = await Compiler.AnalyzeAsync(compilation);
        Assert.True(source.Marks.Count > 0, what);
        Assert.Equal(
            source.Marks.OrderBy(mark => (mark.Line, mark.Start, mark.Id)),
            diagnostics.Select(MarkedSource.MarkOf).OrderBy(mark => (mark.Line, mark.Start, mark.Id)));
    }

    [Theory]
    [InlineData("[Input(8, 8, 1)] [Flatten] public partial class Net;")]
    [InlineData("namespace A.B { [Input(8, 8, 1)] [Flatten] internal partial class @class; }")]
    [InlineData("partial struct S { partial interface I { partial record R { [Input(8, 8, 1)] [Flatten] private protected partial class"
        + " Net; } } }")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net : IDisposable; partial class Net { }")]
    [InlineData("[LayerDefaults(KernelSize = 3)] [Input(8, 8, 1)] [Conv2D(2, Name = null)] abstract partial class Net;")]
    [InlineData("[Obsolete] [Serializable] class Other; namespace Mine { class InputAttribute : Attribute; [Input] class Other; }")]
    [InlineData("class Conv2DAttribute : Attribute; [Conv2D] class Other;")]
    [InlineData("[NativeExport, Input(8, 8, 1), NativeExportToo, Flatten] partial class Net; class NativeExportTooAttribute : Attribute;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net; [NativeExport(\"a_1\")] partial class Net; [NativeExport(\"a_2\")]"
        + " [Input(8, 8, 1)] [Flatten] partial class Other;")]
    [InlineData("[Inspectable] [Input(8, 8, 1)] [Flatten] partial class Net; namespace Mine { class InspectableAttribute : Attribute; }")]
    [InlineData("namespace Mine { class NativeExportAttribute : Attribute; [NativeExport] class Other; }")]
    public async Task WhatWorksIsClean(string source) =>
        Assert.Empty(await Compiler.AnalyzeAsync(Compiler.Create(source)));

    [Theory]
    [InlineData("[Input(8, 8, 1)] [Conv2d(4, 9)] [Dense(10)] partial class Net;", "CS0246")]
    [InlineData("[Input(8)] [Conv2D(4, 9)] [DepthMaxPool(2)] partial class Net;", "CS1729")]
    [InlineData("[Input(8, 8, 1)] [Conv2D(Missing, 9)] [DepthMaxPool(3)] partial class Net;", "CS0103")]
    [InlineData("[Input(8, 8, 1)] [Conv2D(4, 9, Strides = \"1\")] [Dense(10)] partial class Net;", "CS0029")]
    [InlineData("[Input(8, 8, 1)] [Flatten] [Dense(10, Actvation = Activation.Relu)] partial class Net;", "CS0246")]
    [InlineData("[NativeExport(1)] [Input(8, 8, 1)] [Flatten] partial class Net;", "CS1503")]
    [InlineData("[NativeExport] [Input(8, 8, 1)] [Flatten] partial class Net; [NativeExport] partial class Net;", "CS0579")]
    public async Task WhatCSharpRejectsIsLeftToIt(string source, string id)
    {
        var compilation = Compiler.Create(source);
        Assert.Contains(Compiler.Complaints(compilation), diagnostic => diagnostic.Id == id);
        Assert.Empty(await Compiler.AnalyzeAsync(compilation));
    }

    [Fact]
    public async Task AnErrorInABlockTellsTheNetworkAndItsUse()
    {
        var compilation = Compiler.Create(
            """
            [Input(8, 8, 4)] [Block(typeof(Outer),
                Filters = 16)] public sealed partial class Small;
            [BlockInput] [Block(typeof(Inner), Units = Block.Filters)] static class Outer;
            [BlockInput] [Conv2D(Block.Units, 9)] static class Inner;
            """);
        Assert.EndsWith(
            " (in Small, by [Block(typeof(Inner), Units = Block.Filters)] of [Block(typeof(Outer), Filters = 16)])",
            Assert.Single(await Compiler.AnalyzeAsync(compilation)).GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Conv2D(4, 3)] [Relu] static class Step;", "Conv2D(4, 3)")]
    [InlineData("[Conv2D(Block.Filters, 3)] public sealed partial class Step;", "Conv2D(3)")]
    [InlineData("[LayerDefaults(KernelSize = 3)] [Dropout(Block.Rate)] class Step<T>;", "Dropout")]
    public async Task ABlockWithoutItsInputIsToldWhatABlockNeedsAndNotWhatANetworkDoes(string source, string first)
    {
        var compilation = Compiler.Create(source);
        var diagnostic = Assert.Single(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal(
            ("CNN010", $"'Step' has {first} but no [BlockInput] before it, so it is no block"), (diagnostic.Id, diagnostic.GetMessage()));
        Assert.Empty(Compiler.Complaints(Compiler.Generate(compilation).Compilation));
    }

    [Fact]
    public async Task PragmasSuppress()
    {
        var diagnostics = await Compiler.AnalyzeAsync(Compiler.Create(
            """
            [Input(8, 8, 1)]
            #pragma warning disable CNN030
            [Conv2D(4, 9)]
            #pragma warning restore CNN030
            [Flatten]
            [Dense(0)]
            public partial class Net;
            """));
        Assert.Equal(["CNN020"], diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task TheProjectsErrorsAreReportedOnceHoweverManyNetworksThereAre()
    {
        var compilation = Compiler.Create("[Input(8, 8, 1)] [Flatten] partial class A; [Input(8, 8, 1)] [Flatten] partial class B;");
        var diagnostics = await Compiler.AnalyzeAsync(compilation, new TestOptions("avx2, sse9;Scalar,mmx"));
        Assert.Equal(
            [DiagnosticIds.UnknownInstructionSet, DiagnosticIds.UnknownInstructionSet], diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Contains("'sse9'", diagnostics[0].GetMessage());
        Assert.Contains("'mmx'", diagnostics[1].GetMessage());
    }
}
