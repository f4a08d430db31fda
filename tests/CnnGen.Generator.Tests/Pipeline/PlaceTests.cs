using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>
/// Projects with networks of any name at any place: they build without a warning and predict, or have one error of ours and none in
/// generated code.
/// </summary>
public class PlaceTests
{
    private const string Layers = "[Input(2, 2, 1)] [Flatten] [Dense(2, Activation.Softmax)]";

    [Fact]
    public async Task NetworksOfOneShortNameInManyPlacesLiveInOneProject()
    {
        string[] names =
        [
            "Net", "net", "A.Net", "A.net", "a.Net", "B.Net", "Outer+Net", "Outer+net+NET", "A.B.C", "A.B_.C", "A.B._C", "A.B_C",
            "A.B.Scalar", "a.B", "Outer+Scalar", "Outer+Native",
            "Outer+Native+h", "net.Scalar",
        ];
        var project = Compiler.Create(
            $$"""
            [Inspectable] {{Layers}} public partial class Net;
            {{Layers}} [NativeExport("net_lower")] [Inspectable] public partial class @net { {{Layers}} public partial class Scalar; }
            {{Layers}} public partial class Outer
            {
                {{Layers}} public partial class Net;
                public partial class net
                {
                    [Inspectable] {{Layers}} public abstract partial class Abstract; {{Layers}} public partial class NET;
                }
                {{Layers}} public partial class Scalar;
                {{Layers}} [NativeExport("h")] public partial class Native { {{Layers}} public partial class h; }
            }
            """,
            $$"""
            namespace A
            {
                {{Layers}} public partial class Net; {{Layers}} public partial class net;
                {{Layers}} [NativeExport("abc")] public partial class B_C;
            }
            namespace a { {{Layers}} public partial class Net; {{Layers}} public partial class B; }
            namespace B { {{Layers}} public partial class Net; }
            namespace A.B { {{Layers}} public partial class C; {{Layers}} public partial class _C; {{Layers}} public partial class Scalar; }
            namespace A.B_ { {{Layers}} public partial class C; }
            """);
        var assembly = await Compiler.LoadAsync(Quiet(project));
        Assert.All(names.Select(name => name == "net.Scalar" ? "net+Scalar" : name), name =>
            AssertPredicts(assembly.GetType(name, throwOnError: true)!));
        var files = Compiler.Generate(project).Result.Results.Single().GeneratedSources.Select(file => file.HintName).ToList();
        Assert.Equal(files.Count, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task TypesOfTheUserHideNothingThatGeneratedCodeMeans()
    {
        const string everything = """
            [Inspectable] [Input(6, 6, 3)] [Rescaling(0.5, 1)] [Normalization]
            [Conv2D(4, 3, Padding = CnnGen.Padding.Same, Activation = CnnGen.Activation.Sigmoid)] [MaxPool2D(2)]
            [DepthwiseConv2D(3, DepthMultiplier = 2, Padding = CnnGen.Padding.Same)] [DepthMaxPool(2)] [AveragePool2D(2, Strides = 1)]
            [Activation(CnnGen.Activation.Tanh)]
            [Dropout(0.5)] [Flatten] [Dense(3, CnnGen.Activation.Relu)] [Dense(2, CnnGen.Activation.Softmax)]
            """;
        string[] hidden =
        [
            "Activation", "Attribute", "Console", "Elementary", "EditorBrowsable", "GeneratedCode", "InstructionSet", "LayerDirection",
            "LayerInfo", "Math", "MathF", "MethodImpl", "NetworkInfo",
            "NetworkCode", "NetworkPass", "Padding",
            "Philox", "ReadOnlySpan", "Span", "Unsafe", "Vector", "Vector128", "Vector256", "Vector512", "X86",
        ];
        var types = string.Concat(hidden.Select(name => $"public class {name};"));
        var project = Compiler.Create(
            $$"""
            {{types}}
            public class Runtime; public class Generated; public class CompiledNetwork;
            {{everything}} public partial class Net;
            namespace My.CnnGen { public class Runtime; {{everything.Replace("CnnGen.", "global::CnnGen.")}} public partial class Net; }
            namespace App.System.Numerics
            {
                {{types}}
                {{everything}}
                public partial class Net
                {
                    {{types.Replace("public class InstructionSet;", "public new class InstructionSet;")}}
                    public class System; public class CnnGen; public class Net2;
                }
            }
            """.Replace("CnnGen.Padding", "global::CnnGen.Padding").Replace("CnnGen.Activation", "global::CnnGen.Activation")
            .Replace("global::global::", "global::"));
        var assembly = await Compiler.LoadAsync(Quiet(project), "Avx512,Avx2,Vector128,Scalar");
        Assert.All(
            ["Net", "My.CnnGen.Net", "App.System.Numerics.Net"], name => AssertPredicts(assembly.GetType(name, throwOnError: true)!));
    }

    [Theory]
    [InlineData("{0} public partial class Predict;", "Predict")]
    [InlineData("{0} public partial class Info;", "Info")]
    [InlineData("{0} public partial class @class;", "class")]
    [InlineData("{0} public partial class Größe;", "Größe")]
    [InlineData("{0} public partial class Gro\u0308ße; {0} public partial class Größe;", "Gro\u0308ße")]
    [InlineData("{0} public partial class 数; namespace 数_ {{ {0} public partial class _1; }}", "数_._1")]
    [InlineData("{0} public partial class _1;", "_1")]
    [InlineData("{0} public partial class _;", "_")]
    [InlineData("{0} public partial class Ⅷ;", "Ⅷ")]
    [InlineData("namespace @event.@record {{ {0} public partial class @required; }}", "event.record.required")]
    [InlineData("public static partial class Outer {{ {0} public partial class Net; }}", "Outer+Net")]
    [InlineData("public partial struct Outer {{ {0} public partial class Net; }}", "Outer+Net")]
    [InlineData("public readonly ref partial struct Outer {{ {0} public partial class Net; }}", "Outer+Net")]
    [InlineData("public abstract partial record Outer(int X) {{ {0} public partial class Net; }}", "Outer+Net")]
    [InlineData("public readonly partial record struct Outer(int X) {{ {0} public partial class Net; }}", "Outer+Net")]
    [InlineData("public partial interface IOuter {{ {0} public partial class Net; }}", "IOuter+Net")]
    [InlineData("public partial interface IOuter {{ {0} private protected partial class Net; }}", "IOuter+Net")]
    [InlineData("public unsafe partial class Outer(int x) {{ public int X => x; {0} private unsafe partial class Net; }}", "Outer+Net")]
    [InlineData("[System.Obsolete(\"Old.\")] public partial class Outer {{ {0} [System.Obsolete(\"Older.\")] public partial class Net; }}",
        "Outer+Net")]
    [InlineData("{0} public abstract partial class Base; public class Net : Base;", "Net")]
    [InlineData("[assembly: System.CLSCompliant(true)] {0} [System.CLSCompliant(false)] public partial class Net;", "Net")]
    [InlineData("namespace App {{ public class nint; public class var; public class Int32; {0} public partial class Net {{ public class"
        + " var; }} }}", "App.Net")]
    [InlineData("{0} public partial class Net {{ public void Predict(float[] images) {{ }} }}", "Net")]
    [InlineData("{0} public partial class Net {{ public new int InstructionSet, Info, Parameters, Threads, Save, Load, Summary, Adapt;"
        + " public new class Dispose; }}", "Net")]
    [InlineData("{0} public partial class Net {{ public static int CodeFor(int x) => x; public int CodeFor<T>() => 1; public bool"
        + " Infer; public class Network; }}", "Net")]
    [InlineData("{0} public partial class Net {{ public Net(string path) : this(3) => Load(path); ~Net() => Dispose(false); public int"
        + " this[int index] => index; }}", "Net")]
    [InlineData("{0} public partial class Net {{ public Net(int seed) : this(seed, null) {{ }} protected override void Dispose(bool"
        + " disposing) => base.Dispose(disposing); }}", "Net")]
    [InlineData("{0} public partial class Net : System.IDisposable, System.ICloneable {{ object System.ICloneable.Clone() => new"
        + " Net(Predict); static int Predict => 3; }}", "Net", "CS0108")]
    public async Task WhereANetworkCanStandItPredicts(string source, string name, params string[] hidden)
    {
        var project = Compiler.Create(string.Format(System.Globalization.CultureInfo.InvariantCulture, source, Layers));
        var assembly = await Compiler.LoadAsync(Quiet(project, hidden), "Avx2,Scalar");
        AssertPredicts(assembly.GetType(name, throwOnError: true)!);
    }

    [Theory]
    [InlineData("public class Outer {{ {0} public partial class Net; }}", "CNN001")]
    [InlineData("{0} public class Net;", "CNN001")]
    [InlineData("public partial class Outer<T> {{ {0} public partial class Net; }}", "CNN002")]
    [InlineData("{0} public partial class Net<T>;", "CNN002")]
    [InlineData("{0} public static partial class Net;", "CNN003")]
    [InlineData("{0} public partial record Net;", "CNN004")]
    [InlineData("{0} file partial class Net;", "CNN006")]
    [InlineData("file partial class Outer {{ {0} public partial class Net; }}", "CNN006")]
    [InlineData("file static partial class Outer {{ public partial struct Middle {{ {0} public partial class Net; }} }}", "CNN006")]
    [InlineData("{0} public partial class InputSize;", "CNN009")]
    [InlineData("{0} public partial class Information;", "CNN009")]
    [InlineData("{0} public partial class CodeFor;", "CNN009")]
    [InlineData("{0} [NativeExport(\"net\")] public partial class NativeExports;", "CNN009")]
    [InlineData("{0} [Inspectable] public partial class Inspection;", "CNN009")]
    [InlineData("{0} [Inspectable] public partial class Net {{ private int Inspection() => 0; }}", "CNN009")]
    public async Task WhereANetworkCannotStandThatIsTheOneError(string source, string id)
    {
        var (result, compilation) =
            Compiler.Generate(Compiler.Create(string.Format(System.Globalization.CultureInfo.InvariantCulture, source, Layers)));
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Equal(id, Assert.Single(await Compiler.AnalyzeAsync(compilation)).Id);
    }

    /// <summary>C# warns of names such as <c>net</c> where the user has written them; what is generated repeats them silently.</summary>
    [Theory]
    [InlineData("[NativeExport] [Input(4, 4, 1)] [Flatten] [Dense(2)] public partial class net;", 1)]
    [InlineData("public partial class outer { [NativeExport] [Input(4, 4, 1)] [Flatten] [Dense(2)] public partial class Net; }", 1)]
    [InlineData("public partial class outer { [Input(4, 4, 1)] [Flatten] public partial class net; }", 2)]
    [InlineData("[Input(4, 4, 1)] [Conv2D(2, 5)] public partial class net;", 1)]
    [InlineData("public partial class Outer { [Input(4, 4, 1)] [Flatten] [Dense(2)] public partial class net2; }", 0)]
    [InlineData("[Input(4, 4, 1)] [Flatten] [Dense(2)] public partial class @class;", 0)]
    public void ANameThatCSharpMayReserveIsWarnedOfWhereItWasWrittenAlone(string declaration, int names)
    {
        var project = Compiler.Create(declaration);
        var (result, compilation) = Compiler.Generate(project.WithOptions(project.Options.WithWarningLevel(WarningLevelOfTheSdk)));
        var places = Compiler.Complaints(compilation).Select(complaint => (complaint.Id, complaint.Location.SourceTree!.FilePath));
        Assert.Equal(Enumerable.Repeat(("CS8981", "File1.cs"), names), places);
        Assert.All(result.GeneratedTrees.Where(tree => !tree.FilePath.EndsWith(".h.g.cs") && !IsOfKernels(tree)), tree =>
            Assert.Equal(names > 0, tree.ToString().Contains("#pragma warning disable CS8981 //")));

        static bool IsOfKernels(SyntaxTree tree) => tree.ToString().Contains("namespace CnnGen.Generated;");
    }

    private const int WarningLevelOfTheSdk = 9999;

    /// <summary>Names as odd as these have warnings of C#'s own, which are not the question here.</summary>
    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Quiet(
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation project, params string[] ids) => project.WithOptions(
        project.Options.WithSpecificDiagnosticOptions(ids.Append("CS8981").ToDictionary(id => id, _ => ReportDiagnostic.Suppress)));

    private static void AssertPredicts(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First();
        using var network =
            (CompiledNetwork)constructor.Invoke([.. constructor.GetParameters().Length == 2 ? new object?[] { 3, null } : []]);
        var probabilities = new float[2 * network.Info.OutputSize];
        network.Predict(new float[2 * network.Info.InputSize], probabilities);
        Assert.Equal(2, probabilities.Sum(), 1e-5);
    }
}
