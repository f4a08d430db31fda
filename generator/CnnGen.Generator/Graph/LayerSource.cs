namespace CnnGen.Generator.Graph;

/// <summary>A layer as another one that reads it sees it.</summary>
/// <param name="Layer">Its place among the layers.</param>
/// <param name="Shape">What is known of its output's shape.</param>
/// <param name="Producer">What it is, for messages: <c>Conv2D 'conv2d_1'</c>.</param>
internal sealed record LayerSource(int Layer, PartialShape Shape, string Producer)
{
    /// <summary>One of which nothing is known, since an error was reported.</summary>
    public static LayerSource Unknown { get; } = new(-1, PartialShape.Unknown, "");
}
