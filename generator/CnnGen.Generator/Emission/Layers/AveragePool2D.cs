using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Mean over windows clipped to the image, so that padding does not count.</summary>
internal static class AveragePool2DKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. Sums are taken in row, column order.
    /// </summary>
    public static string Forward(KernelSet kernels, AveragePool2D layer, Tensor x, Tensor y)
    {
        var isa = kernels.Isa.For(x.BlockLanes);
        var name = $"AveragePool2D_{KernelText.Names(x, y)}_{WindowLoops.Name(layer.Window)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Mean over windows of {x}, giving {y}.", name, ["x", "y"], () =>
        {
            var windows = new WindowLoops(isa, layer.Window, new() { ["x"] = x }, new() { ["y"] = y });
            windows.Write(w, taps =>
            {
                w.Line($"var sum = {(taps.IsUnrolled ? isa.Load(taps.First("x")) : isa.Zero)};");
                taps.ForEach(w, taps.IsUnrolled, at => w.Line($"sum += {isa.Load(at("x"))};"));
                w.Line(isa.Store($"sum * {isa.Broadcast(taps.Reciprocal)}", windows.Output("y")));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* dx, float* dy, nint imageStride, int count)</c>; returns its name. Each tap of a window gets an equal share. All of
    /// dx is written.
    /// </summary>
    public static string Backward(KernelSet kernels, AveragePool2D layer, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(dx.BlockLanes);
        var adds = layer.Window.Overlaps;
        var name = $"AveragePool2DBackward_{KernelText.Names(dx, dy)}_{WindowLoops.Name(layer.Window)}";
        return kernels.Add(
            name, w => KernelText.Write(w, $"Shares the gradient of {dy} among the windows of {dx}.", name, ["dx", "dy"], () =>
        {
            var windows = new WindowLoops(isa, layer.Window, new() { ["dx"] = dx }, new() { ["dy"] = dy });
            windows.ClearUncovered(w, "dx", all: adds);
            windows.Write(w, taps =>
            {
                w.Line($"var share = {isa.Load(windows.Output("dy"))} * {isa.Broadcast(taps.Reciprocal)};");
                taps.ForEach(w, skipFirst: false, at => w.Line(isa.Store(adds ? $"{isa.Load(at("dx"))} + share" : "share", at("dx"))));
            });
        }));
    }
}
