using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes prediction twice over: of some images, layer by layer, and of one image by several threads, in stages that come one after the
/// other, each cut into work items that may run at the same time. What both do in the same way is a method that both call.
/// </summary>
internal sealed class InferenceWriter(Plan plan, int target, KernelSet kernels, CodeWriter code, StepWriter steps)
{
    private readonly EquatableArray<Stage> _stages = plan.Stages[target];
    private readonly List<LayerRun> _runs = LayerRun.Of(plan.Stages[target]);

    /// <summary>What stages do besides runs.</summary>
    private IEnumerable<StagePart> Others =>
        _stages.SelectMany(stage => stage.Parts).Where(part => !_runs.Any(run => run.Parts.Contains(part)));

    public void Write()
    {
        WriteInfer();
        code.Line();
        EntryPoint.InferStageItems.Write(code, $"new int[] {{ {string.Join(", ", _stages.Select(stage => stage.Items))} }}");
        code.Line();
        using (EntryPoint.InferStage.Open(code))
        {
            if (Others.Any())
                WriteLocals(withStride: Others.Any(part => part is not ProductPart { Start.Border: null }));
            code.Line("const int count = 1;");
            using (code.Open("switch (stage)"))
            {
                for (var stage = 0; stage < _stages.Count; stage++)
                    WriteStage(stage);
            }
        }

        foreach (var run in _runs)
        {
            code.Line();
            WriteRun(run);
        }
    }

    private void WriteInfer()
    {
        using var body = EntryPoint.Infer.Open(
            code, $"; a workspace of {CodeWriter.Count(4L * plan.Memory.InferenceImageFloats)} bytes each");
        if (Others.Any())
            WriteLocals();
        code.Line("var count = pass.Count;");
        foreach (var layer in plan.Layers.Select(layer => layer.Inference).OfType<LayerPass>())
        {
            if (_runs.FirstOrDefault(run => run.Layers.Contains(layer)) is not { } run)
                steps.Write(layer);
            else if (run.Layers[0] == layer)
                WriteCall(run);
        }

        if (_runs.All(run => run.Outputs.Count == 0))
            WriteSteps(plan.Outputs);
    }

    /// <summary>What the text of layers in prediction refers to, but for <c>count</c>; parts of a product of one image need no
    /// stride.</summary>
    private void WriteLocals(bool withStride = true)
    {
        if (withStride)
            code.Line($"const int imageStride = {plan.Memory.InferenceImageFloats};");
        code.Line("var work = pass.Workspace;");
        code.Line("var weights = pass.Weights;");
    }

    private void WriteRun(LayerRun run)
    {
        code.Line("/// <summary>Layers of prediction that one thread does from the first to the last.</summary>");
        using (code.Open($"private static void {run.Name}(in NetworkPass pass, int count)"))
        {
            WriteLocals();
            foreach (var layer in run.Layers)
                steps.Write(layer);
            WriteSteps(run.Outputs);
        }
    }

    private void WriteSteps(EquatableArray<Step> outputs)
    {
        foreach (var output in outputs)
            steps.Write(output);
    }

    private void WriteCall(LayerRun run)
    {
        foreach (var layer in run.Layers)
            steps.WriteHeading(layer);
        code.Line($"{run.Name}(in pass, count);");
    }

    private void WriteStage(int stage)
    {
        code.Line($"case {stage}:");
        using (code.Body())
        {
            foreach (var part in _stages[stage].Parts)
            {
                if (part.Start is { } layer)
                    WriteStart(layer, _stages[stage].Items);
                if (_runs.FirstOrDefault(run => run.Parts.Contains(part)) is not { } run)
                    WritePart(part);
                else if (run.Parts[0] == part)
                    WriteCall(run);
            }

            code.Line("break;");
        }
    }

    /// <summary>
    /// The layer's heading, and its output's border: the items write inside of it, so one of them can do it at the same time.
    /// </summary>
    private void WriteStart(LayerPass layer, int items)
    {
        steps.WriteHeading(layer);
        if (layer.Border is not { } border)
            return;
        using (items > 1 ? code.Open("if (item == 0)") : (CodeWriter.Block?)null)
            steps.Write(border);
    }

    private void WritePart(StagePart part)
    {
        switch (part)
        {
            case WholeLayer whole:
                steps.Write(whole.Layer);
                break;
            case OutputPart output:
                WriteSteps(output.Steps);
                break;
            case ProductPart product:
                var name = ProductKernel.AddPart(kernels, product.Product.Product, product.Product.Tilings[target], product.Split);
                code.Line($"{name}({Arguments(product.Operands.All)}, item);");
                break;
            case WinogradBlockPart block:
                WriteBlockItem(block);
                break;
            case WinogradStepPart step:
                WriteStep(step);
                break;
        }
    }

    private void WriteBlockItem(WinogradBlockPart part)
    {
        var (winograd, names) = (part.Winograd.Winograd, WinogradProductKernel.AddSteps(kernels, part.Winograd, target));
        var products = CodeWriter.At("pass.Scratch", winograd.ProductsOffset);
        var (first, end) = WorkItems.Range(0, winograd.Grid.TileRows, part.Items, "item");
        code.Line($"var (first, end) = ({first}, {end});");
        code.Line($"{names.Input}({steps.Text(part.Operands.From)}, pass.Scratch, imageStride, first, end);");
        code.Line($"{names.Products}(pass.Scratch, {steps.Text(part.Operands.Kernel)}, {products},"
            + $" {CodeWriter.Times("(end - first)", winograd.Grid.TileColumns)}, 0, {winograd.Grid.Frequencies});");
        code.Line($"{names.Output}({products}, {Arguments(part.Operands.Stored)}, imageStride, first, end);");
    }

    private void WriteStep(WinogradStepPart part)
    {
        var (winograd, block, operands) = (part.Winograd.Winograd, part.Block, part.Operands);
        var names = WinogradProductKernel.AddSteps(kernels, part.Winograd, target);
        var products = CodeWriter.At("pass.Round", winograd.ProductsOffset);
        if (part.Step == WinogradStep.Products)
        {
            var (firstFrequency, endFrequency) = WorkItems.Range(0, winograd.Grid.Frequencies, block.ProductItems, "item");
            code.Line($"{names.Products}(pass.Round, {steps.Text(operands.Kernel)}, {products},"
                + $" {block.Strips * winograd.Grid.TileColumns}, {firstFrequency}, {endFrequency});");
            return;
        }

        var (first, end) = WorkItems.Range(block.First, block.Strips, block.ItemsOf(part.Step), "item");
        if (part.Step == WinogradStep.Input)
        {
            var to = FromStrip("pass.Round", first, block, winograd.Grid.TileColumns * winograd.Input.ColumnStep);
            code.Line($"{names.Input}({steps.Text(operands.From)}, {to}, imageStride, {first}, {end});");
            return;
        }

        var from = FromStrip(products, first, block, winograd.Grid.TileColumns * winograd.Output.ColumnStep);
        code.Line($"{names.Output}({from}, {Arguments(operands.Stored)}, imageStride, {first}, {end});");
    }

    private string Arguments(IEnumerable<Argument> operands) => string.Join(", ", operands.Select(steps.Text));

    /// <summary>Where a strip lies in the room between the steps, which holds one block.</summary>
    private static string FromStrip(string room, string strip, WinogradBlock block, int stripFloats)
    {
        if (strip == $"{block.First}")
            return room;
        return $"{room} + ({strip}{(block.First == 0 ? "" : $" - {block.First}")}) * {stripFloats}";
    }
}
