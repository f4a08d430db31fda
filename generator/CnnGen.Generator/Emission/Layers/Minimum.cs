namespace CnnGen.Generator.Emission.Layers;

/// <summary>The smallest of all inputs: of equal ones the first, and a NaN wherever it comes.</summary>
internal static class MinimumKernels
{
    public static readonly MergeFormula Formula = Extreme.Formula(isLeast: true);
}
