using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Products;

/// <summary>
/// Cuts the prediction of one image into stages for several threads. Layers that are not worth cutting follow each other in stages of one
/// item.
/// </summary>
internal static class StagePlanner
{
    /// <param name="layers">The layers.</param>
    /// <param name="index">The target's number.</param>
    /// <param name="target">The target.</param>
    /// <param name="outputs">Hand the outputs to the caller.</param>
    public static EquatableArray<Stage> Plan(EquatableArray<LayerPlan> layers, int index, Target target, EquatableArray<Step> outputs)
    {
        var stages = new List<(int Items, List<StagePart> Parts)>();
        foreach (var (items, part) in layers.SelectMany(layer => Parts(layers, layer, index, target)).Append((1, new OutputPart(outputs))))
        {
            if (items > 1 || stages.Count == 0 || stages[^1].Items > 1)
                stages.Add((items, []));
            stages[^1].Parts.Add(part);
        }

        return new(stages.Select(stage => new Stage(stage.Items, new(stage.Parts))));
    }

    private static IEnumerable<(int Items, StagePart Part)> Parts(
        EquatableArray<LayerPlan> layers, LayerPlan layer, int index, Target target)
    {
        if (layer.Inference is not { } pass)
            return [];
        if (layer.Contraction is not { } contraction)
            return [(1, new WholeLayer(pass))];
        var operands = contraction.FusedOperands(layers[layer.Layer.Inputs[0]].Places.Inference, layer.Places.Inference);
        switch (contraction.Fused)
        {
            case TiledProduct tiled when InferenceSplit.Of(tiled.Product, tiled.Tilings[index], target) is { Items: > 1 } split:
                return [(split.Items, new ProductPart(pass, tiled, split, operands))];
            case TiledWinograd tiled:
                return Parts(pass, tiled, InferenceSplit.Of(tiled.Winograd, tiled.SingleTilings[index], target), operands);
            default:
                return [(1, new WholeLayer(pass))];
        }
    }

    private static IEnumerable<(int Items, StagePart Part)> Parts(
        LayerPass pass, TiledWinograd tiled, WinogradSplit split, ProductOperands operands)
    {
        if (split.BlockItems > 0)
            return [(split.BlockItems, new WinogradBlockPart(pass, tiled, split.BlockItems, operands))];
        if (split.Blocks.All(block => block is { InputItems: 1, ProductItems: 1, OutputItems: 1 }))
            return [(1, new WholeLayer(pass))];
        WinogradStep[] steps = [WinogradStep.Input, WinogradStep.Products, WinogradStep.Output];
        return
            from block in split.Blocks
            from step in steps
            let start = block.First == 0 && step == WinogradStep.Input ? pass : null
            select (block.ItemsOf(step), (StagePart)new WinogradStepPart(start, tiled, step, block, operands));
    }
}
