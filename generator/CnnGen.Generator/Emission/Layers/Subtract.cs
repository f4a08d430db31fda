namespace CnnGen.Generator.Emission.Layers;

/// <summary>y = x - other.</summary>
internal static class SubtractKernels
{
    public static readonly MergeFormula Formula = new(
        Forward: (w, _, x) => w.Line($"var value = {string.Join(" - ", x)};"),
        Backward: (w, _, _, input, _) =>
        {
            if (input > 0)
                w.Line("gradient = -gradient;");
        },
        IsSymmetric: false);
}
