using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>A project of a user in a folder outside of the repository.</summary>
internal sealed class ConsumerProject
{
    /// <summary>Writes the project file; the sources come from <see cref="Add"/>.</summary>
    /// <param name="parent">The folder in which the project gets one of its own.</param>
    /// <param name="name">Name of folder, project and program.</param>
    /// <param name="properties">More elements of the property group.</param>
    /// <param name="items">Elements of an item group.</param>
    /// <param name="framework">The target framework.</param>
    /// <param name="outputType"><c>Exe</c> or <c>Library</c>.</param>
    public ConsumerProject(string parent, string name, string properties = "", string items = PackageReference,
        string framework = "net10.0", string outputType = "Exe")
    {
        (Name, Framework) = (name, framework);
        Folder = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        File.WriteAllText(Path.Combine(Folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>What <c>dotnet add package CnnGen</c> writes.</summary>
    public const string PackageReference = $"""<PackageReference Include="CnnGen" Version="{PackageFeed.Version}" />""";

    public string Name { get; }

    public string Framework { get; }

    public string Folder { get; }

    /// <summary>Copies a source from this test project's folder <c>Consumer</c>.</summary>
    public ConsumerProject AddFile(string name) =>
        Add(name, File.ReadAllText(Repository.PathOf("tests", "CnnGen.Deployment.Tests", "Consumer", name)));

    /// <summary>Adds a source.</summary>
    public ConsumerProject Add(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return this;
    }

    /// <summary>Builds without warnings, and runs with the JIT.</summary>
    public string BuildAndRun()
    {
        Build();
        return Run("dotnet", Path.Combine(Folder, "bin", "Release", Framework, $"{Name}.dll"));
    }

    /// <summary>Builds, and expects no warning.</summary>
    public void Build(params string[] arguments)
    {
        var build = Command.DotNet(Folder, ["build", "-c", "Release", .. arguments]);
        Assert.True(build.Output.Contains("0 Warning(s)"), build.Text);
    }

    /// <summary>Builds, and expects that to fail.</summary>
    public string BuildInVain(params string[] arguments)
    {
        var build = Command.Run("dotnet", Folder, ["build", "-c", "Release", .. arguments]);
        Assert.True(build.ExitCode != 0, $"the build was expected to fail\n{build.Text}");
        return build.Text;
    }

    /// <summary>Publishes with NativeAOT.</summary>
    /// <param name="arguments">More of the command line.</param>
    public PublishedProgram Publish(params string[] arguments)
    {
        _ = NativeTools.CCompiler;
        var folder = Path.Combine(Folder, "published", Path.GetRandomFileName());
        var publish = Command.DotNet(
            Folder, ["publish", "-c", "Release", "-r", NativeTools.RuntimeIdentifier, "-p:PublishAot=true", "-o", folder, .. arguments]);
        return new PublishedProgram(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name), publish.Output);
    }

    private string Run(string program, params string[] arguments)
    {
        var run = Command.Run(program, Folder, arguments);
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Output;
    }
}
