namespace CnnGen;

/// <summary>
/// The rows, or columns, of a layer's input that a row or column of its output depends on: from floor((i * Step - Before) / Divisor) to
/// floor((i * Step + After) / Divisor), of those that there are.
/// </summary>
/// <param name="Step">By how many it moves from one output to the next, times the divisor: a convolution's stride.</param>
/// <param name="Before">How far it reaches in front of that: the padding.</param>
/// <param name="After">How far behind.</param>
/// <param name="Divisor">Outputs for each input, where these are more: the stride of a transposed convolution.</param>
public sealed record AxisView(int Step, int Before, int After, int Divisor)
{
    /// <summary>The range for a range of outputs.</summary>
    /// <param name="outputs">First and last; empty where the last lies in front of the first.</param>
    /// <param name="extent">How many inputs there are.</param>
    internal (int First, int Last) Of((int First, int Last) outputs, int extent) => outputs.Last < outputs.First
        ? (0, -1)
        : (Math.Max(Floor((long)outputs.First * Step - Before), 0), Math.Min(Floor((long)outputs.Last * Step + After), extent - 1));

    private int Floor(long value) => (int)(value >= 0 ? value / Divisor : -((-value + Divisor - 1) / Divisor));
}
