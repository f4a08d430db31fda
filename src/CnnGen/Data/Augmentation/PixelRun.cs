namespace CnnGen.Data;

/// <summary>The pixels of a row or column that a stretch of it covers.</summary>
/// <param name="First">The first one.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct PixelRun(int First, int End)
{
    /// <summary>How many.</summary>
    public int Length => End - First;

    /// <summary>A stretch of a share of a side, anywhere on it: pixels whose number lies on it belong to it.</summary>
    /// <param name="share">The share, in [0, 1].</param>
    /// <param name="side">Pixels of the side.</param>
    /// <param name="random">Where it lies.</param>
    public static PixelRun Draw(double share, int side, ref AugmentationRandom random)
    {
        var covered = share * side;
        var start = random.Uniform(0, side - covered);
        return new((int)Math.Ceiling(start), Math.Min(side, (int)Math.Ceiling(start + covered)));
    }
}
