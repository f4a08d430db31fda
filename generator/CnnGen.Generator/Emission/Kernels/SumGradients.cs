using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Sums up the gradients of all readers of a layer.</summary>
internal static class SumGradients
{
    /// <summary>
    /// Adds <c>(float* d0, float* d1, ..., float* y, float* dy, nint imageStride, int count)</c>, dy = (d0 + d1 + ...) * f'(y); returns its
    /// name. dy may be one of the others.
    /// </summary>
    public static string Kernel(
        KernelSet kernels, EquatableArray<Tensor> parts, ActivationFunction function, Tensor y, Tensor dy)
    {
        var derivative = function == ActivationFunction.Linear ? "" : $"_{function}Gradient";
        var name = $"SumGradients{parts.Count}{derivative}_{KernelText.Names([.. parts, y, dy])}";
        string[] pointers = [.. parts.Select((_, i) => $"d{i}"), "y", "dy"];
        var factor = function == ActivationFunction.Linear ? "" : $", times {ActivationText.Derivative(function)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Sums up the gradients of {parts.Count} readers of {dy}{factor}.", name, pointers, () =>
        {
            Operand[] operands = [.. parts.Select((part, i) => new Operand(pointers[i], part)), new("y", y), new("dy", dy)];
            var read = function == ActivationFunction.Linear ? operands.Where(operand => operand.Name != "y") : operands;
            ElementWise.Write(w, kernels.Isa, dy.Shape, [.. read], (isa, at) =>
            {
                var sum = string.Join(" + ", parts.Select((_, i) => isa.Load(at($"d{i}"))));
                if (function == ActivationFunction.Linear)
                {
                    w.Line(isa.Store(sum, at("dy")));
                    return;
                }

                w.Line($"var output = {isa.Load(at("y"))};");
                w.Line($"var gradient = {sum};");
                w.Line(isa.Store(ActivationText.ApplyDerivative(isa, function, "output", "gradient"), at("dy")));
            });
        }));
    }
}
