using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Products;

/// <summary>
/// Puts the gradients of all weights in order: direct ones as work items, the longest first, and those that go in rounds.
/// </summary>
internal static class GradientPlanner
{
    public static WeightGradients Plan(
        EquatableArray<LayerPlan> layers, EquatableArray<Target> targets, ParameterPlanner parameters,
        EquatableArray<Preparation> forward, EquatableArray<Preparation> backward)
    {
        var gradients = layers.Select(layer => layer.WeightGradient).OfType<WeightGradient>().ToArray();
        var rounds = gradients.Where(gradient => gradient.Kernel is TiledWinogradGradient).Select(gradient => new RoundGradient(
            gradient.Places,
            (TiledWinogradGradient)gradient.Kernel,
            WeightsOf(gradient.Places, parameters),
            ItemsOf(forward, gradient.Places.Layer),
            ItemsOf(backward, gradient.Places.Layer)));
        return new WeightGradients(new(targets.Select((_, target) => Direct(gradients, target))), new(rounds));
    }

    private static EquatableArray<DirectGradient> Direct(WeightGradient[] gradients, int target)
    {
        var inOrder = gradients.Select((gradient, index) => (gradient.Places, Kernel: gradient.Kernel as DirectGradientKernel, index))
            .Where(each => each.Kernel is not null)
            .OrderByDescending(each => each.Kernel!.CyclesOf(target) / each.Kernel.ItemsOf(target))
            .ThenByDescending(each => each.index);
        var direct = new List<DirectGradient>();
        foreach (var (places, kernel, _) in inOrder)
            direct.Add(new DirectGradient(places, kernel!, direct.Sum(before => before.Items), kernel!.ItemsOf(target)));
        return new(direct);
    }

    /// <summary>A layer's trainable floats, with what pads them: all up to the next layer's.</summary>
    private static Extent WeightsOf(GradientPlaces places, ParameterPlanner parameters)
    {
        var last = places.BiasOffset ?? places.KernelOffset;
        var end = parameters.Parameters.Select(parameter => parameter.Offset).Where(offset => offset > last)
            .Append(parameters.TrainableFloats).Min();
        return new(places.KernelOffset, end - places.KernelOffset);
    }

    private static Extent ItemsOf(EquatableArray<Preparation> preparations, string layer) =>
        preparations.FirstOrDefault(preparation => preparation.Layer.Name == layer) is { } own ? new(own.First, own.Items) : default;
}
