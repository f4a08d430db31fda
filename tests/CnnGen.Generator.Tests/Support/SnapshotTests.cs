namespace CnnGen.Generator.Tests.Support;

/// <summary>The helper itself: a snapshot that cannot fail would hide every change.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cnngen-snapshot").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ADifferenceFailsWithTheChangedLinesAndKeepsWhatCame()
    {
        File.WriteAllText(Path.Combine(_folder, "Case.verified.cs"), "a\nb\nc\n");
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Snapshot.Verify("a\nx\nc\n", "Case", _folder, accept: false));
        Assert.Contains("- b", Squeeze(failure.Message));
        Assert.Contains("+ 2 x", Squeeze(failure.Message));
        Assert.Equal("a\nx\nc\n", File.ReadAllText(Path.Combine(_folder, "Case.received.cs")));
    }

    [Fact]
    public void ANewSnapshotFails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Snapshot.Verify("a\n", "New", _folder, accept: false));

    [Fact]
    public void AcceptingReplacesTheReviewedTextAndRemovesWhatCame()
    {
        File.WriteAllText(Path.Combine(_folder, "Case.received.cs"), "old");
        Snapshot.Verify("a\n", "Case", _folder, accept: true);
        Snapshot.Verify("a\n", "Case", _folder, accept: false);
        Assert.Equal(["Case.verified.cs"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
