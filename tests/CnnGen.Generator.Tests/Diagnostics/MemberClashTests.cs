using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>
/// Members of the user's beside those that CnnGen writes: whatever C# would not have beside them is one error of ours at the member.
/// </summary>
public class MemberClashTests
{
    private const string Layers = "[Input(4, 4, 1)] [Flatten] [Dense(2)]";

    /// <summary>Every generated member but the constructor, as the compiler sees it.</summary>
    private static readonly Lazy<ISymbol[]> Generated =
        new(() =>
        [
            .. Compiler.Generate(
                Compiler.Create($"[NativeExport] [Inspectable] {Layers} public partial class Net;"), new TestOptions("Scalar"))
                .Compilation.GetTypeByMetadataName("Net")!.GetMembers()
                .Where(member =>
                    !member.IsImplicitlyDeclared
                        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor } and not IMethodSymbol {
                            AssociatedSymbol: not null }),
        ]);

    public static TheoryData<string> Names => [.. Generated.Value.Select(member => member.Name)];

    [Fact]
    public void EveryGeneratedMemberIsThere() => Assert.Equal(6 + 1 + 1 + 2, Generated.Value.Length);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AMemberOfAGeneratedOnesNameIsOneErrorAtTheMember(string name)
    {
        foreach (var member in new[] { $"public string {name} = \"\";", $"private static class {name};",
            $"public int {name} {{ get; set; }}" })
        {
            var source = $"[NativeExport] [Inspectable] {Layers} public partial class Net {{ {member} }}";
            var compilation = Compiler.Create(source);
            var diagnostic = Assert.Single(await Compiler.AnalyzeAsync(compilation));
            Assert.Equal("CNN009", diagnostic.Id);
            Assert.Equal(
                $"'{name}' clashes with the member of that name that CnnGen writes for network 'Net': rename it", diagnostic.GetMessage());
            Assert.Equal(source.IndexOf($" {name}", StringComparison.Ordinal) + 1, diagnostic.Location.SourceSpan.Start);
            AssertNothingElseIsWrong(compilation);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AClassOfAGeneratedMembersNameIsOneErrorAtTheClass(string name)
    {
        var compilation = Compiler.Create($"[NativeExport(\"net\")] [Inspectable] {Layers} public partial class {name};");
        var diagnostic = Assert.Single(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal("CNN009", diagnostic.Id);
        Assert.Equal(
            $"'{name}' clashes with the member of that name that CnnGen writes for network '{name}': rename it", diagnostic.GetMessage());
        AssertNothingElseIsWrong(compilation);
    }

    /// <summary>With outputs there is a Predict that has a span for each; without, the class may be called so.</summary>
    [Fact]
    public async Task AClassOfTheNameOfAMethodIsOneErrorAtTheClass()
    {
        Assert.Empty(await Compiler.AnalyzeAsync(Compiler.Create($"{Layers} public partial class Predict;")));
        const string source =
            "[Input(4, 4, 1)] [Flatten] [Dense(2, Name = \"a\")] [Dense(2)] [Output(\"a\")] public sealed partial class Predict;";
        var compilation = Compiler.Create(source);
        var diagnostic = Assert.Single(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal("CNN009", diagnostic.Id);
        Assert.Equal(source.IndexOf("Predict", StringComparison.Ordinal), diagnostic.Location.SourceSpan.Start);
        AssertNothingElseIsWrong(compilation);
    }

    [Theory]
    [InlineData("public const int [|InputSize|] = 3; public event Action? [|Information|];",
        "'InputSize' clashes with the member of that name", "'Information' clashes with the member of that name")]
    [InlineData("public void [|get_Information|]() { }",
        "'get_Information' clashes with the member of that name that CnnGen writes for network 'Net': rename it")]
    [InlineData("protected override CnnGen.Runtime.NetworkCode [|CodeFor|](CnnGen.Runtime.InstructionSet instructionSet) => null!;",
        "'CodeFor' clashes with the member of that name that CnnGen writes for network 'Net': remove it")]
    [InlineData("public void [|CodeFor|](CnnGen.Runtime.InstructionSet instructionSet) { }",
        "'CodeFor' clashes with the member of that name that CnnGen writes for network 'Net': rename it")]
    [InlineData(
        "private [|Net|](int s, CnnGen.Runtime.InstructionSet? i) : base(null!, s, null!, i) { }",
        "'Net(int, InstructionSet?)' clashes with the constructor that CnnGen writes for network 'Net': give it other parameters, and ':"
            + " this(seed)' behind them")]
    public async Task WhatCSharpWouldNotHaveIsMarked(string members, params string[] messages)
    {
        var diagnostics = await Compiler.AnalyzeAsync(
            Generate($"{Layers} public partial class Net {{ {members.Replace("[|", "").Replace("|]", "")} }}", out var result));
        Assert.Empty(result.Diagnostics);
        Assert.Equal(messages.Length, diagnostics.Length);
        Assert.All(diagnostics.Zip(messages), pair => Assert.StartsWith(pair.Second, pair.First.GetMessage()));
        var text = diagnostics[0].Location.SourceTree!.ToString();
        Assert.Equal(
            members.Split("[|").Skip(1).Select(part => part[..part.IndexOf("|]", StringComparison.Ordinal)]),
            diagnostics.Select(diagnostic => text[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End]));
    }

    [Fact]
    public async Task AnExportedNetworkCannotHaveWhatItsCreatorMustSet()
    {
        const string member = "public required string Text { get; init; }";
        Assert.Empty(await Compiler.AnalyzeAsync(Generate($"{Layers} public partial class Net {{ {member} }}", out _)));
        var compilation = Generate($"[NativeExport] {Layers} public partial class Net {{ {member} }}", out _);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Equal(
            "'Text' clashes with the functions for C that CnnGen writes for network 'Net': they cannot set it when they create a network;"
                + " remove 'required'",
            Assert.Single(await Compiler.AnalyzeAsync(compilation)).GetMessage());
    }

    [Fact]
    public async Task WhatUsesTheClassStillCompiles()
    {
        var compilation = Generate(
            $$"""
            {{Layers}} public partial class Net { public string InputSize => ""; }
            {{Layers}} public partial class OutputSize;
            static class Program
            {
                static int Use(Net net) =>
                    net.Info.InputSize + Net.OutputSize + net.InputSize.Length + new Net(3).Parameters.Count
                    + new OutputSize().Parameters.Count + OutputSize.InputSize;
            }
            """,
            out _);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Equal(["CNN009", "CNN009"], (await Compiler.AnalyzeAsync(compilation)).Select(diagnostic => diagnostic.Id));
    }

    private static Compilation Generate(string source, out GeneratorDriverRunResult result)
    {
        (result, var compilation) = Compiler.Generate(Compiler.Create(source), new TestOptions("Scalar"));
        return compilation;
    }

    /// <summary>Neither in the generated part nor, for the analyzer, because of it.</summary>
    private static void AssertNothingElseIsWrong(Compilation compilation)
    {
        var (result, updated) = Compiler.Generate(compilation, new TestOptions("Scalar"));
        Assert.Empty(result.Diagnostics);
        // That a member hides an inherited one is C#'s own to tell, at the member.
        Assert.DoesNotContain(Compiler.Complaints(updated), complaint => complaint.Id is not ("CS0108" or "CS0414"));
    }
}
