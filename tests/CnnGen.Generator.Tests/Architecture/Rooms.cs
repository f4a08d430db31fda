namespace CnnGen.Generator.Tests.Architecture;

/// <summary>The rooms of a project, which are its folders, and who looks from one into another.</summary>
/// <param name="floors">
/// From the lowest up: the rooms of a floor may look into each other, since they are one with the folders of its parts, and into those
/// below.
/// </param>
/// <param name="project">The project's folder, in the repository.</param>
internal sealed class Rooms(string[][] floors, params string[] project)
{
    private readonly Lazy<IReadOnlyList<Mention>> _mentions = new(() => SourceTypes.MentionsIn(project));

    /// <summary>All rooms, from the project's folder on.</summary>
    public IEnumerable<string> All => floors.SelectMany(rooms => rooms);

    /// <summary>All mentions of one type by another's file.</summary>
    public IReadOnlyList<Mention> Mentions => _mentions.Value;

    /// <summary>Every folder has its floor, and no room looks into one above it.</summary>
    public void AssertNoneLooksUp()
    {
        Assert.NotEmpty(Mentions);
        Assert.Equal(
            All.Order(StringComparer.Ordinal),
            Mentions.SelectMany(mention => new[] { mention.From, mention.To }).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(Mentions.Where(mention => FloorOf(mention.To) > FloorOf(mention.From)).Select(mention => $"{mention}"));
    }

    private int FloorOf(string folder) => Array.FindIndex(floors, rooms => rooms.Contains(folder));
}
