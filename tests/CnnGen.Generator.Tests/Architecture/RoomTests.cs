using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Architecture;

/// <summary>
/// The rooms of the generator, and who may look into which: see <c>docs/internals/architecture.md</c>. Rooms are folders.
/// </summary>
public class RoomTests
{
    private static readonly Lazy<IReadOnlyList<Mention>> Mentions = new(() => SourceTypes.MentionsIn("generator", "CnnGen.Generator"));

    /// <summary>
    /// From the lowest room up: each may look into those before it, and nowhere else. What layers are is a room with the folder of their
    /// files.
    /// </summary>
    private static readonly string[][] Rooms =
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
        ["Analysis"],
        ["Emission/Text"],
        ["Emission/Kernels"],
        ["Emission/Kernels/Winograd"],
        ["Emission/Layers"],
        ["Emission/Description"],
        ["Emission/Native"],
        ["Emission"],
        [""],
    ];

    [Fact]
    public void NoRoomLooksUp()
    {
        Assert.Empty(
            Mentions.Value.SelectMany(mention => new[] { mention.From, mention.To }).Distinct().Except(Rooms.SelectMany(room => room)));
        Assert.Empty(Mentions.Value.Where(mention => FloorOf(mention.To) > FloorOf(mention.From)).Select(mention => $"{mention}"));
    }

    /// <summary>Each stage of the pipeline takes what the one before it made, and does not ask how.</summary>
    [Theory]
    [InlineData("Planning", "Discovery")]
    [InlineData("Planning", "Diagnostics")]
    [InlineData("Emission", "Discovery")]
    [InlineData("Emission", "Diagnostics")]
    [InlineData("Emission", "Analysis")]
    [InlineData("Graph", "Discovery")]
    public void AStageDoesNotAskAnother(string stage, string other) =>
        Assert.Empty(Mentions.Value.Where(mention => IsIn(mention.From, stage) && IsIn(mention.To, other)).Select(mention => $"{mention}"));

    /// <summary>Emission decides nothing: it reads the plan's records, and the kernels that layers ask for, and asks no planner.</summary>
    [Fact]
    public void EmissionKnowsNothingOfPlanningButThePlan() => Assert.Empty(Mentions.Value
        .Where(mention => IsIn(mention.From, "Emission") && IsIn(mention.To, "Planning") && mention.To != "Planning/Plans")
        .Where(mention => !(mention.From == "Emission/Layers" && mention.To == "Planning/Layers" && mention.Type.IsRecord))
        .Select(mention => $"{mention}"));

    /// <summary>A layer speaks for itself: whatever asks for its type belongs into a file of its own, in a folder of layers.</summary>
    [Fact]
    public void NoLayerIsNamedOutsideOfTheFoldersOfLayers()
    {
        Assert.Contains(Mentions.Value, mention => IsLayer(mention.Type) && mention.File == "Graph/Layers/Conv2D.cs");
        Assert.Empty(Mentions.Value
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

    private static bool IsIn(string folder, string room) => folder == room || folder.StartsWith(room + "/", StringComparison.Ordinal);

    private static int FloorOf(string folder) => Array.FindIndex(Rooms, room => room.Contains(folder));
}
