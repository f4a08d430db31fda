using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>
/// Group normalization: kernels of <see cref="BatchNormalizationKernels"/> with statistics of each image, and between them calls of the
/// library that put the channels of a group together.
/// </summary>
internal static class GroupNormalizationKernels
{
    /// <summary>As that of a batch normalization; returns its name.</summary>
    public static string Forward(KernelSet kernels, Tensor x, Tensor y) =>
        BatchNormalizationKernels.Forward(kernels, ActivationFunction.Linear, x, y, ofImage: true);

    /// <summary>As those of a batch normalization; returns its name.</summary>
    public static string GradientSums(KernelSet kernels, Tensor x, Tensor dy) =>
        BatchNormalizationKernels.GradientSums(kernels, x, dy, ofImage: true);

    /// <summary>As that of a batch normalization; returns its name.</summary>
    public static string Backward(KernelSet kernels, Tensor x, Tensor dx, Tensor dy) =>
        BatchNormalizationKernels.Backward(kernels, x, dx, dy, ofImage: true);

    /// <summary>
    /// Adds <c>(float* statistics, float* gamma, float* beta, nint imageStride, int count)</c>; returns its name.
    /// </summary>
    public static string JoinForward(KernelSet kernels, GroupNormalization layer) => Call(
        kernels, layer, "JoinGroupMoments", "Statistics of the groups of an image.",
        [KernelPointer.Buffer("statistics"), KernelPointer.Shared("gamma"), KernelPointer.Shared("beta")],
        constants => $"JoinForward({constants}, new(gamma, beta), statistics)");

    /// <summary>Adds <c>(float* statistics, float* sums, nint imageStride, int count)</c>; returns its name.</summary>
    public static string JoinBackward(KernelSet kernels, GroupNormalization layer) => Call(
        kernels, layer, "JoinGroupGradients", "What the gradient of the input is made of, and shares in those of gamma and beta.",
        [KernelPointer.Buffer("statistics"), KernelPointer.Buffer("sums")],
        constants => $"JoinBackward({constants}, statistics, sums)");

    /// <summary>A kernel that hands on to the library's function, with what is known of the layer.</summary>
    private static string Call(
        KernelSet kernels, GroupNormalization layer, string operation, string summary, KernelPointer[] pointers,
        Func<string, string> call)
    {
        var tensor = new Tensor(layer.OutputShape, default);
        var (shape, epsilon) = (layer.OutputShape, CodeWriter.Literal(layer.Epsilon));
        var name = $"{operation}_{tensor}_{layer.Groups}_{KernelText.Name((float)layer.Epsilon)}";
        var constants = $"new({shape.Channels}, {tensor.ChannelStride}, {layer.Groups}, {shape.Height * shape.Width}, {epsilon})";
        return kernels.Add(name, w => KernelText.Write(
            w, summary, name, pointers, () => w.Line($"GroupStatistics.{call(constants)};")));
    }
}
