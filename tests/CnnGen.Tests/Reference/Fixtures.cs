using Xunit;

namespace CnnGen.Tests.Reference;

/// <summary>
/// Finds the third-party data beside the repository: the folder <c>../shared/fixtures</c> of the folder with <c>global.json</c>.
/// </summary>
internal static class Fixtures
{
    /// <summary>
    /// The path of a fixture. Where the folder is missing, the test fails under CI (<c>CI=true</c>) and is skipped elsewhere.
    /// </summary>
    /// <param name="name">Path inside the folder.</param>
    public static string Path(string name)
    {
        string folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot(), "..", "shared", "fixtures"));
        if (!Directory.Exists(folder))
        {
            string message = $"the fixtures were looked for in {folder}, which does not exist";
            Skip.IfNot(Environment.GetEnvironmentVariable("CI") == "true", message);
            Assert.Fail(message);
        }

        return System.IO.Path.Combine(folder, name);
    }

    /// <summary>The folder with <c>global.json</c> above the tests.</summary>
    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "global.json")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no folder with global.json above {AppContext.BaseDirectory}");
    }
}
