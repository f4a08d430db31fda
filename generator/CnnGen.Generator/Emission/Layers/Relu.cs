using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Relu with a bound, a slope on the left, and a threshold.</summary>
internal static class ReluKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. y may be x.</summary>
    public static string Forward(KernelSet kernels, Relu layer, Tensor x, Tensor y)
    {
        var (max, slope, threshold) = ((float)layer.MaxValue, (float)layer.NegativeSlope, (float)layer.Threshold);
        var name = $"Relu_{KernelText.Names(x, y)}_{KernelText.Name(max)}_{KernelText.Name(slope)}_{KernelText.Name(threshold)}";
        var summary = $"y = relu(x) up to {CodeWriter.Literal(max)}, with slope {CodeWriter.Literal(slope)} below"
            + $" {CodeWriter.Literal(threshold)}, for {x}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["x", "y"], () => ElementWise.WriteForward(
            w, kernels.Isa, x.Shape, new("x", x), new("y", y), (isa, value) => $"Rectified.Relu<{isa.TypeArguments}>({value},"
                + $" {CodeWriter.Literal(max)}, {CodeWriter.Literal(slope)}, {CodeWriter.Literal(threshold)})")));
    }

    /// <summary>
    /// Adds <c>(float* y, float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * f'(y); returns its name. dx may be dy.
    /// </summary>
    public static string Backward(KernelSet kernels, Relu layer, Tensor y, Tensor dx, Tensor dy)
    {
        var (max, slope) = ((float)layer.MaxValue, (float)layer.NegativeSlope);
        var name = $"ReluBackward_{KernelText.Names(y, dx, dy)}_{KernelText.Name(max)}_{KernelText.Name(slope)}";
        var summary = $"dx = dy, {CodeWriter.Literal(slope)} * dy where y is 0 or less, 0 where it is {CodeWriter.Literal(max)}, for {y}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["y", "dx", "dy"], () => ElementWise.WriteBackward(
            w, kernels.Isa, y.Shape, new("y", y), new("dx", dx), new("dy", dy), (isa, value, gradient) =>
                $"Rectified.ReluGradient<{isa.TypeArguments}>({value}, {gradient}, {CodeWriter.Literal(max)},"
                + $" {CodeWriter.Literal(slope)})")));
    }
}
