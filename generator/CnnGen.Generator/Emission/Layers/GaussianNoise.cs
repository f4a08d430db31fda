using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Normally distributed noise that is added.</summary>
internal static class GaussianNoiseKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count, ulong seed, ulong step, int firstImage)</c>; returns its name.
    /// See <see cref="DrawnElements"/>.
    /// </summary>
    public static string Forward(KernelSet kernels, GaussianNoise layer, Tensor x, Tensor y)
    {
        var stddev = CodeWriter.Literal((float)layer.Stddev);
        var name = $"GaussianNoise{layer.Index}_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => DrawnElements.Write(
            w, kernels.Isa, $"Adds noise of standard deviation {stddev.TrimEnd('f')} to {x}.", name, layer.Index, x, y,
            "GaussianNoise.Apply", stddev));
    }
}
