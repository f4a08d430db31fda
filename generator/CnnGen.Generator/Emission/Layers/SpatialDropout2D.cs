using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Inverted dropout of channels; the mask is computed from its key, forward and backward, and never stored.</summary>
internal static class SpatialDropout2DKernels
{
    // Vectors whose factors stay in registers while all pixels pass.
    private const int Scaled = 4;

    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>; returns its name.
    /// The same kernel on gradients is the backward pass. y may be x.
    /// </summary>
    public static string Apply(KernelSet kernels, SpatialDropout2D layer, Tensor x, Tensor y)
    {
        var rate = CodeWriter.Literal(layer.Rate);
        var name = $"SpatialDropout{layer.Index}_{KernelText.Names(x, y)}";
        var summary = $"Drops channels of {x} with probability {rate.TrimEnd('d')} and scales the others up.";
        return kernels.Add(name, w => KernelText.Write(
            w, summary, name, [KernelPointer.Buffer("x"), KernelPointer.Buffer("y")],
            () =>
            {
                var isa = kernels.Isa.For(x.BlockLanes);
                var walk = new ChannelWalk(w, isa, x.Shape, [("x", x), ("y", y)]);
                DrawnElements.WriteKey(w, layer.Index);
                walk.Channels(Scaled, () =>
                {
                    walk.Each(v =>
                        $"var factor{v} = SpatialDropout.Factors<{isa.TypeArguments}>({walk.FirstOf(v)}, {rate}, in key);");
                    walk.Pixels(() => walk.Each(v => walk.Store(
                        $"SpatialDropout.Apply<{isa.TypeArguments}>({walk.Load("x", v)}, factor{v})", "y", v)));
                });
            },
            more: DrawnElements.Parameters));
    }
}
