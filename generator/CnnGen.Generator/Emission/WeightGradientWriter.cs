using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes how one instruction set computes weight gradients: direct ones as work items over the whole batch, and those by Winograd's
/// algorithm in rounds of strips, each of which is transformed first and then summed.
/// </summary>
internal sealed class WeightGradientWriter(Plan plan, int target, KernelSet kernels, CodeWriter code)
{
    private IEnumerable<DirectGradient> ByCost => plan.Contractions
        .Where(contraction => contraction.WeightGradient is TiledOuterProduct)
        .Select(contraction => Direct(contraction, (TiledOuterProduct)contraction.WeightGradient))
        .Concat(plan.Depthwise.Select(Direct))
        .OrderByDescending(direct => direct.Cycles / direct.Items)
        .ThenByDescending(direct => direct.Layer);

    private IEnumerable<(Contraction Contraction, TiledWinogradGradient Gradient)> InRounds => plan.Contractions
        .Where(contraction => contraction.WeightGradient is TiledWinogradGradient)
        .Select(contraction => (contraction, (TiledWinogradGradient)contraction.WeightGradient));

    /// <summary>The work items of the direct weight gradients.</summary>
    public int Items => ByCost.Sum(direct => direct.Items);

    /// <summary>
    /// For each weight gradient in rounds an expression: its strips and work items, and the weights and kernels that are updated when it is
    /// complete.
    /// </summary>
    public static IEnumerable<string> Rounds(Plan plan) =>
        from contraction in plan.Contractions
        let winograd = (contraction.WeightGradient as TiledWinogradGradient)?.Winograd
        where winograd is not null
        let ranges = new[] { WeightsOf(plan, contraction), KernelPreparationWriter.ForwardItems(plan, contraction),
            KernelPreparationWriter.BackwardItems(plan, contraction) }
        select $"new({winograd.Grid.TileRows}, {winograd.StripsPerRound}, {winograd.Items},"
            + $" {string.Join(", ", ranges.Select(range => $"new({range.First}, {range.Count})"))})";

    /// <summary>A layer's trainable floats, with what pads them: all up to the next layer's.</summary>
    private static (int First, int Count) WeightsOf(Plan plan, Contraction contraction)
    {
        var last = contraction.BiasOffset ?? contraction.KernelOffset;
        var end = plan.Parameters.Select(parameter => parameter.Offset).Where(offset => offset > last)
            .Append(plan.Memory.TrainableFloats).Min();
        return (contraction.KernelOffset, end - contraction.KernelOffset);
    }

    public void Write()
    {
        WriteDirect();
        code.Line();
        WriteRoundMethod(
            "TransformRound",
            "Transforms one strip of a round, counted from the round's first, for one of the weight gradients that are computed in rounds.",
            "int gradient, int firstStrip, int item",
            each => TransformCall(each.Contraction, each.Gradient));
        code.Line();
        WriteRoundMethod(
            "SumRound",
            "One work item of the sums of a round: it adds what the round's strips give for some channels.",
            "int gradient, int firstStrip, int strips, int item",
            each => SumsCall(each.Contraction, each.Gradient));
    }

    /// <summary>Writes one layer's weight gradient on the calling thread, for profiling.</summary>
    public void WriteWhole(Contraction contraction)
    {
        if (contraction.WeightGradient is TiledOuterProduct direct)
        {
            WriteWhole(Direct(contraction, direct));
            return;
        }

        var winograd = (TiledWinogradGradient)contraction.WeightGradient;
        var (rows, perRound) = (winograd.Winograd.Grid.TileRows, winograd.Winograd.StripsPerRound);
        code.Line($"var stripsOfAll = count * {rows};");
        using (code.Open($"for (var firstStrip = 0; firstStrip < stripsOfAll; firstStrip += {perRound})"))
        {
            code.Line($"var strips = Math.Min({perRound}, stripsOfAll - firstStrip);");
            using (code.Open("for (var item = 0; item < strips; item++)"))
                code.Line(TransformCall(contraction, winograd));
            using (code.Open($"for (var item = 0; item < {winograd.Winograd.Items}; item++)"))
                code.Line(SumsCall(contraction, winograd));
        }
    }

    /// <summary>As the overload for other layers.</summary>
    public void WriteWhole(DepthwiseConvolution depthwise) => WriteWhole(Direct(depthwise));

    private void WriteWhole(DirectGradient direct)
    {
        using (code.Open($"for (var item = 0; item < {direct.Items}; item++)"))
            code.Line(DirectCall(direct, "item"));
    }

    private void WriteDirect()
    {
        code.Line("/// <summary>One work item of the direct weight gradients: a group of output channels of one layer, over the whole"
            + " batch; the largest first.</summary>");
        using (code.Open("internal static void WeightGradient(in NetworkPass pass, int item)"))
        using (code.Open("switch (item)"))
        {
            var before = 0;
            foreach (var direct in ByCost)
            {
                var after = before + direct.Items;
                code.Line($"case < {after}: // {plan.Network.Layers[direct.Layer].Name}");
                code.Line($"    {DirectCall(direct, before == 0 ? "item" : $"item - {before}")}");
                code.Line("    break;");
                before = after;
            }
        }
    }

    private void WriteRoundMethod(
        string name, string summary, string parameters, Func<(Contraction Contraction, TiledWinogradGradient Gradient), string> call)
    {
        code.Line($"/// <summary>{summary}</summary>");
        using (code.Open($"internal static void {name}(in NetworkPass pass, {parameters})"))
        using (code.Open("switch (gradient)"))
        {
            var index = 0;
            foreach (var each in InRounds)
            {
                code.Line($"case {index++}: // {plan.Network.Layers[each.Contraction.Layer].Name}");
                code.Line($"    {call(each)}");
                code.Line("    break;");
            }
        }
    }

    private DirectGradient Direct(Contraction contraction, TiledOuterProduct gradient)
    {
        var tiling = gradient.Tilings[target];
        return new(contraction.Layer, tiling.Items, tiling.Cycles, () =>
            OuterProductKernel.Add(kernels, gradient.Product, tiling), contraction.KernelOffset, contraction.BiasOffset);
    }

    private DirectGradient Direct(DepthwiseConvolution depthwise)
    {
        var layer = (DepthwiseConv2D)plan.Network.Layers[depthwise.Layer];
        var tiling = depthwise.WeightTilings[target];
        var (x, dy) = (plan.Values[layer.Inputs[0]].Training.Tensor, plan.Values[layer.Index].Gradient!.Tensor);
        string AddKernel() => DepthwiseConv2DKernels.WeightGradient(kernels, layer, x, dy, depthwise.WeightGradient, tiling);
        return new(layer.Index, tiling.Items, tiling.Cycles, AddKernel, depthwise.KernelOffset, depthwise.BiasOffset);
    }

    private string DirectCall(DirectGradient direct, string item) =>
        $"{direct.AddKernel()}({Input(direct.Layer)}, {Gradient(direct.Layer)}, {KernelGradient(direct.KernelOffset)},"
        + $" {BiasGradient(direct.BiasOffset)}{plan.Memory.TrainingImageFloats}, pass.Count, {item});";

    private string TransformCall(Contraction contraction, TiledWinogradGradient gradient) =>
        $"{new WinogradGradientKernel(kernels, gradient, target).AddTransform()}({Input(contraction.Layer)},"
            + $" {Gradient(contraction.Layer)}, pass.Round, {plan.Memory.TrainingImageFloats}, firstStrip, item);";

    private string SumsCall(Contraction contraction, TiledWinogradGradient gradient) =>
        $"{new WinogradGradientKernel(kernels, gradient, target).AddSums()}(pass.Round, {Gradient(contraction.Layer)},"
        + $" {KernelGradient(contraction.KernelOffset)}, {BiasGradient(contraction.BiasOffset)}"
        + $"pass.Scratch, {plan.Memory.TrainingImageFloats}, pass.Count, strips * {gradient.Winograd.Grid.TileColumns}, firstStrip =="
        + " 0, item);";

    private string Input(int layer) => CodeWriter.At("pass.Workspace", plan.Values[plan.Network.Layers[layer].Inputs[0]].Training.Offset);

    private string Gradient(int layer) => CodeWriter.At("pass.Workspace", plan.Values[layer].Gradient!.Offset);

    private static string KernelGradient(int kernelOffset) => CodeWriter.At("pass.Gradients", kernelOffset);

    private static string BiasGradient(int? biasOffset) => biasOffset is { } offset ? $"{CodeWriter.At("pass.Gradients", offset)}, " : "";

    /// <summary>A weight gradient that is summed in work items over the whole batch.</summary>
    /// <param name="Layer">Index of the lowered layer.</param>
    /// <param name="Items">Its work items.</param>
    /// <param name="Cycles">The estimated cycles of all of them.</param>
    /// <param name="AddKernel">Adds the kernel and returns its name.</param>
    /// <param name="KernelOffset">From the start of the gradients to that of the kernel.</param>
    /// <param name="BiasOffset">To that of the bias; null without one.</param>
    private sealed record DirectGradient(int Layer, int Items, double Cycles, Func<string> AddKernel, int KernelOffset, int? BiasOffset);
}
