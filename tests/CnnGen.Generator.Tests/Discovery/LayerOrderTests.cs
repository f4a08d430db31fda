using CnnGen.Generator.Analysis;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Tests.Discovery;

/// <summary>
/// The order of layers is that of one declaration, whatever files are called and however attributes and arguments are written; values are
/// the compiler's.
/// </summary>
public class LayerOrderTests
{
    private const string Head = "using CnnGen; [Input(8, 8, 1)] [Flatten] [Dense(2)] public partial class Net;";

    [Theory]
    [InlineData("using CnnGen; public partial class Net { public int Mine => 1; }")]
    [InlineData("[System.Serializable] public partial class Net;")]
    [InlineData("/// <summary>Mine.</summary>\n[CnnGen.NativeExport] public partial class Net;")]
    [InlineData("using CnnGen; [Dense(3)] public partial class Net;", "CNN007 Dense(3)")]
    [InlineData(
        "using CnnGen; [LayerDefaults(KernelSize = 3)] [Dense(3)] public partial class Net;", "CNN007 LayerDefaults(KernelSize = 3)")]
    public async Task AnotherPartInAnotherFileMeansTheSameBeforeAndBehind(string other, string? error = null)
    {
        var outcomes = new List<string>();
        foreach (var (first, second) in new[] { (Head, other), (other, Head) })
        {
            var project = Project(("A.cs", first), ("B.cs", second));
            var errors = (await Compiler.AnalyzeAsync(project)).Select(diagnostic =>
                $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}");
            Assert.Equal(error is null ? [] : [error], errors);
            var files = Compiler.Generate(project, new TestOptions("Scalar")).Result.Results.Single().GeneratedSources;
            outcomes.Add(string.Concat(files.Select(file => file.HintName + file.SourceText)));
        }

        Assert.Equal(outcomes[0], outcomes[1]);
    }

    [Fact]
    public async Task TwoHalvesOfANetworkAreRefusedWhateverTheirFilesAreCalled()
    {
        const string tail = "using CnnGen; [Input(8, 8, 1)] [Conv2D(4, 3)] public partial class Net;";
        foreach (var project in new[] { Project(("A.cs", Head), ("B.cs", tail)), Project(("A.cs", tail), ("B.cs", Head)) })
        {
            Assert.Equal("CNN007", Assert.Single(await Compiler.AnalyzeAsync(project)).Id);
            Assert.Empty(Compiler.Complaints(Compiler.Generate(project).Compilation));
        }
    }

    [Fact]
    public async Task ArgumentsAreTheCompilersValuesHoweverTheyAreWritten()
    {
        var project = Project(
            ("Z.cs", "static class Sizes { public const int Side = 8; public const double Half = 1 / 2.0; public const string Stem ="
                + " nameof(Sizes) + \"_stem\"; }"),
            ("Global.cs", "global using C = CnnGen.Conv2DAttribute; global using CnnGen; global using E = CnnGen.Activation;"),
            ("A.cs",
                """
                #define DEEP
                [Input(Sizes.Side, 1 << 3, 'a' - 96)]
                [C(nameof(Net).Length, unchecked((int)3L), Name = Sizes.Stem, Activation = (E)1)]
                #if DEEP
                [global::CnnGen.Conv2DAttribute(kernelSize: checked(6 / 2), filters: ~-6, Padding = Padding.Valid | (Padding)1)]
                #else
                [Conv2D(0, 0)]
                #endif
                [Flatten()
                ,
                Dropout(Sizes.Half), Dense(true ? 2 : 3, activation: default(E) + 2)]
                partial class Net;
                """));
        // A length is no constant, not even that of a name: C# says so, and CnnGen adds nothing.
        Assert.Contains(Compiler.Complaints(project), complaint => complaint.Id == "CS0182");
        Assert.Empty(await Compiler.AnalyzeAsync(project));
        project = project.ReplaceSyntaxTree(
            project.SyntaxTrees[2],
            InMemoryCompiler.Parse(
                project.SyntaxTrees[2].ToString().Replace("nameof(Net).Length", "(int)E.Relu + 2"), "A.cs"));
        Assert.DoesNotContain(Compiler.Complaints(project), complaint => complaint.Severity == DiagnosticSeverity.Error);
        var declaration = NetworkSource.Read(project.GetTypeByMetadataName("Net")!, project, CancellationToken.None)!.Declaration;
        Assert.Equal(
            [
                "Input Height=8 Width=8 Channels=1",
                "Conv2D Filters=3 KernelHeight=3 KernelWidth=3 Name=Sizes_stem Activation=1",
                "Conv2D KernelHeight=3 KernelWidth=3 Filters=5 Padding=1",
                "Flatten",
                "Dropout Rate=0.5",
                "Dense Units=2 Activation=2",
            ],
            declaration.Attributes.Select(attribute =>
                string.Join(" ", attribute.Arguments.Select(a => $"{a.Name}={LayerReader.Text(a.Value)}").Prepend(attribute.Kind))));
        Assert.NotNull(NetworkRules.Check(declaration).Network);
    }

    private static CSharpCompilation Project(params (string Path, string Text)[] files) => Compiler.Create().RemoveAllSyntaxTrees()
        .AddSyntaxTrees(files.Select(file => InMemoryCompiler.Parse(file.Text, file.Path)));
}
