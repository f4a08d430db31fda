namespace CnnGen.Generator.Emission.Layers;

/// <summary>The largest of all inputs: of equal ones the first, and a NaN wherever it comes.</summary>
internal static class MaximumKernels
{
    public static readonly MergeFormula Formula = Extreme.Formula(isLeast: false);
}
