using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Dropout behind selu; the mask is computed from its key, forward and backward, and never stored.</summary>
internal static class AlphaDropoutKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>; returns its name.
    /// See <see cref="DrawnElements"/>.
    /// </summary>
    public static string Apply(KernelSet kernels, AlphaDropout layer, bool isGradient, Tensor x, Tensor y)
    {
        var name = $"AlphaDropout{(isGradient ? "Backward" : "")}{layer.Index}_{KernelText.Names(x, y)}";
        var summary = $"{(isGradient ? "Gradient of the values" : "Drops values")} of {x} that are dropped to selu's limit with probability"
            + $" {CodeWriter.Literal(layer.Rate).TrimEnd('d')}.";
        return kernels.Add(name, w => DrawnElements.Write(
            w, kernels.Isa, summary, name, layer.Index, x, y, $"AlphaDropout.{(isGradient ? "Backward" : "Forward")}",
            CodeWriter.Literal(layer.Rate)));
    }
}
