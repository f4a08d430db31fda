namespace CnnGen.Generator.Emission.Layers;

/// <summary>y = x * others.</summary>
internal static class MultiplyKernels
{
    public static readonly MergeFormula Formula = new(
        Forward: (w, _, x) => w.Line($"var value = {string.Join(" * ", x)};"),
        Backward: (w, _, x, input, _) =>
            w.Line($"gradient *= {string.Join(" * ", x.Where((_, i) => i != input))};"),
        IsSymmetric: false);
}
