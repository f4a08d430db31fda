namespace CnnGen;

/// <summary>An output of a network.</summary>
/// <param name="Name">The layer that gives it.</param>
/// <param name="Shape">(units), or (height, width, channels).</param>
public sealed record OutputInfo(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>Values for one image.</summary>
    public int Size { get; } = Shape.Aggregate(1, (a, b) => checked(a * b));
}
