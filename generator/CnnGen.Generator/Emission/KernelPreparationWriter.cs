using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes what is done with kernels after each change of the weights: transforms for the forward direction, transposes (and transforms) for
/// the input gradients. A work item is one block of a kernel that is transformed, or all of one that is only transposed.
/// </summary>
internal sealed class KernelPreparationWriter(Plan plan, ParameterPlaces places, KernelSet kernels, CodeWriter code)
{
    public void Write()
    {
        using (EntryPoint.PrepareForwardKernel.Open(code))
        {
            code.Switch("item", plan.ForwardPreparations, preparation => WriteCase(preparation, () =>
            {
                var contraction = preparation.Plan.Contraction!;
                var source = CodeWriter.Plus(
                    places.At("pass.Weights", contraction.KernelOffset), $"block * {contraction.Kernel.BlockFloats}");
                code.Line(Transform((TiledWinograd)contraction.Forward, source, "pass.ForwardKernels"));
            }));
        }

        code.Line();
        using (EntryPoint.PrepareBackwardKernel.Open(code))
        {
            code.Switch("item", plan.BackwardPreparations, preparation => WriteCase(preparation, () =>
            {
                if (preparation.Plan.GroupTranspose is { } groups)
                    WriteGroups(groups);
                else if (preparation.Plan.Contraction!.InputGradients[0] is TiledWinograd gradient)
                    WriteTransposedBlock(preparation.Plan.Contraction, gradient);
                else
                    WriteTransposes(preparation.Plan.Contraction);
            }));
        }
    }

    /// <summary>One case of several work items; which of them it is, its text calls <c>block</c>.</summary>
    private void WriteCase(Preparation preparation, Action write)
    {
        code.Line($"case < {preparation.End}: // {preparation.Layer.Name}");
        using (code.Body())
        {
            if (preparation.IsByBlocks)
                code.Line($"var block = {(preparation.First == 0 ? "item" : $"item - {preparation.First}")};");
            write();
            code.Line("break;");
        }
    }

    private void WriteGroups(GroupTranspose groups) => code.Line(
        $"KernelTranspose.Groups({places.At("pass.Weights", groups.Source)}, {CodeWriter.At("pass.BackwardKernels", groups.Target)},"
        + $" {groups.Taps}, {groups.Count}, {groups.Groups.Inputs}, {groups.Groups.Outputs});");

    private void WriteTransposes(Contraction contraction)
    {
        var kernel = contraction.Kernel;
        var lanes = ((TiledProduct)contraction.InputGradients[0]).Product.BlockLanes;
        foreach (var tap in contraction.Transposes)
        {
            code.Line(
                $"KernelTranspose.Tap({SourceOf(contraction, tap)}, {kernel.BlockFloats}, {kernel.BlockLanes}, "
                + $"{CodeWriter.At("pass.BackwardKernels", tap.TargetOffset + (tap.TargetRow * lanes))}, {tap.TargetBlockFloats}, {lanes},"
                + $" {kernel.Inputs}, {kernel.Outputs});");
        }
    }

    private void WriteTransposedBlock(Contraction contraction, TiledWinograd gradient)
    {
        var (kernel, lanes) = (contraction.Kernel, gradient.Winograd.Output.BlockLanes);
        var inputs = kernel.Inputs % lanes == 0 ? $"{lanes}" : $"Math.Min({lanes}, {kernel.Inputs} - block * {lanes})";
        if (kernel.Inputs % lanes != 0)
        {
            code.Line(
                $"Unsafe.InitBlockUnaligned(pass.Scratch, 0, {gradient.Winograd.TransposedBlockFloats} * sizeof(float));");
        }

        foreach (var tap in contraction.Transposes)
        {
            var source = CodeWriter.Plus(SourceOf(contraction, tap), $"block * {lanes * kernel.BlockLanes}");
            code.Line(
                $"KernelTranspose.Tap({source}, {kernel.BlockFloats}, {kernel.BlockLanes},"
                + $" {CodeWriter.At("pass.Scratch", tap.TargetRow * lanes)}, 0, {lanes}, {inputs}, {kernel.Outputs});");
        }

        code.Line(Transform(gradient, "pass.Scratch", "pass.BackwardKernels"));
    }

    private string SourceOf(Contraction contraction, TapTranspose tap) => CodeWriter.Plus(
        places.At("pass.Weights", contraction.KernelOffset), $"{tap.SourceRow * contraction.Kernel.BlockLanes}");

    private string Transform(TiledWinograd tiled, string source, string target)
    {
        var (kernel, lanes) = (tiled.Winograd.KernelFor(kernels.Isa.Target), tiled.Winograd.Output.BlockLanes);
        var panelBlocks = kernel.PanelLanes / lanes;
        var block = panelBlocks == 1
            ? $"block * {kernel.PanelFloats}"
            : $"block / {panelBlocks} * {kernel.PanelFloats} + block % {panelBlocks} * {lanes}";
        var frequencies = CodeWriter.Plus(CodeWriter.At(target, tiled.KernelOffset), block);
        return new WinogradTiles(kernels.Isa).Kernel(kernel, lanes, plan.StoresPastCaches, source, frequencies);
    }
}
