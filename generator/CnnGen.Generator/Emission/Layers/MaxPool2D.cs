using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>Maximum over windows clipped to the image, so that padding never wins.</summary>
internal static class MaxPool2DKernels
{
    /// <summary>
    /// Adds <c>(float* x, float* y, nint imageStride, int count)</c>; returns its name. Maxima are taken in row, column order.
    /// </summary>
    public static string Forward(KernelSet kernels, MaxPool2D layer, Tensor x, Tensor y)
    {
        var isa = kernels.Isa.For(x.BlockLanes);
        var name = $"MaxPool2D_{KernelText.Names(x, y)}_{WindowLoops.Name(layer.Window)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Maximum over windows of {x}, giving {y}.", name, ["x", "y"], () =>
        {
            var windows = new WindowLoops(isa, layer.Window, new() { ["x"] = x }, new() { ["y"] = y });
            windows.Write(w, taps =>
            {
                w.Line($"var tap = {isa.Load(taps.First("x"))};");
                w.Line("var max = tap;");
                taps.ForEach(w, taps.IsUnrolled, at =>
                {
                    w.Line($"tap = {isa.Load(at("x"))};");
                    w.Line($"max = {isa.Max("max", "tap")};");
                });
                w.Line(isa.Store("max", windows.Output("y")));
            });
        }));
    }

    /// <summary>
    /// Adds <c>(float* x, float* y, float* dx, float* dy, nint imageStride, int count)</c>; returns its name. The gradient goes to the
    /// first maximum of each window in row, column order, which is found again by comparing x with y. All of dx is written, times the
    /// derivative of the activation that gave x; windows that overlap, whose gradients add up first, allow no such activation but the
    /// linear one.
    /// </summary>
    public static string Backward(
        KernelSet kernels, MaxPool2D layer, ActivationFunction activation, Tensor x, Tensor y, Tensor dx, Tensor dy)
    {
        var isa = kernels.Isa.For(x.BlockLanes);
        var adds = layer.Window.Overlaps;
        var derivative = activation == ActivationFunction.Linear ? "" : $"_{activation}Gradient";
        var name = $"MaxPool2DBackward_{KernelText.Names(x, y, dx, dy)}_{WindowLoops.Name(layer.Window)}{derivative}";
        var summary = $"Gives the gradient of {y} to the first maximum of each window of"
            + $" {x}{(derivative == "" ? "" : $", times the derivative of the {activation.ToString().ToLowerInvariant()} before it")}.";
        return kernels.Add(name, w => KernelText.Write(w, summary, name, ["x", "y", "dx", "dy"], () =>
        {
            var windows = new WindowLoops(isa, layer.Window, new() { ["x"] = x, ["dx"] = dx }, new() { ["y"] = y, ["dy"] = dy });
            windows.ClearUncovered(w, "dx", all: adds);
            windows.Write(w, taps =>
            {
                w.Line($"var max = {isa.Load(windows.Output("y"))};");
                w.Line($"var gradient = {isa.Load(windows.Output("dy"))};");
                w.Line($"{isa.Type} tap, share;");
                taps.ForEach(w, skipFirst: false, at =>
                {
                    // The first maximum takes the gradient; the taps after it find zero.
                    w.Line($"tap = {isa.Load(at("x"))};");
                    w.Line($"share = {isa.SelectCopy("tap", "max", "gradient", isa.Zero)};");
                    w.Line($"gradient = {isa.SelectCopy("tap", "max", isa.Zero, "gradient")};");
                    w.Line(
                        isa.Store(adds
                            ? $"{isa.Load(at("dx"))} + share"
                            : ActivationText.ApplyDerivative(isa, activation, "tap", "share"), at("dx")));
                });
            });
        }));
    }
}
