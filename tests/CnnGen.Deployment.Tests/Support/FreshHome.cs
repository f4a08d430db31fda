using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>
/// The home folder of somebody who just cloned CnnGen, where commands are typed into a shell; the tests of a class share it, since each
/// clone compiles all of CnnGen anew.
/// </summary>
public sealed class FreshHome : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public FreshHome()
    {
        // NuGet's packages are at hand, except ours: nothing is downloaded twice, and what an earlier build packed cannot be found.
        var packages = Directory.CreateDirectory(System.IO.Path.Combine(Path, ".nuget", "packages")).FullName;
        foreach (var package in Directory.EnumerateDirectories(PackageFeed.MachinePackages())
            .Where(folder => !System.IO.Path.GetFileName(folder).StartsWith("cnngen")))
        {
            Directory.CreateSymbolicLink(System.IO.Path.Combine(packages, System.IO.Path.GetFileName(package)), package);
        }

        Copy(new DirectoryInfo(Repository.Root), Directory.CreateDirectory(Clone));
    }

    public string Path => _home.Path;

    /// <summary>The clone: this repository's files as they are now, nothing built.</summary>
    public string Clone => _home["CnnGen"];

    /// <summary>Runs commands as they are pasted into a shell, and stops at the first that fails.</summary>
    /// <param name="folder">Where the shell is.</param>
    /// <param name="commands">One or more lines.</param>
    /// <returns>What they print.</returns>
    public string Shell(string folder, string commands) => UserShell.Run(Path, folder, commands);

    public void Dispose() => _home.Dispose();

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(System.IO.Path.Combine(to.FullName, file.Name));
        foreach (var folder in from.EnumerateDirectories()
            .Where(folder => folder.Name is not ("bin" or "obj" or "out" or ".git" or "TestResults")))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
