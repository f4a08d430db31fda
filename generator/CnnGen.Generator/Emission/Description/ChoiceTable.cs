using System.Globalization;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Description;

/// <summary>What the planner chose for the directions of a layer, and from what, as data of the class.</summary>
internal static class ChoiceTable
{
    private const string Library = "global::CnnGen";

    /// <summary>The expressions that construct a layer's choices; none but for convolutions and dense layers.</summary>
    public static IEnumerable<string> Rows(Plan plan, LayerPlan? layer) =>
        layer is null ? [] : layer.Choices.Select(choice => Row(plan, choice));

    private static string Row(Plan plan, DirectionChoice choice)
    {
        var candidates = choice.Candidates.Select(candidate =>
            $"new({CodeWriter.Literal(candidate.Algorithm)}, {Relative(candidate.RelativeCost)}d)");
        var tiles = plan.Targets.Zip(
            choice.Tiles, (target, tile) => $"new({Library}.Runtime.InstructionSet.{target.Name}, {tile.Rows}, {tile.Vectors})");
        return $"new({Library}.LayerDirection.{choice.Direction}, {CodeWriter.Literal(choice.Algorithm)},"
            + $" new {Library}.AlgorithmCandidate[] {{ {string.Join(", ", candidates)} }},"
            + $" new {Library}.RegisterTile[] {{ {string.Join(", ", tiles)} }})";
    }

    // Two digits are more than the estimate is worth, and the same text on every machine.
    private static string Relative(double cost) => cost.ToString("0.##", CultureInfo.InvariantCulture);
}
