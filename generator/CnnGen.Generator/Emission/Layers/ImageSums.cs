using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Layers;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Gradients of a factor and a summand of each channel.</summary>
internal static class ImageSumsKernels
{
    /// <summary>
    /// Adds <c>(float* sums, float* biasSums, float* gradient, float* biasGradient, nint imageStride, int count, int item)</c>, the fourth
    /// only where there are two parameters; returns its name.
    /// </summary>
    public static string Gradient(KernelSet kernels, ImageSumsGradient kernel)
    {
        var name = $"ImageSums_{kernel.Channels}{(kernel.AreTwo ? "x2" : "")}";
        return kernels.Add(name, w =>
        {
            w.Line($"/// <summary>Adds up what the images gave to the gradients of {kernel.Channels} channels, in order.</summary>");
            using (w.Open(
                $"private static void {name}(float* sums, float* biasSums, float* gradient, "
                + $"{(kernel.AreTwo ? "float* biasGradient, " : "")}nint imageStride, int count, int item)"))
            {
                w.Line($"ImageSums.Add(sums, imageStride, count, {kernel.Channels}, gradient);");
                if (kernel.AreTwo)
                    w.Line($"ImageSums.Add(biasSums, imageStride, count, {kernel.Channels}, biasGradient);");
            }
        });
    }
}
