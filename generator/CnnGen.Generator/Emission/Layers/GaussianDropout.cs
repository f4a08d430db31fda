using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Normally distributed noise that is a factor; it is computed from its key, forward and backward, and never stored.</summary>
internal static class GaussianDropoutKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>; returns its name.
    /// The same kernel on gradients is the backward pass; see <see cref="DrawnElements"/>.
    /// </summary>
    public static string Apply(KernelSet kernels, GaussianDropout layer, Tensor x, Tensor y)
    {
        var stddev = CodeWriter.Literal((float)Math.Sqrt(layer.Rate / (1 - layer.Rate)));
        var name = $"GaussianDropout{layer.Index}_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => DrawnElements.Write(
            w, kernels.Isa, $"Multiplies {x} by noise of mean 1 and standard deviation {stddev.TrimEnd('f')}.", name, layer.Index, x, y,
            "GaussianDropout.Apply", stddev));
    }
}
