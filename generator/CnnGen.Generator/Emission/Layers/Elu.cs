using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Exponential linear units.</summary>
internal static class EluKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. y may be x.</summary>
    public static string Forward(KernelSet kernels, Elu layer, Tensor x, Tensor y)
    {
        var alpha = (float)layer.Alpha;
        var name = $"Elu_{KernelText.Names(x, y)}_{KernelText.Name(alpha)}";
        var summary = $"y = x, and {CodeWriter.Literal(alpha)} * (exp(x) - 1) below 0, for {x}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["x", "y"], () => ElementWise.WriteForward(
            w, kernels.Isa, x.Shape, new("x", x), new("y", y),
            (isa, value) => $"Rectified.Elu<{isa.TypeArguments}>({value}, {CodeWriter.Literal(alpha)})")));
    }

    /// <summary>
    /// Adds <c>(float* y, float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * f'(y); returns its name. dx may be dy.
    /// </summary>
    public static string Backward(KernelSet kernels, Elu layer, Tensor y, Tensor dx, Tensor dy)
    {
        var alpha = (float)layer.Alpha;
        var name = $"EluBackward_{KernelText.Names(y, dx, dy)}_{KernelText.Name(alpha)}";
        var summary = $"dx = dy, and dy * (y + {CodeWriter.Literal(alpha)}) where y is less than 0, for {y}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["y", "dx", "dy"], () => ElementWise.WriteBackward(
            w, kernels.Isa, y.Shape, new("y", y), new("dx", dx), new("dy", dy),
            (isa, value, gradient) => $"Rectified.EluGradient<{isa.TypeArguments}>({value}, {gradient}, {CodeWriter.Literal(alpha)})")));
    }
}
