namespace CnnGen.Generator.Emission.Layers;

/// <summary>y = x + others.</summary>
internal static class AddKernels
{
    public static readonly MergeFormula Formula = new(
        Forward: (w, _, x) => w.Line($"var value = {string.Join(" + ", x)};"),
        Backward: (_, _, _, _, _) => { },
        IsSymmetric: true);
}
