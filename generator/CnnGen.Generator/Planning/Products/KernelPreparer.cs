using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Products;

/// <summary>
/// What is done with kernels after each change of the weights: transforms for the forward direction, transposes (and transforms) for the
/// input gradients. A work item is one block of a kernel that is transformed, or all of one that is only transposed.
/// </summary>
internal static class KernelPreparer
{
    /// <summary>Half of what a third-level cache commonly has.</summary>
    private const int CacheFloats = 1 << 22;

    /// <summary>The kernels of the forward direction that are transformed.</summary>
    public static EquatableArray<Preparation> Forward(EquatableArray<LayerPlan> layers) =>
        InARow(layers, layer => layer.Contraction?.Forward is TiledWinograd forward ? (forward.Winograd.Blocks, true) : null);

    /// <summary>The kernels of the input gradients.</summary>
    public static EquatableArray<Preparation> Backward(EquatableArray<LayerPlan> layers) => InARow(layers, layer =>
    {
        if (layer.GroupTranspose is not null)
            return (1, false);
        if (layer.Contraction is not { Transposes.Count: > 0 } contraction)
            return null;
        return contraction.InputGradients[0] is TiledWinograd gradient ? (gradient.Winograd.Blocks, true) : (1, false);
    });

    /// <summary>
    /// A step of training reads each prepared kernel once all of them are written; too many for the caches are better stored past them.
    /// </summary>
    public static bool StoresPastCaches(MemoryFigures memory) =>
        (long)memory.ForwardKernelFloats + memory.BackwardKernelFloats > CacheFloats;

    private static EquatableArray<Preparation> InARow(
        EquatableArray<LayerPlan> layers, Func<LayerPlan, (int Count, bool AreBlocks)?> itemsOf)
    {
        var preparations = new List<Preparation>();
        // Frozen ones come last, and are left out after a step.
        foreach (var layer in layers.OrderBy(layer => layer.Layer.IsFrozen))
        {
            if (itemsOf(layer) is { } items)
            {
                preparations.Add(new Preparation(
                    layer.Layer, preparations.Sum(before => before.Items), items.Count, items.AreBlocks, layer));
            }
        }

        return new(preparations);
    }
}
