using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes what is done with kernels after each change of the weights: transforms for the forward direction, transposes (and transforms) for
/// the input gradients. A work item is one block of a kernel that is transformed, or all of one that is only transposed.
/// </summary>
internal sealed class KernelPreparationWriter(Plan plan, KernelSet kernels, CodeWriter code)
{
    /// <summary>Half of what a third-level cache commonly has.</summary>
    private const int CacheFloats = 1 << 22;

    /// <summary>
    /// A step of training reads each prepared kernel once all of them are written; too many for the caches are better stored past them.
    /// </summary>
    private bool OutgrowsCaches => (long)plan.Memory.ForwardKernelFloats + plan.Memory.BackwardKernelFloats > CacheFloats;

    private static IEnumerable<(Contraction Contraction, TiledWinograd Forward)> Transformed(Plan plan) => plan.Contractions
        .Where(contraction => contraction.Forward is TiledWinograd)
        .Select(contraction => (contraction, (TiledWinograd)contraction.Forward));

    private static IEnumerable<Contraction> Transposed(Plan plan) =>
        plan.Contractions.Where(contraction => contraction.Transposes.Count > 0);

    /// <summary>Work items of the forward direction.</summary>
    public static int ForwardItems(Plan plan) => Transformed(plan).Sum(each => each.Forward.Winograd.Blocks);

    /// <summary>Work items of the input gradients.</summary>
    public static int BackwardItems(Plan plan) => Transposed(plan).Sum(BackwardItems);

    /// <summary>Those work items of the forward direction that are a layer's.</summary>
    public static (int First, int Count) ForwardItems(Plan plan, Contraction contraction) => (
        Transformed(plan).Where(each => each.Contraction.Layer < contraction.Layer).Sum(each => each.Forward.Winograd.Blocks),
        (contraction.Forward as TiledWinograd)?.Winograd.Blocks ?? 0);

    /// <summary>Those work items of the input gradients that are a layer's.</summary>
    public static (int First, int Count) BackwardItems(Plan plan, Contraction contraction) => (
        Transposed(plan).Where(each => each.Layer < contraction.Layer).Sum(BackwardItems),
        contraction.Transposes.Count > 0 ? BackwardItems(contraction) : 0);

    public void Write()
    {
        code.Line("/// <summary>Transforms a block of a kernel for the forward direction.</summary>");
        using (code.Open("internal static void PrepareForwardKernel(in NetworkPass pass, int item)"))
        using (code.Open("switch (item)"))
        {
            var before = 0;
            foreach (var (contraction, forward) in Transformed(plan))
            {
                WriteCase(contraction, before, before + forward.Winograd.Blocks);
                var source = $"{CodeWriter.At("pass.Weights", contraction.KernelOffset)} + block * {contraction.Kernel.BlockFloats}";
                code.Line("    " + Transform(forward, source, "pass.ForwardKernels"));
                WriteEnd();
                before += forward.Winograd.Blocks;
            }
        }

        code.Line();
        code.Line("/// <summary>Transposes a kernel, or a block of it that is then transformed, so that its input gradient reads it front"
            + " to back.</summary>");
        using (code.Open("internal static void PrepareBackwardKernel(in NetworkPass pass, int item)"))
        using (code.Open("switch (item)"))
        {
            var before = 0;
            foreach (var contraction in Transposed(plan))
            {
                var after = before + BackwardItems(contraction);
                WriteCase(contraction, before, after);
                if (contraction.InputGradients[0] is TiledWinograd gradient)
                    WriteTransposedBlock(contraction, gradient);
                else
                    WriteTransposes(contraction);
                WriteEnd();
                before = after;
            }
        }
    }

    private static int BackwardItems(Contraction contraction) =>
        contraction.InputGradients[0] is TiledWinograd gradient ? gradient.Winograd.Blocks : 1;

    private void WriteCase(Contraction contraction, int before, int after)
    {
        code.Line($"case < {after}: // {plan.Network.Layers[contraction.Layer].Name}");
        code.Line("{");
        if (after > before + 1)
            code.Line($"    var block = {(before == 0 ? "item" : $"item - {before}")};");
        else
            code.Line("    const int block = 0;");
    }

    private void WriteEnd()
    {
        code.Line("    break;");
        code.Line("}");
        code.Line();
    }

    private void WriteTransposes(Contraction contraction)
    {
        var kernel = contraction.Kernel;
        var lanes = ((TiledProduct)contraction.InputGradients[0]).Product.BlockLanes;
        foreach (var tap in contraction.Transposes)
        {
            code.Line(
                $"    KernelTranspose.Tap(pass.Weights + {contraction.KernelOffset + (tap.SourceRow * kernel.BlockLanes)},"
                + $" {kernel.BlockFloats}, {kernel.BlockLanes}, "
                + $"pass.BackwardKernels + {tap.TargetOffset + (tap.TargetRow * lanes)}, {tap.TargetBlockFloats}, {lanes},"
                + $" {kernel.Inputs}, {kernel.Outputs});");
        }
    }

    private void WriteTransposedBlock(Contraction contraction, TiledWinograd gradient)
    {
        var (kernel, lanes) = (contraction.Kernel, gradient.Winograd.Output.BlockLanes);
        var inputs = kernel.Inputs % lanes == 0 ? $"{lanes}" : $"Math.Min({lanes}, {kernel.Inputs} - block * {lanes})";
        if (kernel.Inputs % lanes != 0)
            code.Line(
                $"    Unsafe.InitBlockUnaligned(pass.Scratch, 0, {Scratch.TransposedBlockFloats(gradient.Winograd)} * sizeof(float));");
        foreach (var tap in contraction.Transposes)
        {
            code.Line(
                $"    KernelTranspose.Tap(pass.Weights + {contraction.KernelOffset + (tap.SourceRow * kernel.BlockLanes)} + block *"
                + $" {lanes * kernel.BlockLanes}, {kernel.BlockFloats}, {kernel.BlockLanes}, "
                + $"{CodeWriter.At("pass.Scratch", tap.TargetRow * lanes)}, 0, {lanes}, {inputs}, {kernel.Outputs});");
        }

        code.Line("    " + Transform(gradient, "pass.Scratch", "pass.BackwardKernels"));
    }

    private string Transform(TiledWinograd tiled, string source, string target)
    {
        var (kernel, lanes) = (tiled.Winograd.KernelFor(kernels.Isa.Target), tiled.Winograd.Output.BlockLanes);
        var panelBlocks = kernel.PanelLanes / lanes;
        var block = panelBlocks == 1
            ? $"block * {kernel.PanelFloats}"
            : $"block / {panelBlocks} * {kernel.PanelFloats} + block % {panelBlocks} * {lanes}";
        return $"{WinogradTiles.Kernel(kernels, kernel.Tile, lanes, OutgrowsCaches)}({source}, {kernel.Rows * lanes}, "
            + $"{CodeWriter.At(target, tiled.KernelOffset)} + {block}, {kernel.PanelLanes}, {kernel.FrequencyStep}, {kernel.Rows});";
    }
}
