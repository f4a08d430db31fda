using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>
/// Many networks, and many layers: what is written grows with what is declared, and no faster. What an edit writes again is the business of
/// IncrementalityTests.
/// </summary>
public class LargeProjectTests
{
    [Fact]
    public void SixtyConvolutionsAreWrittenInProportion()
    {
        var (thirty, sixty) = (Characters(Convolutions(30), compile: false), Characters(Convolutions(60), compile: true));
        Assert.InRange(sixty, thirty, 2.2 * thirty);
    }

    [Fact]
    public void ThirtyNetworksAreWrittenInProportion()
    {
        static string Networks(int count) => string.Concat(Enumerable.Range(0, count).Select(number =>
            $"[Input(2, 2, {number + 1})] [Conv2D(2, 2)] [Flatten] [Dense(3)] public partial class Net{number};"));
        var (fifteen, thirty) = (Characters(Networks(15), compile: false), Characters(Networks(30), compile: true));
        Assert.InRange(thirty, 1.8 * fifteen, 2.4 * fifteen);
    }

    private static string Convolutions(int count) =>
        "[Input(8, 8, 4)]"
            + $" {string.Concat(Enumerable.Range(0, count).Select(number => $"[Conv2D({4 + (number % 3)}, 3, Padding = Padding.Same)] "))}"
            + " [Flatten] [Dense(2)] public partial class Net;";

    private static int Characters(string source, bool compile)
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create(source), new TestOptions("Scalar"));
        Assert.Empty(result.Diagnostics);
        if (compile)
            Assert.Empty(Compiler.Complaints(compilation));
        return result.GeneratedTrees.Sum(tree => tree.Length);
    }
}
