using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Turns the gradient of a fused activation's output into that of its input, in place.</summary>
internal static class ActivationGradient
{
    /// <summary>Adds <c>(float* y, float* dy, nint imageStride, int count)</c>, which does dy *= f'(y); returns its name.</summary>
    public static string Kernel(KernelSet kernels, ActivationFunction function, Tensor y, Tensor dy)
    {
        var name = $"{function}Gradient_{KernelText.Names(y, dy)}";
        var summary = $"dy *= {ActivationText.Derivative(function)} for {y}, in place.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["y", "dy"], () =>
            ActivationText.WriteBackward(w, kernels.Isa, function, new("y", y), new("dy", dy), new("dy", dy), y.Shape)));
    }
}
