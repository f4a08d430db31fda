using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Layer normalization: a function of the library for each pixel.</summary>
internal static class LayerNormalizationKernels
{
    private const string Function = nameof(LayerNormalization);

    /// <summary>
    /// Adds <c>(float* x, float* statistics, float* gamma, float* beta, float* y, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string Forward(KernelSet kernels, LayerNormalization layer, Tensor x, Tensor y)
    {
        var name = $"LayerNormalization_{KernelText.Names(x, y)}_{KernelText.Name((float)layer.Epsilon)}";
        KernelPointer[] pointers =
        [
            KernelPointer.Buffer("x"), KernelPointer.Buffer("statistics"), KernelPointer.Shared("gamma"), KernelPointer.Shared("beta"),
            KernelPointer.Buffer("y"),
        ];
        return kernels.Add(name, w => KernelText.Write(
            w, $"Normalizes the channels of each pixel of {x}.", name, pointers, () => ChannelRows.Write(
                w, kernels.Isa, x.Shape, $"{Function}.Forward", [new("x", x), Statistics(x), new("y", y)], isGradient: false,
                more: $", gamma, beta, {CodeWriter.Literal(layer.Epsilon)}")));
    }

    /// <summary>
    /// Adds <c>(float* x, float* statistics, float* dy, float* sums, float* gamma, float* dx, nint imageStride, int count)</c>, of which
    /// the sums are only there where there are some, and what follows them where it has dx; returns its name.
    /// </summary>
    public static string Backward(KernelSet kernels, LayerNormalizationBackward kernel)
    {
        var (x, dy, dx) = (kernel.X, kernel.Dy, kernel.Dx);
        var sums = (kernel.SumsBeta, kernel.SumsGamma) switch
        {
            (true, true) => "",
            (true, _) => "Beta",
            (_, true) => "Gamma",
            _ => "None",
        };
        var name = dx is null
            ? $"LayerNormalizationSums{sums}_{KernelText.List(x, dy)}"
            : $"LayerNormalizationBackward{sums}_{KernelText.List(x, dy, dx)}";
        var lanes = x.ChannelStride;
        List<KernelPointer> pointers = [KernelPointer.Buffer("x"), KernelPointer.Buffer("statistics"), KernelPointer.Buffer("dy")];
        if (sums != "None")
            pointers.Add(KernelPointer.Buffer("sums"));
        if (dx is not null)
            pointers.AddRange([KernelPointer.Shared("gamma"), KernelPointer.Buffer("dx")]);
        var shares = $", {(kernel.SumsBeta ? "sums" : "null")}, {(kernel.SumsGamma ? CodeWriter.At("sums", lanes) : "null")}";
        return kernels.Add(name, w => KernelText.Write(
            w, $"Gradients of a layer normalization of {x}.", name, [.. pointers], () =>
            {
                if (sums != "None")
                    KernelText.Clear(w, "sums", 2 * lanes);
                Operand[] read = [new("x", x), Statistics(x), new("dy", dy)];
                if (dx is null)
                {
                    ChannelRows.Write(w, kernels.Isa, x.Shape, $"{Function}.Sums", read, isGradient: false, shares);
                    return;
                }

                ChannelRows.Write(
                    w, kernels.Isa, x.Shape, $"{Function}.Backward", [.. read, new("dx", dx)], isGradient: true, $", gamma{shares}");
            }));
    }

    /// <summary>Two numbers for each pixel.</summary>
    private static Operand Statistics(Tensor x) => new("statistics", new Layout(0, 2 * x.Shape.Width, 2));
}
