using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes how one instruction set computes weight gradients: direct ones as work items over the whole batch, and those by Winograd's algorithm in rounds of
/// strips, each of which is transformed first and then summed.
/// </summary>
internal sealed class WeightGradientWriter(Plan plan, int target, KernelSet kernels, CodeWriter code)
{
    private IEnumerable<(Contraction Contraction, TiledOuterProduct Gradient)> ByCost => plan.Contractions
        .Where(contraction => contraction.WeightGradient is TiledOuterProduct)
        .Select(contraction => (contraction, Gradient: (TiledOuterProduct)contraction.WeightGradient))
        .OrderByDescending(each => each.Gradient.Tilings[target].Cycles / each.Gradient.Tilings[target].Items)
        .ThenByDescending(each => each.contraction.Layer);

    private IEnumerable<(Contraction Contraction, TiledWinogradGradient Gradient)> InRounds => plan.Contractions
        .Where(contraction => contraction.WeightGradient is TiledWinogradGradient)
        .Select(contraction => (contraction, (TiledWinogradGradient)contraction.WeightGradient));

    /// <summary>The work items of the direct weight gradients.</summary>
    public int Items => ByCost.Sum(each => each.Gradient.Tilings[target].Items);

    /// <summary>For each weight gradient in rounds: strips of an image, strips of a round, work items of a round's sums.</summary>
    public static IEnumerable<(int StripsPerImage, int StripsPerRound, int Items)> Rounds(Plan plan) => plan.Contractions
        .Select(contraction => contraction.WeightGradient)
        .OfType<TiledWinogradGradient>()
        .Select(gradient => (gradient.Winograd.Grid.TileRows, gradient.Winograd.StripsPerRound, gradient.Winograd.Items));

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
            using (code.Open($"for (var item = 0; item < {direct.Tilings[target].Items}; item++)"))
                code.Line(DirectCall(contraction, direct, "item"));
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

    private void WriteDirect()
    {
        code.Line("/// <summary>One work item of the direct weight gradients: a group of output channels of one layer, over the whole batch; the largest first.</summary>");
        using (code.Open("internal static void WeightGradient(in NetworkPass pass, int item)"))
        using (code.Open("switch (item)"))
        {
            var before = 0;
            foreach (var (contraction, gradient) in ByCost)
            {
                var after = before + gradient.Tilings[target].Items;
                code.Line($"case < {after}: // {plan.Network.Layers[contraction.Layer].Name}");
                code.Line($"    {DirectCall(contraction, gradient, before == 0 ? "item" : $"item - {before}")}");
                code.Line("    break;");
                before = after;
            }
        }
    }

    private void WriteRoundMethod(string name, string summary, string parameters, Func<(Contraction Contraction, TiledWinogradGradient Gradient), string> call)
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

    private string DirectCall(Contraction contraction, TiledOuterProduct gradient, string item) =>
        $"{OuterProductKernel.Add(kernels, gradient.Product, gradient.Tilings[target])}({Input(contraction)}, {Gradient(contraction)}, {KernelGradient(contraction)}, {BiasGradient(contraction)}"
        + $"{plan.Memory.TrainingImageFloats}, pass.Count, {item});";

    private string TransformCall(Contraction contraction, TiledWinogradGradient gradient) =>
        $"{new WinogradGradientKernel(kernels, gradient, target).AddTransform()}({Input(contraction)}, {Gradient(contraction)}, pass.Round, {plan.Memory.TrainingImageFloats}, firstStrip, item);";

    private string SumsCall(Contraction contraction, TiledWinogradGradient gradient) =>
        $"{new WinogradGradientKernel(kernels, gradient, target).AddSums()}(pass.Round, {Gradient(contraction)}, {KernelGradient(contraction)}, {BiasGradient(contraction)}"
        + $"pass.Scratch, {plan.Memory.TrainingImageFloats}, pass.Count, strips * {gradient.Winograd.Grid.TileColumns}, firstStrip == 0, item);";

    private string Input(Contraction contraction) =>
        CodeWriter.At("pass.Workspace", plan.Values[plan.Network.Layers[contraction.Layer].Inputs[0]].Training.Offset);

    private string Gradient(Contraction contraction) => CodeWriter.At("pass.Workspace", plan.Values[contraction.Layer].Gradient!.Offset);

    private static string KernelGradient(Contraction contraction) => CodeWriter.At("pass.Gradients", contraction.KernelOffset);

    private static string BiasGradient(Contraction contraction) =>
        contraction.BiasOffset is { } offset ? $"{CodeWriter.At("pass.Gradients", offset)}, " : "";
}
