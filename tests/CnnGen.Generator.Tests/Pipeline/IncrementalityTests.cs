using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>What an edit makes the pipeline do again, with exact reasons; and that nothing of the compiler's lives in its values.</summary>
public class IncrementalityTests
{
    private const string Net = "[Input(8, 8, 1)] [Conv2D(4, 3)] [Flatten] [Dense(3, Activation.Softmax)] public sealed partial class Net;";
    private const string Rejected =
        "[Input(8, 8, 1)] [Conv2d(4, 3)] [Flatten] [Dense(3, \"softmax\")] public sealed partial class Rejected;";
    private const string Broken = "[Input(8, 8, 1)] [Conv2D(4, 9)] public sealed partial class Broken;";

    [Theory]
    [InlineData(Net)]
    [InlineData(Broken)]
    [InlineData(Net + "[NativeExport] public partial class Net;")]
    [InlineData(Net + "[Inspectable] public partial class Net;")]
    [InlineData(Net + "[Weights(\"w.safetensors\")] public partial class Net;")]
    [InlineData("[Input(8, 8, 1)] [Flatten] class NotPartial;")]
    public void ASecondRunOnAClonedCompilationDoesNothing(string source)
    {
        var compilation = Compiler.Create(source);
        var driver = Compiler.Driver().RunGenerators(compilation);
        var second = driver.RunGenerators(compilation.Clone()).GetRunResult().Results.Single();

        Assert.Subset(
            second.TrackedSteps.Keys.ToHashSet(),
            new HashSet<string>
            {
                TrackingNames.Discover, TrackingNames.Name, TrackingNames.Build, TrackingNames.Options, TrackingNames.Emit,
            });
        Compiler.AssertNothingIsDoneAgain(second);
    }

    /// <summary>Every test that generates asks for a second run; one that does something again is seen.</summary>
    [Fact]
    public void ASecondRunThatReadsSomethingElseIsSeen()
    {
        var runs = 0;
        var generator = new NetworkGenerator(read: (type, compilation, cancellation) =>
            ++runs > 1 ? throw new InvalidOperationException("Again?") : NetworkSource.Read(type, compilation, cancellation));
        var seen = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compiler.Generate(Compiler.Create(Net), generator: generator));
        Assert.Contains("Modified", seen.Message);
    }

    [Fact]
    public void AnUnrelatedTypeRegeneratesNothing() =>
        AssertReasons(
            compilation => compilation.AddSyntaxTrees(InMemoryCompiler.Parse("class Unrelated;", "Unrelated.cs")),
            new([Cached], [Cached], [Cached], [Cached]));

    [Fact]
    public void ACommentInTheClasssFileRegeneratesNothing() =>
        AssertReasons(Edit($"// A comment.\n{Net} // Another."), new([Cached], [Cached], [Cached], [Cached]));

    [Fact]
    public void AMemberInTheClassRegeneratesNothing() =>
        AssertReasons(Edit(Net.Replace("Net;", "Net { public int Mine => 1; }")), new([Cached], [Cached], [Cached], [Cached]));

    [Fact]
    public void AnArgumentWrittenAnotherWayRegeneratesNothing() =>
        AssertReasons(Edit(Net.Replace("Conv2D(4, 3)", "Conv2D(2 + 2, kernelSize: 3)")), new([Cached], [Cached], [Cached], [Cached]));

    [Fact]
    public void AChangedArgumentRunsEveryStep() =>
        AssertReasons(Edit(Net.Replace("Conv2D(4, 3)", "Conv2D(5, 3)")), new([Modified], [Modified], [Modified], [Modified]));

    [Fact]
    public void AnExportOnAnotherDeclarationRunsEveryStepAndLeavesWhatThereWasAlone()
    {
        // The class and the kernels of four instruction sets are as before; exports and header are new.
        AssertReasons(
            compilation =>
                compilation.AddSyntaxTrees(InMemoryCompiler.Parse("using CnnGen; [NativeExport] partial class Net;", "Export.cs")),
            new([Modified], [Modified], [Modified], [Modified]));
        var exported =
            Compiler.Generate(Compiler.Create(Net + "[NativeExport] partial class Net;")).Result.Results.Single().GeneratedSources;
        var plain = Compiler.Generate(Compiler.Create(Net)).Result.Results.Single().GeneratedSources;
        Assert.Equal(
            plain.Select(file => file.SourceText.ToString()), exported.Take(plain.Length).Select(file => file.SourceText.ToString()));
        Assert.Equal(["Net.Native.g.cs", "Net.net.h.g.cs"], exported.Skip(plain.Length).Select(file => file.HintName));
    }

    [Fact]
    public void WeightsOnAnotherDeclarationChangeTheConstructorAlone()
    {
        AssertReasons(
            compilation => compilation.AddSyntaxTrees(
                InMemoryCompiler.Parse("using CnnGen; [Weights(\"w.safetensors\")] partial class Net;", "Weights.cs")),
            new([Modified], [Modified], [Modified], [Modified]));
        var shipped = Compiler.Generate(Compiler.Create(Net + "[Weights(\"w.safetensors\")] partial class Net;")).Result.Results.Single()
            .GeneratedSources.Select(file => file.SourceText.ToString()).ToList();
        var plain = Compiler.Generate(Compiler.Create(Net)).Result.Results.Single()
            .GeneratedSources.Select(file => file.SourceText.ToString()).ToList();
        Assert.Equal(plain.Skip(1), shipped.Skip(1));
        var line = Assert.Single(shipped[0].Split('\n').Except(plain[0].Split('\n')), line => !line.Contains("///"));
        Assert.Equal("base.LoadWeights(\"w.safetensors\");", line.Trim());
        Assert.All(plain[0].Split('\n').Except(shipped[0].Split('\n')), line => Assert.Contains("///", line));
    }

    [Fact]
    public void WeightsThatAreEmbeddedAfterAllReachTheirNetworkAlone()
    {
        const string shipped = "[Weights(\"w.safetensors\")] [Input(8, 8, 1)] [Flatten] [Dense(3)] public sealed partial class Shipped;";
        var compilation = Compiler.Create(shipped + Net);
        var texts = new TestOptions(weights: "file w.safetensors\ntensor dense/kernel (64, 3) F32").Texts;
        var driver = Compiler.Driver().AddAdditionalTexts(texts).RunGenerators(compilation);
        Assert.Contains("base.LoadWeights(\"w.safetensors\");", Constructor());

        // What a file holds is the analyzer's concern.
        texts = Replace(texts, "file w.safetensors\ntensor dense/kernel (64, 4) F32");
        Assert.Equal([Cached, Cached], Reasons(TrackingNames.Name));
        texts = Replace(texts, "embedded w.safetensors\ntensor dense/kernel (64, 4) F32");
        Assert.Equal([Modified, Unchanged], Reasons(TrackingNames.Name));
        Assert.Equal([Modified, Cached], Reasons(TrackingNames.Emit));
        Assert.Contains("base.LoadEmbeddedWeights(\"w.safetensors\", typeof(Shipped).Assembly);", Constructor());
        compilation = Compiler.Create(shipped.Replace("\")]", "\", Verify = true)]") + Net);
        driver = driver.RunGenerators(compilation);
        Assert.Equal([Modified, Cached], Reasons(TrackingNames.Emit));
        Assert.Contains("base.LoadEmbeddedWeights(\"w.safetensors\", typeof(Shipped).Assembly, verify: true);", Constructor());

        ImmutableArray<AdditionalText> Replace(ImmutableArray<AdditionalText> before, string text)
        {
            var after = new TestOptions(weights: text).Texts;
            driver = driver.ReplaceAdditionalText(before.Single(), after.Single()).RunGenerators(compilation);
            return after;
        }

        string Constructor() => $"{driver.GetRunResult().GeneratedTrees.First()}";

        IEnumerable<IncrementalStepRunReason> Reasons(string step) => driver.GetRunResult().Results.Single().TrackedSteps[step]
            .SelectMany(run => run.Outputs).Select(output => output.Reason);
    }

    [Fact]
    public void AChangedBlockRunsEveryStepForTheNetworksThatUseItAlone()
    {
        const string used = "[Input(8, 8, 1)] [Block(typeof(Step), Filters = 4)] [Flatten] public sealed partial class Used;";
        const string step = "[BlockInput] [Conv2D(2 * Block.Filters, 3)] public static class Step;";
        AssertReasons(
            Edit(used + step.Replace("2 * ", "3 * ") + Net),
            new([Modified, Cached], [Modified, Cached], [Modified, Cached], [Modified, Cached]), before: used + step + Net);
        AssertReasons(
            Edit(used + step.Replace("public", "internal") + Net),
            new([Cached, Cached], [Cached, Cached], [Cached, Cached], [Cached, Cached]), before: used + step + Net);
    }

    [Fact]
    public void AWorseErrorOfTheSameKindStopsAfterBuild()
    {
        // The declaration differs, but the broken class says only which errors there are.
        AssertReasons(
            Edit(Net.Replace("Conv2D(4, 3)", "Conv2D(4, 10)")),
            new([Modified], [Modified], [Unchanged], [Cached]),
            before: Net.Replace("Conv2D(4, 3)", "Conv2D(4, 9)"));
    }

    [Fact]
    public void ARejectionThatMovesBuildsNothing()
    {
        // Its place is another, the network is not; its two sentences are told again.
        AssertReasons(
            Edit($"// A comment.\n{Rejected}"), new([Unchanged], [Cached], [Cached], [Cached, Modified, Modified]), before: Rejected);
        AssertReasons(Edit(Net), new([Modified], [Modified], [Modified], [Modified, Removed, Removed]),
            before: Rejected.Replace("class Rejected", "class Net"));
    }

    [Fact]
    public void ASecondNetworkLeavesTheFirstAlone() =>
        AssertReasons(
            compilation => compilation.AddSyntaxTrees(
                InMemoryCompiler.Parse("using CnnGen; [Input(4, 4, 1)] [Flatten] partial class Second;", "Second.cs")),
            new([Cached, New], [Cached, New], [Cached, New], [Cached, New]));

    [Fact]
    public void ANetworkWhoseFilesWouldHaveTheSameNamesRenamesThoseOfTheOtherAndNothingElse() =>
        AssertReasons(
            compilation => compilation.AddSyntaxTrees(
                InMemoryCompiler.Parse("using CnnGen; [Input(4, 4, 1)] [Flatten] partial class NET;", "Second.cs")),
            new([Cached, Cached, New], [Modified, Cached, New], [Modified, Cached, New], [Modified, Cached, New]),
            before: Net + Broken);

    [Fact]
    public void ClashingMembersRunEveryStepAgainOnlyWhenTheyAreThere()
    {
        AssertReasons(Edit(Net.Replace("Net;", "Net { public int InputSize => 1; }")), new([Modified], [Modified], [Modified], [Modified]));
        AssertReasons(
            Edit(Net.Replace("Net;", "Net { public int InputSize => 2; /* Another value. */ }")),
            new([Cached], [Cached], [Cached], [Cached]),
            before: Net.Replace("Net;", "Net { public int InputSize => 1; }"));
    }

    [Fact]
    public void OneChangedAttributeOfThirtyNetworksWritesOneAgain()
    {
        string[] names = [.. Enumerable.Range(0, 30).Select(number => $"Net{number}")];
        var source = string.Concat(names.Select(name => Net.Replace("Net;", $"{name};")));
        ImmutableArray<IncrementalStepRunReason> reasons = [.. names.Select(name => name == "Net7" ? Modified : Cached)];
        AssertReasons(
            Edit(source.Replace(Net.Replace("Net;", "Net7;"), Net.Replace("Conv2D(4, 3)", "Conv2D(5, 3)").Replace("Net;", "Net7;"))),
            new(reasons, reasons, reasons, reasons),
            before: source);
    }

    [Fact]
    public void ARemovedNetworkLeavesTheOtherAlone() =>
        AssertReasons(Edit(Net), new([Cached, Removed], [Cached, Removed], [Cached, Removed], [Cached, Removed]), before: Net + Broken);

    [Fact]
    public void ChangedInstructionSetsEmitAgainAndBuildNothing()
    {
        var driver = Compiler.Driver().RunGenerators(Compiler.Create(Net)).WithUpdatedAnalyzerConfigOptions(new TestOptions("Scalar"));
        var result = driver.RunGenerators(Compiler.Create(Net)).GetRunResult().Results.Single();
        Assert.Equal(Modified, Assert.Single(ReasonsOf(result, TrackingNames.Options)));
        Assert.Equal(Cached, Assert.Single(ReasonsOf(result, TrackingNames.Build)));
        Assert.Equal(Modified, Assert.Single(ReasonsOf(result, TrackingNames.Emit)));

        driver = Compiler.Driver(options: new TestOptions("Avx2,Scalar"))
            .RunGenerators(Compiler.Create(Net))
            .WithUpdatedAnalyzerConfigOptions(new TestOptions("scalar;AVX2"));
        result = driver.RunGenerators(Compiler.Create(Net)).GetRunResult().Results.Single();
        Assert.Equal(Unchanged, Assert.Single(ReasonsOf(result, TrackingNames.Options)));
        Assert.Equal(Cached, Assert.Single(ReasonsOf(result, TrackingNames.Emit)));
    }

    [Fact]
    public void EqualSourceGivesEqualModelsAndHashCodes()
    {
        var (first, second) = (Models(), Models());
        // Two networks through Discover, Name, Build and Emit, and the options.
        Assert.Equal((4 * 2) + 1, first.Count);
        Assert.Equal(first, second);
        Assert.Equal(first.Select(model => model.GetHashCode()), second.Select(model => model.GetHashCode()));
        // Equal by value, that is. The options of a project that sets none are one shared value.
        Assert.All(first.Zip(second).Where(pair => pair.First is not GeneratorOptions), pair => Assert.NotSame(pair.First, pair.Second));

        static List<object> Models() =>
            [.. Run().TrackedSteps.Where(step => Compiler.IsOurs(step.Key)).OrderBy(step => step.Key, StringComparer.Ordinal)
            .SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Value)];
        static GeneratorRunResult Run() => Compiler.Driver().RunGenerators(Compiler.Create(Net + Broken)).GetRunResult().Results.Single();
    }

    [Fact]
    public void NothingOfTheCompilerLivesInTheStepsValues()
    {
        var result = Compiler.Driver().RunGenerators(Compiler.Create(Net + Broken + Rejected)).GetRunResult().Results.Single();
        var walk = new ReferenceWalk();
        foreach (var (name, runs) in result.TrackedSteps.Where(step => Compiler.IsOurs(step.Key)))
        {
            foreach (var output in runs.SelectMany(run => run.Outputs))
                walk.Visit(output.Value, name);
        }

        // Layers and their shapes were reached, so the walk went to the bottom.
        Assert.Contains(typeof(CnnGen.Generator.Graph.Layers.Conv2D), walk.Types);
        Assert.Contains(typeof(CnnGen.Generator.Emission.Text.SourceFile), walk.Types);
        Assert.Contains(typeof(CnnGen.Generator.Discovery.SourcePlace), walk.Types);
    }

    [Fact]
    public void TheWalkFindsAHiddenSymbol()
    {
        var symbol = Compiler.Create(Net).GetTypeByMetadataName("Net");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => new ReferenceWalk().Visit(new { Inner = new object?[] { 1, symbol } }, "test"));
    }

    private static Func<CSharpCompilation, CSharpCompilation> Edit(string source) => compilation =>
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == "File1.cs");
        return compilation.ReplaceSyntaxTree(tree, InMemoryCompiler.Parse(source, tree.FilePath));
    };

    private static void AssertReasons(Func<CSharpCompilation, CSharpCompilation> edit, Reasons expected, string before = Net)
    {
        var compilation = Compiler.Create(before);
        var driver = Compiler.Driver().RunGenerators(compilation);
        var result = driver.RunGenerators(edit(compilation)).GetRunResult().Results.Single();
        var outputs = result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs)
            .Select(output => output.Reason);
        var actual = new Reasons(
            ReasonsOf(result, TrackingNames.Discover), ReasonsOf(result, TrackingNames.Build), ReasonsOf(result, TrackingNames.Emit),
            [.. outputs]);
        Assert.Equal(expected.ToString(), actual.ToString());
    }

    private static ImmutableArray<IncrementalStepRunReason> ReasonsOf(GeneratorRunResult result, string step) =>
        [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>Why each step ran, one reason per network.</summary>
    private sealed record Reasons(
        ImmutableArray<IncrementalStepRunReason> Discover,
        ImmutableArray<IncrementalStepRunReason> Build,
        ImmutableArray<IncrementalStepRunReason> Emit,
        ImmutableArray<IncrementalStepRunReason> Output)
    {
        public override string ToString() =>
            $"Discover {string.Join(" ", Discover)}; Build {string.Join(" ", Build)}; Emit {string.Join(" ", Emit)}; Output"
                + $" {string.Join(" ", Output)}";
    }

    /// <summary>Follows every field of a value and fails on what keeps a compilation alive.</summary>
    private sealed class ReferenceWalk
    {
        private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

        public HashSet<Type> Types { get; } = [];

        public void Visit(object? value, string path)
        {
            if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !_seen.Add(value))
                return;
            Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or SyntaxToken or Location or Compilation or SemanticModel,
                $"{path} holds a {value.GetType()}");
            Types.Add(value.GetType());
            if (value is IEnumerable elements)
            {
                foreach (var element in elements)
                    Visit(element, $"{path}[]");
            }

            for (var type = value.GetType(); type is not null; type = type.BaseType)
            {
                foreach (var field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    Visit(field.GetValue(value), $"{path}.{field.Name}");
                }
            }
        }
    }
}
