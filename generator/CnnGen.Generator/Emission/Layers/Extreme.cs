using CnnGen.Generator.Emission.Text;

namespace CnnGen.Generator.Emission.Layers;

/// <summary>What Maximum and Minimum share: each input takes the place of the best one so far, or does not.</summary>
internal static class Extreme
{
    /// <param name="isLeast">The smallest wins, else the largest.</param>
    public static MergeFormula Formula(bool isLeast) => new(
        Forward: (w, isa, x) =>
        {
            w.Line($"var value = {x[0]};");
            foreach (var next in x.Skip(1))
                w.Line($"value = {isa.Choose(isLeast, next, "value", next, "value")};");
        },
        Backward: (w, isa, x, input, _) => WriteBackward(w, isa, isLeast, x, input),
        IsSymmetric: false);

    /// <summary>The gradient is kept where the input beat those before it, and no later one beat it.</summary>
    private static void WriteBackward(CodeWriter w, Isa isa, bool isLeast, string[] x, int input)
    {
        w.Line($"var best = {x[0]};");
        for (var i = 1; i < x.Length; i++)
        {
            if (i == input)
                w.Line($"gradient = {isa.Choose(isLeast, x[i], "best", "gradient", isa.Zero)};");
            else if (i > input)
                w.Line($"gradient = {isa.Choose(isLeast, x[i], "best", isa.Zero, "gradient")};");
            if (i < x.Length - 1)
                w.Line($"best = {isa.Choose(isLeast, x[i], "best", x[i], "best")};");
        }
    }
}
