using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>What outputs cost: functions of the library for each image.</summary>
internal static class ActivityRegularizationKernels
{
    private const string Library = "ActivityPenalty";

    /// <summary>Adds <c>(float* y, double* penalties, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Forward(KernelSet kernels, RegularizerInfo regularizer, Tensor y)
    {
        var name = $"{Library}_{KernelText.Name(y)}{Suffix(regularizer)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("y"), new("double*", "penalties", "1")];
        return kernels.Add(name, w => KernelText.Write(w, $"What the outputs {y} cost{Described(regularizer)}.", name, pointers, () =>
            w.Line($"{Library}.Add<{TypeArguments(kernels, y)}>({Map(regularizer, y)}, {First("y", y)}, {y.RowStride}, penalties);")));
    }

    /// <summary>Adds <c>(float* y, float* dy, int images, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Backward(KernelSet kernels, RegularizerInfo regularizer, Tensor y, Tensor dy)
    {
        var name = $"{Library}Gradient_{KernelText.Names(y, dy)}{Suffix(regularizer)}";
        KernelPointer[] pointers = [KernelPointer.Buffer("y"), KernelPointer.Buffer("dy"), new("int", "images", null)];
        return kernels.Add(name, w => KernelText.Write(
            w, $"Adds to the gradient of the outputs {y} that of what they cost{Described(regularizer)}.", name, pointers, () =>
            {
                w.Line($"{Library}.AddGradient<{TypeArguments(kernels, y)}>(");
                w.Line($"    {Map(regularizer, y)}, {First("y", y)}, {y.RowStride}, {First("dy", dy)}, {dy.RowStride}, images);");
            }));
    }

    private static string TypeArguments(KernelSet kernels, Tensor tensor) => kernels.Isa.For(tensor.BlockLanes).TypeArguments;

    private static string First(string pointer, Tensor tensor) => CodeWriter.At(pointer, tensor.Origin);

    private static string Map(RegularizerInfo regularizer, Tensor y) =>
        $"new({y.Shape.Height}, {y.Shape.Width}, {y.Shape.Channels}, {y.ChannelStride}, {CodeWriter.Literal(regularizer.L1)},"
        + $" {CodeWriter.Literal(regularizer.L2)})";

    private static string Suffix(RegularizerInfo regularizer) =>
        $"_{KernelText.Name(regularizer.L1)}_{KernelText.Name(regularizer.L2)}";

    private static string Described(RegularizerInfo regularizer) =>
        $", {CodeWriter.Literal(regularizer.L1)} * |y| + {CodeWriter.Literal(regularizer.L2)} * y^2 each";
}
