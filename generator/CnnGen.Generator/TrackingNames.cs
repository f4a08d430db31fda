namespace CnnGen.Generator;

/// <summary>The names under which tests find the pipeline's steps.</summary>
internal static class TrackingNames
{
    public const string Discover = "Discover";
    public const string Name = "Name";
    public const string Reject = "Reject";
    public const string Build = "Build";
    public const string Options = "Options";
    public const string Emit = "Emit";
}
