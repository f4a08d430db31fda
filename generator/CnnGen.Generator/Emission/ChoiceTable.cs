using System.Globalization;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>What the planner chose for the directions of a layer, and from what, as data of the class.</summary>
internal static class ChoiceTable
{
    private const string Library = "global::CnnGen";

    /// <summary>The expressions that construct a layer's choices; none but for convolutions and dense layers.</summary>
    public static IEnumerable<string> Rows(Plan plan, Layer declared)
    {
        if (plan.Network.Layers.FirstOrDefault(layer => layer.Name == declared.Name) is not { } layer
            || plan.ContractionOf(layer.Index) is not { } contraction)
            yield break;
        yield return Row(plan, layer, contraction, ConvolutionDirection.Forward, Tiles(contraction.Forward));
        if (contraction.InputGradients.Count > 0)
            yield return Row(plan, layer, contraction, ConvolutionDirection.InputGradient, Tiles(contraction.InputGradients[0]));
        yield return Row(plan, layer, contraction, ConvolutionDirection.WeightGradient, Tiles(contraction.WeightGradient));
    }

    private static string Row(
        Plan plan, Layer layer, Contraction contraction, ConvolutionDirection direction, IEnumerable<(int Rows, int Vectors)> tiles)
    {
        var convolution = layer as Conv2D;
        var algorithm = convolution is null
            ? contraction.Algorithm
            : AlgorithmPlanner.Choose(convolution).Of(direction).Describe(convolution.Window.Height, convolution.Window.Width);
        var candidates = convolution is null ? [$"new({CodeWriter.Literal(algorithm)}, 1d)"] : Candidates(convolution, direction);
        var perTarget =
            plan.Targets.Zip(tiles, (target, tile) => $"new({Library}.Runtime.InstructionSet.{target.Name}, {tile.Rows}, {tile.Vectors})");
        return $"new({Library}.LayerDirection.{direction}, {CodeWriter.Literal(algorithm)}, new {Library}.AlgorithmCandidate[] {{"
            + $" {string.Join(", ", candidates)} }}, "
            + $"new {Library}.RegisterTile[] {{ {string.Join(", ", perTarget)} }})";
    }

    private static IEnumerable<string> Candidates(Conv2D layer, ConvolutionDirection direction)
    {
        var estimates = AlgorithmPlanner.Estimates(layer, direction);
        return estimates.Select(estimate =>
            $"new({CodeWriter.Literal(estimate.Algorithm.Describe(layer.Window.Height, layer.Window.Width))},"
                + $" {Relative(estimate.Cycles / estimates[0].Cycles)}d)");
    }

    // Two digits are more than the estimate is worth, and the same text on every machine.
    private static string Relative(double cost) => cost.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<(int Rows, int Vectors)> Tiles(PlannedProduct product) => product switch
    {
        TiledWinograd winograd => winograd.Tilings.Select(tiling => (tiling.MostTiles, tiling.Groups[0].Vectors)),
        _ => ((TiledProduct)product).Tilings.Select(
            tiling => (tiling.Regions[0].TileRows * tiling.Regions[0].TileColumns, tiling.Groups[0].Vectors)),
    };

    private static IEnumerable<(int Rows, int Vectors)> Tiles(PlannedGradient gradient) =>
        (gradient is TiledWinogradGradient winograd ? winograd.Tilings : ((TiledOuterProduct)gradient).Tilings)
        .Select(tiling => (tiling.Tiles[0].Rows, tiling.Groups[0].Vectors));
}
