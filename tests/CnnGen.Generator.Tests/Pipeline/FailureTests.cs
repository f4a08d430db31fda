using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>
/// Whatever fails in whatever step for one network is reported for it, and the others of the project are written as without it.
/// </summary>
public class FailureTests
{
    private const string Good = "[Input(4, 4, 1)] [Flatten] [Dense(2)] public partial class Good { } [Input(4, 4, 1)] [Flatten] [Dense(3)]"
        + " public partial class Better;";
    private const string Bad = "[Input(4, 4, 1)] [Flatten] [Dense(1)] public partial class Bad;";

    private static readonly NetworkGenerator FailsToRead = new(read: (type, compilation, cancellation) =>
        type.Name == "Bad" ? throw new InvalidOperationException("unreadable") : NetworkSource.Read(type, compilation, cancellation));

    private static readonly NetworkGenerator FailsToWrite = new(emit: (network, options) =>
        network.Type.Name == "Bad"
            ? throw new InvalidOperationException("unwritable")
            : NetworkEmitter.Emit(Planner.Plan(network, options)));

    private static readonly NetworkGenerator NamesAFileThatCannotBe = new(emit: (network, options) => network.Type.Name == "Bad"
        ? new([new SourceFile("?.g.cs", "// Nobody can have this name.")])
        : NetworkEmitter.Emit(Planner.Plan(network, options)));

    [Theory]
    [InlineData(nameof(FailsToRead), "InvalidOperationException: unreadable")]
    [InlineData(nameof(FailsToWrite), "InvalidOperationException: unwritable")]
    [InlineData(nameof(NamesAFileThatCannotBe), "ArgumentException: ")]
    public void AFailureIsThatOfOneNetwork(string step, string expected)
    {
        var generator =
            step switch { nameof(FailsToRead) => FailsToRead, nameof(FailsToWrite) => FailsToWrite, _ => NamesAFileThatCannotBe };
        var (result, compilation) = Compiler.Generate(Compiler.Create(Good + Bad), generator: generator);
        Assert.Null(result.Results.Single().Exception);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(DiagnosticIds.InternalError, diagnostic.Id);
        Assert.StartsWith($"CnnGen failed on network 'Bad', which is a fault of CnnGen; please file it with this text: {expected}",
            diagnostic.GetMessage());
        Assert.Empty(Compiler.Complaints(compilation));
        AssertGoodOnesAreWritten(result);
    }

    [Theory]
    [InlineData("public partial class Bad { public int OutputSize; }")]
    [InlineData("public partial class OutputSize;")]
    [InlineData("public partial class Bad(int x) { public int X => x; }")]
    [InlineData("public class Bad;")]
    [InlineData("public partial class GOOD;", 1)]
    [InlineData("public partial class Ⅷ;", 1)]
    public void ABadPlaceOrNameIsThatOfOneNetwork(string declaration, int written = 0)
    {
        var (result, _) = Compiler.Generate(Compiler.Create($"{Good} [Input(4, 4, 1)] [Flatten] [Dense(1)] {declaration}"));
        Assert.Empty(result.Diagnostics);
        Assert.Null(result.Results.Single().Exception);
        if (written == 0)
            AssertGoodOnesAreWritten(result);
        else
            Assert.Equal(15, result.GeneratedTrees.Length);
    }

    private static void AssertGoodOnesAreWritten(GeneratorDriverRunResult result)
    {
        static IEnumerable<(string, string)> Files(GeneratorDriverRunResult result) =>
            result.Results.Single().GeneratedSources.Select(file => (file.HintName, file.SourceText.ToString()))
                .Where(file => file.HintName.StartsWith("Good") || file.HintName.StartsWith("Better"));
        var expected = Files(Compiler.Generate(Compiler.Create(Good)).Result).ToList();
        Assert.Equal(10, expected.Count);
        Assert.Equal(expected, Files(result));
    }
}
