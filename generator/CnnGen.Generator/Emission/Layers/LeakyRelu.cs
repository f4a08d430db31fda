using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Relu that leaves a part of what is negative.</summary>
internal static class LeakyReluKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. y may be x.</summary>
    public static string Forward(KernelSet kernels, LeakyRelu layer, Tensor x, Tensor y)
    {
        var slope = (float)layer.NegativeSlope;
        var name = $"LeakyRelu_{KernelText.Names(x, y)}_{KernelText.Name(slope)}";
        var summary = $"y = x, and {CodeWriter.Literal(slope)} * x below 0, for {x}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["x", "y"], () => ElementWise.WriteForward(
            w, kernels.Isa, x.Shape, new("x", x), new("y", y),
            (isa, value) => $"Rectified.LeakyRelu<{isa.TypeArguments}>({value}, {CodeWriter.Literal(slope)})")));
    }

    /// <summary>
    /// Adds <c>(float* y, float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * f'(y); returns its name. dx may be dy.
    /// </summary>
    public static string Backward(KernelSet kernels, LeakyRelu layer, Tensor y, Tensor dx, Tensor dy)
    {
        var slope = (float)layer.NegativeSlope;
        var name = $"LeakyReluBackward_{KernelText.Names(y, dx, dy)}_{KernelText.Name(slope)}";
        var summary = $"dx = dy, and {CodeWriter.Literal(slope)} * dy where y is 0 or less, for {y}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["y", "dx", "dy"], () => ElementWise.WriteBackward(
            w, kernels.Isa, y.Shape, new("y", y), new("dx", dx), new("dy", dy),
            (isa, value, gradient) =>
                $"Rectified.LeakyReluGradient<{isa.TypeArguments}>({value}, {gradient}, {CodeWriter.Literal(slope)})")));
    }
}
