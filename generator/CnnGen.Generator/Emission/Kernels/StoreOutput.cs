using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Copies the network's output to the caller.</summary>
internal static class StoreOutput
{
    /// <summary>
    /// Adds <c>(float* x, float* outputs, nint imageStride, int count)</c>; returns its name. The caller's images are dense.
    /// </summary>
    public static string Kernel(KernelSet kernels, Tensor x)
    {
        var name = $"StoreOutput_{KernelText.Name(x)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("x"), KernelPointer.Dense("float*", "outputs", x.Shape)];
        return kernels.Add(name, w => KernelText.Write(w, $"Copies outputs of {x} to the caller.", name, pointers, () =>
            PixelCopy.Write(w, x.Shape, new("x", x), new("outputs", Layout.Dense(x.Shape)))));
    }
}

/// <summary>Copies the gradient of the network's output from the caller.</summary>
internal static class LoadGradient
{
    /// <summary>
    /// Adds <c>(float* gradients, float* dy, nint imageStride, int count)</c>; returns its name. The caller's images are dense;
    /// lanes past the channels are zeroed.
    /// </summary>
    public static string Kernel(KernelSet kernels, Tensor dy)
    {
        var name = $"LoadGradient_{KernelText.Name(dy)}";
        KernelPointer[] pointers = [KernelPointer.Dense("float*", "gradients", dy.Shape), KernelPointer.Buffer("dy")];
        return kernels.Add(name, w => KernelText.Write(w, $"Copies gradients of {dy} from the caller.", name, pointers, () =>
            PixelCopy.Write(w, dy.Shape, new("gradients", Layout.Dense(dy.Shape)), new("dy", dy))));
    }
}

/// <summary>Adds gradients of the caller's.</summary>
internal static class AddGradient
{
    /// <summary>
    /// Adds <c>(float* gradients, float* dy, nint imageStride, int count)</c>, dy += gradients; returns its name. The caller's images are
    /// dense.
    /// </summary>
    public static string Kernel(KernelSet kernels, Tensor dy)
    {
        var name = $"AddGradient_{KernelText.Name(dy)}";
        KernelPointer[] pointers = [KernelPointer.Dense("float*", "gradients", dy.Shape), KernelPointer.Buffer("dy")];
        Operand[] operands = [new("gradients", Layout.Dense(dy.Shape)), new("dy", dy)];
        return kernels.Add(name, w => KernelText.Write(w, $"Adds gradients of {dy} that the caller has.", name, pointers, () =>
            ElementWise.WriteChannels(w, kernels.Isa, dy.Shape, operands, (isa, at) =>
                w.Line(isa.Store($"{isa.Load(at("dy"))} + {isa.Load(at("gradients"))}", at("dy"))))));
    }
}
