using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes the prediction of one image by several threads: stages that come one after the other, each cut into work items that may run at
/// the same time. Layers that are not worth cutting follow each other in stages of one item.
/// </summary>
internal sealed class InferenceStageWriter(Plan plan, int target, KernelSet kernels, CodeWriter code, PassWriter passes)
{
    private readonly List<(int Items, List<Action> Parts)> _stages = [];

    public void Write()
    {
        foreach (var layer in plan.Network.Layers.Where(layer => !plan.Values[layer.Index].Inference.IsAlias))
            Add(layer);
        Add(1, passes.WriteInferenceOutput);

        code.Line("/// <summary>Work items of each stage of <see cref=\"InferStage\"/>.</summary>");
        code.Line($"internal static ReadOnlySpan<int> InferStageItems => new int[] {{"
            + $" {string.Join(", ", _stages.Select(stage => stage.Items))} }};");
        code.Line();
        code.Line("/// <summary>One work item of one stage of the prediction of a single image; the items of a stage may run at the same"
            + " time.</summary>");
        using (code.Open("internal static void InferStage(in NetworkPass pass, int stage, int item)"))
        {
            passes.WriteInferenceLocals();
            code.Line("const int count = 1;");
            using (code.Open("switch (stage)"))
            {
                for (var stage = 0; stage < _stages.Count; stage++)
                    WriteStage(stage);
            }
        }
    }

    private void WriteStage(int stage)
    {
        code.Line($"case {stage}:");
        using (code.Body())
        {
            foreach (var part in _stages[stage].Parts)
                part();
            code.Line("break;");
        }
    }

    private void Add(int items, Action part)
    {
        if (items > 1 || _stages.Count == 0 || _stages[^1].Items > 1)
            _stages.Add((items, []));
        _stages[^1].Parts.Add(part);
    }

    private void Add(Layer layer)
    {
        var contraction = plan.ContractionOf(layer.Index);
        switch (contraction?.Prediction)
        {
            case TiledProduct tiled when InferenceSplit.Of(
                tiled.Product, tiled.Tilings[target], plan.Targets[target]) is { Items: > 1 } split:
                Add(split.Items, () =>
                {
                    WriteStart(layer, split.Items);
                    var call = passes.InferenceOperands(contraction);
                    code.Line($"{ProductKernel.AddPart(kernels, tiled.Product, tiled.Tilings[target], split)}({call.From}, {call.Kernel},"
                        + $" {call.Epilogue}{call.To}, item);");
                });
                break;
            case TiledWinograd tiled:
                Add(layer, contraction, tiled, InferenceSplit.Of(tiled.Winograd, tiled.SingleTilings[target], plan.Targets[target]));
                break;
            default:
                Add(1, () => passes.WriteInferenceLayer(layer));
                break;
        }
    }

    private void Add(Layer layer, Contraction contraction, TiledWinograd tiled, WinogradSplit split)
    {
        if (split.BlockItems > 0)
        {
            Add(split.BlockItems, () => WriteBlockItem(layer, contraction, tiled, split.BlockItems));
            return;
        }

        if (split.Blocks.All(block => block is { InputItems: 1, ProductItems: 1, OutputItems: 1 }))
        {
            Add(1, () => passes.WriteInferenceLayer(layer));
            return;
        }

        foreach (var block in split.Blocks)
        {
            Add(block.InputItems, () =>
            {
                if (block.First == 0)
                    WriteStart(layer, block.InputItems);
                WriteInput(contraction, tiled, block);
            });
            Add(block.ProductItems, () => WriteProducts(contraction, tiled, block));
            Add(block.OutputItems, () => WriteOutput(contraction, tiled, block));
        }
    }

    /// <summary>
    /// The layer's heading, and its output's border: the items write inside of it, so one of them can do it at the same time.
    /// </summary>
    private void WriteStart(Layer layer, int items)
    {
        passes.WriteInferenceHeading(layer);
        var place = plan.Values[layer.Index].Inference;
        if (!place.ClearBorder)
            return;
        using (items > 1 ? code.Open("if (item == 0)") : (CodeWriter.Block?)null)
            passes.WriteClearBorder(place);
    }

    private void WriteBlockItem(Layer layer, Contraction contraction, TiledWinograd tiled, int items)
    {
        WriteStart(layer, items);
        var (winograd, steps) = (tiled.Winograd, WinogradProductKernel.AddSteps(kernels, tiled, target));
        var call = passes.InferenceOperands(contraction);
        var products = CodeWriter.At("pass.Scratch", winograd.ProductsOffset);
        var (first, end) = WorkItems.Range(0, winograd.Grid.TileRows, items, "item");
        code.Line($"var (first, end) = ({first}, {end});");
        code.Line($"{steps.Input}({call.From}, pass.Scratch, imageStride, first, end);");
        code.Line($"{steps.Products}(pass.Scratch, {call.Kernel}, {products},"
            + $" {CodeWriter.Times("(end - first)", winograd.Grid.TileColumns)}, 0, {winograd.Grid.Frequencies});");
        code.Line($"{steps.Output}({products}, {call.Epilogue}{call.To}, imageStride, first, end);");
    }

    private void WriteInput(Contraction contraction, TiledWinograd tiled, WinogradBlock block)
    {
        var (winograd, call) = (tiled.Winograd, passes.InferenceOperands(contraction));
        var (first, end) = WorkItems.Range(block.First, block.Strips, block.InputItems, "item");
        var to = FromStrip("pass.Round", first, block, winograd.Grid.TileColumns * winograd.Input.ColumnStep);
        code.Line($"{WinogradProductKernel.AddSteps(kernels, tiled, target).Input}({call.From}, {to}, imageStride, {first}, {end});");
    }

    private void WriteProducts(Contraction contraction, TiledWinograd tiled, WinogradBlock block)
    {
        var winograd = tiled.Winograd;
        var (first, end) = WorkItems.Range(0, winograd.Grid.Frequencies, block.ProductItems, "item");
        code.Line(
            $"{WinogradProductKernel.AddSteps(kernels, tiled, target).Products}(pass.Round,"
            + $" {passes.InferenceOperands(contraction).Kernel}, {CodeWriter.At("pass.Round", winograd.ProductsOffset)}, "
            + $"{block.Strips * winograd.Grid.TileColumns}, {first}, {end});");
    }

    private void WriteOutput(Contraction contraction, TiledWinograd tiled, WinogradBlock block)
    {
        var (winograd, call) = (tiled.Winograd, passes.InferenceOperands(contraction));
        var (first, end) = WorkItems.Range(block.First, block.Strips, block.OutputItems, "item");
        var from = FromStrip(
            CodeWriter.At("pass.Round", winograd.ProductsOffset), first, block, winograd.Grid.TileColumns * winograd.Output.ColumnStep);
        code.Line($"{WinogradProductKernel.AddSteps(kernels, tiled, target).Output}({from}, {call.Epilogue}{call.To}, imageStride,"
            + $" {first}, {end});");
    }

    /// <summary>Where a strip lies in the room between the steps, which holds one block.</summary>
    private static string FromStrip(string room, string strip, WinogradBlock block, int stripFloats)
    {
        if (strip == $"{block.First}")
            return room;
        return $"{room} + ({strip}{(block.First == 0 ? "" : $" - {block.First}")}) * {stripFloats}";
    }
}
