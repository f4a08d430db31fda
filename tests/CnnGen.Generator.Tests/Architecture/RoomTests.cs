using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Architecture;

/// <summary>
/// The rooms of the generator and of the library, and who may look into which: see <c>docs/internals/architecture.md</c>. Rooms are
/// folders.
/// </summary>
public partial class RoomTests
{
    private static readonly Rooms Generator = new(
    [
        ["Common"],
        ["Diagnostics"],
        ["Graph", "Graph/Layers"],
        ["Discovery"],
        ["Planning/Plans"],
        ["Planning/Tiles"],
        ["Planning/Memory"],
        ["Planning/Products"],
        ["Planning/Layers"],
        ["Planning"],
        ["Analysis/Warnings"],
        ["Analysis"],
        ["Emission/Text"],
        ["Emission/Kernels"],
        ["Emission/Kernels/Winograd"],
        ["Emission/Layers"],
        ["Emission/Description"],
        ["Emission/Native"],
        ["Emission"],
        [""],
    ], "generator", "CnnGen.Generator");

    private static readonly Rooms Library = new(
    [
        ["Layers"],
        ["Runtime/Memory"],
        ["Runtime/Threads"],
        ["Runtime/Lanes"],
        ["Runtime/Activations"],
        ["Runtime/Random"],
        ["Runtime"],
        ["Runtime/Winograd"],
        ["Formats"],
        ["Settings"],
        ["Networks/Contract"],
        ["Training/Clusters"],
        ["Networks/Weights"],
        ["Data", "Data/Augmentation", "Data/Sources"],
        [
            "Training", "Training/Callbacks", "Training/Checkpoints", "Training/Losses", "Training/Losses/Formulas", "Training/Metrics",
            "Training/Optimizers", "Training/Progress", "Training/Schedules",
        ],
        ["Networks", "Networks/Inspection", "Networks/Shards"],
        ["Native"],
    ], "src", "CnnGen");

    [Fact]
    public void NoRoomOfTheGeneratorLooksUp() => Generator.AssertNoneLooksUp();

    [Fact]
    public void NoRoomOfTheLibraryLooksUp() => Library.AssertNoneLooksUp();

    /// <summary>The folder's README says what happens in each.</summary>
    [Fact]
    public void EveryRoomOfTheGeneratorIsInItsReadme() => Assert.Equal(
        Generator.All.Where(room => room.Length > 0).Order(StringComparer.Ordinal),
        RoomPattern().Matches(File.ReadAllText(Repository.PathOf("generator", "README.md"))).Select(match => match.Groups["room"].Value)
            .Order(StringComparer.Ordinal));

    /// <summary>Each stage of the pipeline takes what the one before it made, and does not ask how.</summary>
    [Theory]
    [InlineData("Planning", "Discovery")]
    [InlineData("Planning", "Diagnostics")]
    [InlineData("Emission", "Discovery")]
    [InlineData("Emission", "Diagnostics")]
    [InlineData("Emission", "Analysis")]
    [InlineData("Graph", "Discovery")]
    public void AStageDoesNotAskAnother(string stage, string other) =>
        Assert.Empty(Generator.Mentions
            .Where(mention => IsIn(mention.From, stage) && IsIn(mention.To, other))
            .Select(mention => $"{mention}"));

    /// <summary>Emission decides nothing: it reads the plan's records, and the kernels that layers ask for, and asks no planner.</summary>
    [Fact]
    public void EmissionKnowsNothingOfPlanningButThePlan() => Assert.Empty(Generator.Mentions
        .Where(mention => IsIn(mention.From, "Emission") && IsIn(mention.To, "Planning") && mention.To != "Planning/Plans")
        .Where(mention => !(mention.From == "Emission/Layers" && mention.To == "Planning/Layers" && mention.Type.IsRecord))
        .Select(mention => $"{mention}"));

    /// <summary>A layer speaks for itself: whatever asks for its type belongs into a file of its own, in a folder of layers.</summary>
    [Fact]
    public void NoLayerIsNamedOutsideOfTheFoldersOfLayers()
    {
        Assert.Contains(Generator.Mentions, mention => IsLayer(mention.Type) && mention.File == "Graph/Layers/Conv2D.cs");
        Assert.Empty(Generator.Mentions
            .Where(mention => IsLayer(mention.Type) && !mention.From.EndsWith("/Layers", StringComparison.Ordinal))
            .Select(mention => $"{mention}"));
    }

    /// <summary>A kind of layer: what derives from the one base of all of them.</summary>
    private static bool IsLayer(INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.ToDisplayString() == "CnnGen.Generator.Graph.Layers.Layer")
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"\(CnnGen\.Generator/(?<room>[\w/]+)\)")]
    private static partial Regex RoomPattern();

    private static bool IsIn(string folder, string room) => folder == room || folder.StartsWith(room + "/", StringComparison.Ordinal);
}
