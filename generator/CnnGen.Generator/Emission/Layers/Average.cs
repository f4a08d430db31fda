namespace CnnGen.Generator.Emission.Layers;

/// <summary>y = (x + others) / count.</summary>
internal static class AverageKernels
{
    public static readonly MergeFormula Formula = new(
        Forward: (w, isa, x) => w.Line($"var value = ({string.Join(" + ", x)}) / {isa.Broadcast($"{x.Length}f")};"),
        Backward: (w, isa, _, _, count) => w.Line($"gradient /= {isa.Broadcast($"{count}f")};"),
        IsSymmetric: true);
}
