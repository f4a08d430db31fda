namespace CnnGen.Generator.Planning.Plans;

/// <summary>
/// Sizes of planned memory. Offsets into an arena are 32-bit integers, so all that lies in one is bounded by its size, which is counted
/// without overflow.
/// </summary>
internal static class Arena
{
    /// <summary>The most floats of an arena.</summary>
    public const int MostFloats = int.MaxValue;

    /// <summary>The floats of an arena, or of something in one.</summary>
    /// <param name="floats">How many.</param>
    /// <param name="what">What they are, as a message goes on after "network 'Net' has".</param>
    /// <exception cref="ArenaTooLargeException">They are more than <see cref="MostFloats"/>.</exception>
    public static int Floats(long floats, string what) =>
        floats <= MostFloats ? (int)floats : throw new ArenaTooLargeException(floats, what);
}

/// <summary>A network needs more memory of one kind than can be addressed.</summary>
internal sealed class ArenaTooLargeException(long floats, string what)
    : Exception(FormattableString.Invariant($"{what} of {floats} floats"));
