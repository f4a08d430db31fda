using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Inverted dropout; the mask is computed from its key, forward and backward, and never stored.</summary>
internal static class DropoutKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>; returns its name.
    /// The same kernel on gradients is the backward pass; see <see cref="DrawnElements"/>.
    /// </summary>
    public static string Apply(KernelSet kernels, Dropout layer, Tensor x, Tensor y)
    {
        var name = $"Dropout{layer.Index}_{KernelText.Names(x, y)}";
        var summary = $"Drops values of {x} with probability {CodeWriter.Literal(layer.Rate).TrimEnd('d')} and scales the others up.";
        return kernels.Add(name, w => DrawnElements.Write(
            w, kernels.Isa, summary, name, layer.Index, x, y, "Dropout.Apply", CodeWriter.Literal(layer.Rate)));
    }
}
