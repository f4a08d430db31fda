using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>Source fits into a window, and a file into a head: what grows beyond that wants another concept.</summary>
public class SourceStyleTests
{
    private const int MostColumns = 140;

    // About 400 is the aim; beyond this a file is cut before anything is added to it.
    private const int MostLines = 440;

    /// <summary>What people write; snapshots of what the generator writes are not among it.</summary>
    private static IEnumerable<(string Name, string[] Lines)> Files =>
        from folder in new[] { "benchmarks", "generator", "samples", "src", "tests" }
        from path in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Repository.PathOf("."), path).Replace('\\', '/')
        where !name.Contains("/obj/") && !name.Contains("/bin/") && !name.Contains(".verified.") && !name.Contains(".received.")
        select (name, File.ReadAllLines(path));

    [Fact]
    public void LinesAreShort() => Assert.Empty(
        from file in Files
        from line in file.Lines.Index()
        where line.Item.Length > MostColumns
        select $"{file.Name}:{line.Index + 1} has {line.Item.Length} columns; {MostColumns} are allowed");

    [Fact]
    public void FilesAreShort() => Assert.Empty(
        from file in Files
        where file.Lines.Length > MostLines
        select $"{file.Name} has {file.Lines.Length} lines; {MostLines} are allowed");
}
