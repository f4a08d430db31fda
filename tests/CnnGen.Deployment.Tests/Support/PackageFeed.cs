using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>
/// The packages of this commit in a folder that projects restore from, packed once for all tests. Each test makes its projects in a folder
/// of its own here, outside of the repository, so that none of its settings reach them.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>A version that no published package has, so that no cache can hold another package under it.</summary>
    public const string Version = "99.0.0";

    private readonly TemporaryFolder _root = new();

    public PackageFeed()
    {
        string[] projects =
        [
            "CnnGen", "CnnGen.AspNetCore", "CnnGen.Charts", "CnnGen.Distributed", "CnnGen.Images", "CnnGen.Import", "CnnGen.Progress",
            "CnnGen.Templates", "CnnGen.Tool", "CnnGen.Visualization",
        ];
        foreach (var project in projects)
        {
            // Everything of the build goes into the folder: other test projects run from the repository's own output meanwhile. Analyzers
            // have seen it when that was built.
            Command.DotNet(
                Repository.Root, "pack", Path.Combine("src", project), "-c", "Release", "-o", Feed, "--artifacts-path", _root["artifacts"],
                $"-p:Version={Version}", "-p:RunAnalyzers=false");
        }
    }

    /// <summary>The folder with the packages.</summary>
    public string Feed => _root["feed"];

    /// <summary>The folder that packages are unpacked into.</summary>
    public string Unpacked => _root["packages"];

    /// <summary>A new folder whose projects find the packages.</summary>
    /// <param name="feedOnly">Whether the feed is the only source; else those of the machine are there, too, for the packages of
    /// NativeAOT.</param>
    public string NewFolder(bool feedOnly)
    {
        var folder = _root.NewFolder();
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Unpacked}" />
              </config>
              <fallbackPackageFolders>
                <add key="machine" value="{MachinePackages()}" />
              </fallbackPackageFolders>
              <packageSources>
                {(feedOnly ? "<clear />" : "")}
                <add key="cnngen-under-test" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    public void Dispose() => _root.Dispose();

    /// <summary>The packages that the machine has unpacked already, so that a test does not download NativeAOT's again.</summary>
    internal static string MachinePackages()
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Directory.CreateDirectory(folder).FullName;
    }
}
