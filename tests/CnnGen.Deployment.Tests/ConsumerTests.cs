using System.Text.RegularExpressions;
using CnnGen.Deployment.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary>
/// The package from outside: projects without any of the repository's settings, restored from a folder with the package and nothing else.
/// </summary>
[Collection(FeedCollection.Name)]
public sealed class ConsumerTests(PackageFeed feed)
{
    // What the plain project prints, for those with other settings to print it, too.
    private static string? _plain;

    private string Plain =>
        _plain ??= new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer").AddFile("Program.cs").AddFile("Stripes.cs")
            .BuildAndRun();

    [Fact]
    public void AnEmptyConsoleProjectTrainsAndPredicts()
    {
        Assert.Contains("right 32 of 32", Plain);
        var losses = Plain.Split('\n').Where(line => line.StartsWith("loss "))
            .Select(line => double.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.True(losses[1] < losses[0] / 4, Plain);
        Assert.True(Directory.Exists(Path.Combine(feed.Unpacked, "cnngen", PackageFeed.Version)), "the package came from elsewhere");
    }

    [Theory]
    [InlineData("<LangVersion>10</LangVersion>")]
    [InlineData(
        "<CnnGenInstructionSets>Avx2;Scalar</CnnGenInstructionSets><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>")]
    [InlineData(
        "<LangVersion>12</LangVersion><Nullable>disable</Nullable><ImplicitUsings>disable</ImplicitUsings>"
        + "<TreatWarningsAsErrors>true</TreatWarningsAsErrors><GenerateDocumentationFile>true</GenerateDocumentationFile>"
        + "<NoWarn>CS1591</NoWarn>")]
    [InlineData(
        "<Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors><AnalysisLevel>latest-all</AnalysisLevel>"
        + "<EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild><GenerateDocumentationFile>true</GenerateDocumentationFile>"
        + "<CheckForOverflowUnderflow>true</CheckForOverflowUnderflow><InvariantGlobalization>true</InvariantGlobalization>"
        + "<NoWarn>CA1303;CA1515;CA1852;CA1062;CA5394</NoWarn>")]
    public void ProjectsWithOtherSettingsBuildWithoutWarningsAndLearnTheSameWeights(string settings)
    {
        var project = new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer", settings).AddFile("Program.cs").AddFile("Stripes.cs");
        static IEnumerable<string> Learned(string output) => output.Split('\n').Where(line => !line.StartsWith("isa="));
        Assert.Contains(Learned(Plain), line => line.StartsWith("weights "));
        Assert.Equal(Learned(Plain), Learned(project.BuildAndRun()));
    }

    [Fact]
    public void AnOlderFrameworkIsToldWhichFrameworksThereAre()
    {
        var output = new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer", framework: "net8.0").AddFile("Program.cs")
            .AddFile("Stripes.cs").BuildInVain();
        Assert.Contains($"error NU1202: Package CnnGen {PackageFeed.Version} is not compatible with net8.0 (.NETCoreApp,Version=v8.0)."
            + $" Package CnnGen {PackageFeed.Version} supports:", output);
        Assert.Contains("- net9.0 (.NETCoreApp,Version=v9.0)", output);
        Assert.DoesNotContain("error CS", output);
    }

    [Fact]
    public void UnsafeBlocksThatAreTurnedOffAreAnErrorThatSaysWhatToWrite()
    {
        var project = new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer", "<AllowUnsafeBlocks>false</AllowUnsafeBlocks>")
            .AddFile("Program.cs").AddFile("Stripes.cs");
        var output = project.BuildInVain();
        Assert.Contains("error CNN040: Network 'Stripes' needs unsafe blocks, which are off: write"
            + " <AllowUnsafeBlocks>true</AllowUnsafeBlocks>", output);
        // The page can be opened from the line of the error.
        var link = Regex.Match(output, @"error CNN040: .* \((?<link>file://\S+)\)").Groups["link"].Value;
        Assert.StartsWith("# CNN040:", File.ReadAllText(new Uri(link).LocalPath));
    }

    [Fact]
    public void ACompilerThatWouldDropTheGeneratorIsAnError()
    {
        var project = new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer").AddFile("Program.cs").AddFile("Stripes.cs");
        // What the targets of an older SDK say of their compiler.
        var output = project.BuildInVain("-p:CompilerApiVersion=roslyn4.12");
        Assert.Contains("error CNN101: CnnGen's generator needs the C# compiler of .NET SDK 9.0.300 or newer (4.14), and this build uses"
            + " that of SDK", output);
        Assert.Contains("(4.12)", output);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("7.3")]
    public void ALanguageThatIsOlderThanTheGeneratedCodeIsAnError(string version)
    {
        var project = new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer", $"<LangVersion>{version}</LangVersion>")
            .AddFile("Program.cs").AddFile("Stripes.cs");
        Assert.Contains($"error CNN106: CnnGen writes C# 10, and LangVersion is {version}", project.BuildInVain());
    }

    [Fact]
    public void AProgramUsesTheNetworkOfALibraryAndOneOfItsOwn()
    {
        var folder = feed.NewFolder(feedOnly: true);
        // Friends see each other's internals, so whatever is generated under one name in both would clash.
        const string friend = """<InternalsVisibleTo Include="Consumer" />""";
        new ConsumerProject(folder, "Networks", items: ConsumerProject.PackageReference + friend, outputType: "Library")
            .AddFile("Stripes.cs").Add("Dots.cs", OneLayer("Dots"));
        const string reference = """<ProjectReference Include="../Networks/Networks.csproj" />""";
        var project = new ConsumerProject(
            folder, "Consumer", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", ConsumerProject.PackageReference + reference)
            .AddFile("Program.cs").Add("Lines.cs", OneLayer("Lines"));
        Assert.Contains("right 32 of 32", project.BuildAndRun());
    }

    [Fact]
    public void AProgramWithoutThePackageUsesTheNetworkOfALibrary()
    {
        var folder = feed.NewFolder(feedOnly: true);
        new ConsumerProject(folder, "Networks", outputType: "Library").AddFile("Stripes.cs");
        var project = new ConsumerProject(folder, "Consumer", items: """<ProjectReference Include="../Networks/Networks.csproj" />""")
            .AddFile("Program.cs");
        Assert.Contains("right 32 of 32", project.BuildAndRun());
    }

    private static string OneLayer(string name) => $"""
        using CnnGen;
        [Input(4, 4, 1)]
        [Flatten]
        [Dense(2, Activation.Softmax)]
        internal sealed partial class {name};
        """;
}
