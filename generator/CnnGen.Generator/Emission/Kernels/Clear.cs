using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels;

/// <summary>Zeroes a tensor.</summary>
internal static class Clear
{
    /// <summary>Adds <c>(float* t, nint imageStride, int count)</c>; returns its name.</summary>
    public static string Kernel(KernelSet kernels, Tensor t)
    {
        var name = $"Clear_{KernelText.Name(t)}";
        return kernels.Add(name, w => KernelText.Write(w, $"Zeroes {t} and its border.", name, ["t"], () =>
            KernelText.Clear(w, "t", t.Floats)));
    }
}
