namespace CnnGen;

/// <summary>
/// Stands, inside a block, for what a use of it gives: <c>[Conv2D(4 * Block.Filters, 1)]</c>. CnnGen reads expressions of these as they are
/// written; the values that the compiler knows mean nothing.
/// </summary>
/// <remarks>
/// Numbers, <c>+ - * / %</c>, comparisons and <c>a ? b : c</c> are computed as C# does, whole numbers without a rest. Constants made of
/// them may be used as well.
/// </remarks>
public static class Block
{
    // Primes whose products of three fit an int, so that expressions compile, and a value that leaks out is seen.

    /// <summary>Filters of the use.</summary>
    public const int Filters = 1009;

    /// <summary>Kernel size of the use.</summary>
    public const int KernelSize = 1013;

    /// <summary>Strides of the use; 1 when it gives none.</summary>
    public const int Strides = 1019;

    /// <summary>Expansion of the use.</summary>
    public const int Expansion = 1021;

    /// <summary>Units of the use.</summary>
    public const int Units = 1031;

    /// <summary>Rate of the use.</summary>
    public const double Rate = 0.1033;

    /// <summary>Channels of what the block reads.</summary>
    public const int Channels = 1039;
}
