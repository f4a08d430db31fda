using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>The gradient of repeated pixels.</summary>
internal static class UpSampling2DKernels
{
    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Gradients of copies are summed in row, column
    /// order.
    /// </summary>
    public static string RepeatBackward(KernelSet kernels, UpSampling2D layer, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(dx.BlockLanes);
        var window = new Window(layer.Rows, layer.Columns, layer.Rows, layer.Columns, PadTop: 0, PadLeft: 0);
        var name = $"UpSampling2DBackward_{KernelText.List(dx, dy)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Sums the gradients of the copies of pixels of {dx}.", name, ["dx", "dy"], () =>
        {
            var windows = new WindowLoops(isa, window, new() { ["dy"] = dy }, new() { ["dx"] = dx });
            windows.Write(w, taps =>
            {
                w.Line($"var sum = {(taps.IsUnrolled ? isa.Load(taps.First("dy")) : isa.Zero)};");
                taps.ForEach(w, taps.IsUnrolled, at => w.Line($"sum += {isa.Load(at("dy"))};"));
                w.Line(isa.Store("sum", windows.Output("dx")));
            });
        }));
    }
}
