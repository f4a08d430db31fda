using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes the prediction of one image by several threads: stages that come one after the other, each cut into work items that may run at
/// the same time.
/// </summary>
internal sealed class InferenceStageWriter(Plan plan, int target, KernelSet kernels, CodeWriter code, StepWriter steps)
{
    private EquatableArray<Stage> Stages => plan.Stages[target];

    /// <summary>What the text of layers in prediction refers to, but for <c>count</c>.</summary>
    public static void WriteLocals(CodeWriter code, Plan plan)
    {
        code.Line($"const int imageStride = {plan.Memory.InferenceImageFloats};");
        code.Line("var work = pass.Workspace;");
        code.Line("var weights = pass.Weights;");
    }

    public void Write()
    {
        EntryPoint.InferStageItems.Write(code, $"new int[] {{ {string.Join(", ", Stages.Select(stage => stage.Items))} }}");
        code.Line();
        using (EntryPoint.InferStage.Open(code))
        {
            WriteLocals(code, plan);
            code.Line("const int count = 1;");
            using (code.Open("switch (stage)"))
            {
                for (var stage = 0; stage < Stages.Count; stage++)
                    WriteStage(stage);
            }
        }
    }

    private void WriteStage(int stage)
    {
        code.Line($"case {stage}:");
        using (code.Body())
        {
            foreach (var part in Stages[stage].Parts)
            {
                if (part.Start is { } layer)
                    WriteStart(layer, Stages[stage].Items);
                WritePart(part);
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
                steps.Write(output.Call);
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
