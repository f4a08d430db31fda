using System.Reflection;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>What the generator gives back for right, broken and odd classes.</summary>
public class GeneratorTests
{
    private const string Right =
        "[Input(8, 8, 1)] [Rescaling(0.5, -1.25)] [Conv2D(4, 3)] [Flatten] [Dense(3, Activation.Softmax)] public sealed partial class Net;";
    private const string Broken =
        "[Input(8, 8, 1)] [Rescaling(0.5, -1.25)] [Conv2D(4, 9)] [Flatten] [Dense(0, Activation.Softmax)] public sealed partial class Net;";

    [Theory]
    [InlineData("[Input(8, 8, 1)] [Flatten] public partial class Net;", "Net")]
    [InlineData("namespace A.B { [Input(8, 8, 1)] [Flatten] internal sealed partial class Net; }", "A.B.Net")]
    [InlineData("namespace @namespace.B { [Input(8, 8, 1)] [Flatten] partial class @class; }", "namespace.B.class")]
    [InlineData(
        "public partial class Outer { protected partial struct @in { [Input(8, 8, 1)] [Flatten] private sealed partial class Net; } }",
        "Outer.in.Net")]
    [InlineData(
        "partial interface I { partial record R { partial record struct S { [Input(8, 8, 1)] [Flatten] internal partial class Net; } } }",
        "I.R.S.Net")]
    [InlineData("/// <summary>Mine.</summary>\n[Input(8, 8, 1)] [Flatten] public partial class Net : System.ICloneable { public object"
        + " Clone() => this; }", "Net")]
    [InlineData("partial class Net { } [Input(8, 8, 1)] [Flatten] partial class Net { }", "Net")]
    [InlineData("[Input(8, 8, 1)] [MaxPool2D(2)] [Dropout(0.5)] [Flatten] [Dense(3, Activation.Softmax)] partial class Net; class Softmax;"
        + " class Dropout; class Math; class Vector256; class Unsafe;", "Net")]
    [InlineData("namespace A.B { [NativeExport] [Input(8, 8, 1)] [Flatten] internal sealed partial class Net; }", "A.B.Net.net.h")]
    [InlineData("partial class Outer { partial struct @in { [NativeExport(\"N\")] [Input(8, 8, 1)] [Flatten] private sealed partial class"
        + " @class; } }", "Outer.in.class.N.h")]
    [InlineData("[NativeExport] [Input(8, 8, 1)] [Flatten] partial class Network; class NativeNetwork; class NativeStatus; class Create;",
        "Network.network.h")]
    public void ClassesOfAnyKindAndPlaceCompile(string source, string hintName)
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create(source), new TestOptions("Avx2"));
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Contains($"{hintName}.g.cs", HintNames(result));
    }

    [Theory]
    [InlineData(null, "Avx512 Avx2 Vector128 Scalar")]
    [InlineData("", "Avx512 Avx2 Vector128 Scalar")]
    [InlineData("Scalar,avx2", "Avx2 Scalar")]
    [InlineData(" Vector128 ; ", "Vector128")]
    public void TheBuildPropertyNarrowsTheInstructionSets(string? property, string expected)
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create(Right), new TestOptions(property));
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Equal(expected.Split(' ').Select(isa => $"Net.{isa}.g.cs").Prepend("Net.g.cs"), HintNames(result));
    }

    [Fact]
    public async Task OneShapeErrorIsOneError()
    {
        var source =
            $$"""
            {{Broken.Replace("Dense(0", "Dense(3")}}

            static class Program
            {
                static void Use(Net net, float[] images)
                {
                    var outputs = new float[images.Length / Net.InputSize * Net.OutputSize];
                    net.Predict(images, outputs);
                    using var other = new Net(seed: 1);
                    Console.WriteLine(other.Summary() + other.Info.Name + Net.Information.Name);
                    Console.WriteLine(Net.ParameterCount + other.Parameters.Count);
                }
            }
            """;
        var (result, compilation) = Compiler.Generate(Compiler.Create(source));
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Equal("CNN030", Assert.Single(await Compiler.AnalyzeAsync(compilation)).Id);
    }

    [Fact]
    public void ABrokenNetworkHasThePublicMembersOfARightOne() =>
        Assert.Equal(PublicMembers(Right), PublicMembers(Broken));

    [Fact]
    public void ABrokenNetworkThrowsWithTheIdsOfItsErrors()
    {
        var (_, compilation) = Compiler.Generate(Compiler.Create(Broken));
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        var type = Assembly.Load(stream.ToArray()).GetType("Net")!;
        var exception = Assert.Throws<TargetInvocationException>(() => type.GetConstructors()[0].Invoke([0, null]));
        var inner = Assert.IsType<InvalidOperationException>(exception.InnerException);
        Assert.Equal("Net was not generated, because its layers have errors (CNN020, CNN030).", inner.Message);
    }

    [Theory]
    [InlineData("[Input(8, 8, 1)] [Flatten] class Net;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] static partial class Net;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial record Net;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net<T>;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] partial class Net : Exception;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] file partial class Net;")]
    [InlineData("partial class Outer<T> { [Input(8, 8, 1)] [Flatten] partial class Net; }")]
    [InlineData("class Outer { [Input(8, 8, 1)] [Flatten] partial class Net; }")]
    public async Task AClassThatCannotHaveASecondPartGetsNone(string source)
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create(source));
        Assert.Empty(result.GeneratedTrees);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Single(await Compiler.AnalyzeAsync(compilation));
    }

    [Fact]
    public void WithoutUnsafeBlocksNothingUnsafeIsWritten()
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create(allowUnsafe: false, Right));
        Assert.Equal(["Net.g.cs"], HintNames(result));
        Assert.Empty(Compiler.Complaints(compilation));
    }

    [Fact]
    public async Task InputsOnTwoDeclarationsWriteTheClassOnce()
    {
        var (result, compilation) =
            Compiler.Generate(Compiler.Create("[Input(8, 8, 1)] [Flatten] partial class Net;", "[Input(8, 8, 1)] partial class Net;"));
        Assert.Equal(["Net.g.cs"], HintNames(result));
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Equal("CNN007", Assert.Single(await Compiler.AnalyzeAsync(compilation)).Id);
    }

    [Fact]
    public void AFaultOfTheGeneratorIsReportedAsOneWithTheNetworkInIt()
    {
        var generator = new NetworkGenerator(emit: (_, _) => throw new InvalidOperationException("two\nlines"));
        var (result, compilation) = Compiler.Generate(Compiler.Create(Right), generator: generator);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticIds.InternalError, diagnostic.Id);
        Assert.StartsWith(
            "CnnGen failed on network 'Net', which is a fault of CnnGen; please file it with this text: InvalidOperationException: two"
                + " lines at ",
            diagnostic.GetMessage());
        Assert.EndsWith(
            "; Input(Height = 8, Width = 8, Channels = 1), Rescaling(Scale = 0.5, Offset = -1.25), Conv2D(Filters = 4, KernelHeight = 3,"
            + " KernelWidth = 3), Flatten(), Dense(Units = 3, Activation = 2)",
            diagnostic.GetMessage());
        Assert.Empty(Compiler.Complaints(compilation));
    }

    private static IEnumerable<string> HintNames(GeneratorDriverRunResult result) =>
        result.Results.Single().GeneratedSources.Select(source => source.HintName);

    private static IEnumerable<string> PublicMembers(string source)
    {
        var (_, compilation) = Compiler.Generate(Compiler.Create(source));
        return compilation.GetTypeByMetadataName("Net")!.GetMembers()
            .Where(member => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected)
            .Select(member => $"{member.DeclaredAccessibility} {member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}"
                + $" {TypeOf(member)}")
            .Order(StringComparer.Ordinal);
    }

    private static string TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type.ToDisplayString(),
        IPropertySymbol property => property.Type.ToDisplayString(),
        IMethodSymbol method => method.ReturnType.ToDisplayString(),
        _ => "",
    };
}
