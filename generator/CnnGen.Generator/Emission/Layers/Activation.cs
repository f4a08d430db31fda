using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Activations as layers of their own.</summary>
internal static class ActivationKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>, y = f(x); returns its name. y may be x.</summary>
    public static string Forward(KernelSet kernels, ActivationFunction function, Tensor x, Tensor y)
    {
        var name = $"{function}_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => KernelText.Write(w, $"y = {ActivationText.Formula(function)} for {x}.", name, ["x", "y"], () =>
        {
            if (function == ActivationFunction.Softmax)
            {
                w.Line($"Softmax.Forward<{kernels.Isa.TypeArguments}>({Start("x", x)}, {Start("y", y)}, {x.Shape.Channels});");
                return;
            }

            ElementWise.Write(w, kernels.Isa, x.Shape, [new("x", x), new("y", y)], (isa, at) =>
            {
                w.Line($"var value = {isa.Load(at("x"))};");
                w.Line(isa.Store(ActivationText.Apply(isa, function, "value"), at("y")));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* y, float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * f'(y) with f' from the output; returns its
    /// name. dx may be dy.
    /// </summary>
    public static string Backward(KernelSet kernels, ActivationFunction function, Tensor y, Tensor dx, Tensor dy)
    {
        var name = $"{function}Backward_{KernelText.Names(y, dx, dy)}";
        return kernels.Add(
            name, w => KernelText.Write(w, $"dx = dy * {ActivationText.Derivative(function)} for {y}.", name, ["y", "dx", "dy"], () =>
            ActivationText.WriteBackward(w, kernels.Isa, function, new("y", y), new("dx", dx), new("dy", dy), y)));
    }

    private static string Start(string name, Tensor tensor) => CodeWriter.At(name, tensor.Origin);
}
