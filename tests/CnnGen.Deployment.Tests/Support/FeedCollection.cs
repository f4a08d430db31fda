namespace CnnGen.Deployment.Tests.Support;

/// <summary>
/// Tests that build projects from the packages. They share the feed, and run one after the other: each keeps all processors busy.
/// </summary>
[CollectionDefinition(Name)]
public sealed class FeedCollection : ICollectionFixture<PackageFeed>
{
    public const string Name = "packages";
}
