using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>y = x * scale + offset where it is not part of loading the input.</summary>
internal static class RescalingKernels
{
    /// <summary>Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. y may be x.</summary>
    public static string Forward(KernelSet kernels, Rescaling layer, Tensor x, Tensor y)
    {
        var (scale, offset) = ((float)layer.Scale, (float)layer.Offset);
        var name = $"Rescaling_{KernelText.Names(x, y)}_{KernelText.Name(scale)}_{KernelText.Name(offset)}";
        var summary = $"y = x * {CodeWriter.Literal(scale)} + {CodeWriter.Literal(offset)} for {x}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["x", "y"], () =>
            ElementWise.Write(w, kernels.Isa, x.Shape, [new("x", x), new("y", y)], (isa, at) =>
                w.Line(isa.Store(Apply(isa, layer, isa.Load(at("x"))), at("y"))))));
    }

    /// <summary>Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>, dx = dy * scale; returns its name. dx may be dy.</summary>
    public static string Backward(KernelSet kernels, Rescaling layer, Tensor dx, Tensor dy)
    {
        var scale = (float)layer.Scale;
        var name = $"RescalingBackward_{KernelText.Names(dx, dy)}_{KernelText.Name(scale)}";
        return kernels.Add(name, w => KernelText.Write(w, $"dx = dy * {CodeWriter.Literal(scale)} for {dx}.", name, ["dx", "dy"], () =>
            ElementWise.Write(w, kernels.Isa, dx.Shape, [new("dx", dx), new("dy", dy)], (isa, at) =>
                w.Line(isa.Store($"{isa.Load(at("dy"))} * {isa.Broadcast(CodeWriter.Literal(scale))}", at("dx"))))));
    }

    /// <summary>The expression x * scale + offset, rounded once.</summary>
    public static string Apply(Isa isa, Rescaling layer, string x) => isa.MultiplyAdd(
        x, isa.Broadcast(CodeWriter.Literal((float)layer.Scale)), isa.Broadcast(CodeWriter.Literal((float)layer.Offset)));
}
