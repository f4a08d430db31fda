using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Activations as layers of their own.</summary>
internal static class ActivationKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>, y = f(x); returns its name. y may be x, but for log-softmax.
    /// </summary>
    public static string Forward(KernelSet kernels, ActivationFunction function, Tensor x, Tensor y)
    {
        var name = $"{function}_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => KernelText.Write(w, $"y = {ActivationText.Formula(function)} for {x}.", name, ["x", "y"], () =>
        {
            if (function.IsOfElements())
            {
                ElementWise.WriteForward(
                    w, kernels.Isa, x.Shape, new("x", x), new("y", y), (isa, value) => ActivationText.Apply(isa, function, value));
            }
            else
            {
                ChannelRows.Write(w, kernels.Isa, x.Shape, $"{function}.Forward", [new("x", x), new("y", y)], isGradient: false);
            }
        }));
    }

    /// <summary>
    /// Adds <c>(float* y, float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * f' with f' from the output, or from the input
    /// <c>x</c> in its place where the output does not tell it; returns its name. dx may be dy.
    /// </summary>
    public static string Backward(KernelSet kernels, ActivationFunction function, Tensor read, Tensor dx, Tensor dy)
    {
        var value = function.IsDerivedFromOutput() ? "y" : "x";
        var name = $"{function}Backward_{KernelText.Names(read, dx, dy)}";
        return kernels.Add(
            name, w => KernelText.Write(w, $"dx = dy * {ActivationText.Derivative(function)} for {read}.", name, [value, "dx", "dy"], () =>
            ActivationText.WriteBackward(w, kernels.Isa, function, new(value, read), new("dx", dx), new("dy", dy), read.Shape)));
    }
}
