using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Channels of length 1: a function of the library for each pixel.</summary>
internal static class UnitNormalizationKernels
{
    private const string Function = nameof(UnitNormalization);

    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. y may be x.</summary>
    public static string Forward(KernelSet kernels, Tensor x, Tensor y)
    {
        var name = $"{Function}_{KernelText.Names(x, y)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Scales the channels of each pixel of {x} to length 1.", name, ["x", "y"], () => ChannelRows.Write(
                w, kernels.Isa, x.Shape, $"{Function}.Forward", [new("x", x), new("y", y)], isGradient: false)));
    }

    /// <summary>Adds <c>(float* x, float* dy, float* dx, nint imageStride, int count)</c>; returns its name. dx may be dy.</summary>
    public static string Backward(KernelSet kernels, Tensor x, Tensor dy, Tensor dx)
    {
        var name = $"{Function}Backward_{KernelText.List(x, dy, dx)}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Gradient of what is scaled to length 1, for {x}.", name, ["x", "dy", "dx"], () => ChannelRows.Write(
                w, kernels.Isa, x.Shape, $"{Function}.Backward", [new("x", x), new("dy", dy), new("dx", dx)], isGradient: true)));
    }
}
