using CnnGen.Generator.Emission.Kernels.Winograd;
using CnnGen.Generator.Emission.Layers;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission;

/// <summary>
/// Writes how one instruction set computes weight gradients: direct ones as work items over the whole batch, and those by Winograd's
/// algorithm in rounds of strips, each of which is transformed first and then summed.
/// </summary>
internal sealed class WeightGradientWriter(Plan plan, ParameterPlaces parameters, int target, KernelSet kernels, CodeWriter code)
{
    /// <summary>
    /// For each weight gradient in rounds an expression: its strips and work items, and the weights and kernels that are updated when it is
    /// complete.
    /// </summary>
    public static IEnumerable<string> Rounds(Plan plan) =>
        from round in plan.WeightGradients.InRounds
        let winograd = round.Gradient.Winograd
        select $"new(StripsPerImage: {winograd.Grid.TileRows}, StripsPerRound: {winograd.StripsPerRound}, SumItems: {winograd.Items},"
            + $" Weights: new({round.Weights.First}, {round.Weights.Count}),"
            + $" ForwardKernels: new({round.ForwardKernels.First}, {round.ForwardKernels.Count}),"
            + $" BackwardKernels: new({round.BackwardKernels.First}, {round.BackwardKernels.Count}))";

    public void Write()
    {
        WriteDirect();
        code.Line();
        WriteRoundMethod(EntryPoint.TransformRound, TransformCall);
        code.Line();
        WriteRoundMethod(EntryPoint.SumRound, SumsCall);
    }

    /// <summary>Writes one layer's weight gradient on the calling thread, for profiling.</summary>
    public void WriteWhole(WeightGradient gradient)
    {
        if (gradient.Kernel is DirectGradientKernel direct)
        {
            using (code.Open($"for (var item = 0; item < {direct.ItemsOf(target)}; item++)"))
                code.Line(DirectCall(gradient.Places, direct, "item"));
            return;
        }

        var tiled = (TiledWinogradGradient)gradient.Kernel;
        var (rows, perRound) = (tiled.Winograd.Grid.TileRows, tiled.Winograd.StripsPerRound);
        code.Line($"var stripsOfAll = count * {rows};");
        using (code.Open($"for (var firstStrip = 0; firstStrip < stripsOfAll; firstStrip += {perRound})"))
        {
            code.Line($"var strips = Math.Min({perRound}, stripsOfAll - firstStrip);");
            using (code.Open("for (var item = 0; item < strips; item++)"))
                code.Line(TransformCall(gradient.Places, tiled));
            using (code.Open($"for (var item = 0; item < {tiled.Winograd.Items}; item++)"))
                code.Line(SumsCall(gradient.Places, tiled));
        }
    }

    private void WriteDirect()
    {
        using (EntryPoint.WeightGradient.Open(code))
        {
            code.Switch("item", plan.WeightGradients.Direct[target], direct =>
            {
                code.Line($"case < {direct.End}: // {direct.Places.Layer}");
                code.Line($"    {DirectCall(direct.Places, direct.Kernel, direct.First == 0 ? "item" : $"item - {direct.First}")}");
                code.Line("    break;");
            });
        }
    }

    private void WriteRoundMethod(EntryPoint method, Func<GradientPlaces, TiledWinogradGradient, string> call)
    {
        using (method.Open(code))
        {
            var index = 0;
            code.Switch("gradient", plan.WeightGradients.InRounds, round =>
            {
                code.Line($"case {index++}: // {round.Places.Layer}");
                code.Line($"    {call(round.Places, round.Gradient)}");
                code.Line("    break;");
            });
        }
    }

    private string DirectCall(GradientPlaces places, DirectGradientKernel kernel, string item) =>
        $"{KernelWriters.Add(kernels, target, kernel)}({Input(places)}, {Gradient(places)}, {KernelGradient(places)},"
        + $" {BiasGradient(places)}{plan.Memory.TrainingImageFloats}, pass.Count, {item});";

    private string TransformCall(GradientPlaces places, TiledWinogradGradient gradient) =>
        $"{new WinogradGradientKernel(kernels, gradient, target).AddTransform()}({Input(places)},"
        + $" {Gradient(places)}, pass.Round, {plan.Memory.TrainingImageFloats}, firstStrip, item);";

    private string SumsCall(GradientPlaces places, TiledWinogradGradient gradient) =>
        $"{new WinogradGradientKernel(kernels, gradient, target).AddSums()}(pass.Round, {Gradient(places)},"
        + $" {KernelGradient(places)}, {BiasGradient(places)}pass.Scratch, {plan.Memory.TrainingImageFloats}, pass.Count,"
        + $" strips * {gradient.Winograd.Grid.TileColumns}, firstStrip == 0, item);";

    private static string Input(GradientPlaces places) => CodeWriter.At("pass.Workspace", places.Input.Offset);

    private static string Gradient(GradientPlaces places) => CodeWriter.At("pass.Workspace", places.Gradient.Offset);

    private string KernelGradient(GradientPlaces places) => parameters.At("pass.Gradients", places.KernelOffset);

    private string BiasGradient(GradientPlaces places) =>
        places.BiasOffset is { } offset ? $"{parameters.At("pass.Gradients", offset)}, " : "";
}
