using CnnGen.Deployment.Tests.Support;
using CnnGen.Runtime;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary>
/// Programs published with NativeAOT: what instruction set they get, what the build says, and that their bits are the JIT's.
/// </summary>
[Collection(FeedCollection.Name)]
public sealed class NativeAotTests(PackageFeed feed)
{
    [SkippableTheory]
    [InlineData("net9.0", "x86-x64-v3")]
    [InlineData("net10.0", "x86-64-v3")]
    public void APublishRunsAvx2AndGivesTheBitsOfTheJit(string framework, string level)
    {
        RequireX64();
        var project = NewProject(framework, "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        var program = project.Publish();
        Assert.Contains($"CnnGen: NativeAOT compiles for {level}: networks run AVX2; the default of CnnGen", program.BuildOutput);
        Assert.DoesNotContain("warning", program.BuildOutput);
        var output = program.Run();
        Assert.EndsWith("isa=avx2\n", output);

        var jit = new ConsumerProject(feed.NewFolder(feedOnly: true), "Consumer").AddFile("Program.cs").AddFile("Stripes.cs").BuildAndRun();
        Assert.Equal(WithoutInstructionSet(jit), WithoutInstructionSet(output));
    }

    [SkippableFact]
    public void TheLevelIsChosenByAPropertyAndWhatItCannotUseIsTrimmed()
    {
        RequireX64();
        var project = NewProject("net10.0");
        var (v2, v3, v4) = (project.Publish("-p:CnnGenAotInstructionSet=v2"), project.Publish("-p:CnnGenAotInstructionSet=V3"),
            project.Publish("-p:CnnGenAotInstructionSet=v4"));
        Assert.Contains("compiles for x86-64-v2: networks run 128-bit code without fused multiply-add; CnnGenAotInstructionSet says so",
            v2.BuildOutput);
        Assert.Contains("compiles for x86-64-v4: networks run AVX-512; CnnGenAotInstructionSet says so", v4.BuildOutput);
        Assert.All([v2, v3, v4], program => Assert.DoesNotContain("warning", program.BuildOutput));

        Assert.EndsWith("isa=vector128\n", v2.Run());
        Assert.EndsWith("isa=avx2\n", v3.Run());
        Assert.EndsWith("isa=scalar\n", v3.Run((InstructionSets.Variable, "scalar")));
        if (InstructionSets.IsSupported(InstructionSet.Avx512))
        {
            Assert.EndsWith("isa=avx512\n", v4.Run());
            Assert.EndsWith("isa=avx2\n", v4.Run((InstructionSets.Variable, "avx2")));
        }

        Assert.Equal(
            (false, false, true), (v2.HasCodeOf("Stripes_Avx512"), v3.HasCodeOf("Stripes_Avx512"), v4.HasCodeOf("Stripes_Avx512")));
        Assert.Equal((false, true, true), (v2.HasCodeOf("Stripes_Avx2"), v3.HasCodeOf("Stripes_Avx2"), v4.HasCodeOf("Stripes_Avx2")));
        Assert.True(v3.Size < v4.Size, $"{v3.Size} bytes for v3, {v4.Size} for v4");
    }

    [SkippableFact]
    public void NativeMeansThisMachine()
    {
        var program = NewProject("net10.0").Publish("-p:CnnGenAotInstructionSet=native");
        Assert.Contains("CnnGen: NativeAOT compiles for native", program.BuildOutput);
        Assert.EndsWith($"isa={InstructionSets.Best.ToName()}\n", program.Run());
    }

    [SkippableFact]
    public void TheProgramOfALibrarysUserGetsTheInstructionSetToo()
    {
        RequireX64();
        var folder = feed.NewFolder(feedOnly: false);
        new ConsumerProject(folder, "Networks", outputType: "Library").AddFile("Stripes.cs");
        var program = new ConsumerProject(folder, "Consumer", items: """<ProjectReference Include="../Networks/Networks.csproj" />""")
            .AddFile("Program.cs").Publish();
        Assert.EndsWith("isa=avx2\n", program.Run());
    }

    [SkippableTheory]
    [InlineData("-p:IlcInstructionSet=sse4.2", "warning CNN103: The networks of this program will run 128-bit code without fused"
        + " multiply-add, because IlcInstructionSet is 'sse4.2'")]
    [InlineData("-p:CnnGenInstructionSets=Scalar", "warning CNN104: The networks of this program will run scalar code, many times slower"
        + " than vectors: CnnGenInstructionSets is 'Scalar'")]
    [InlineData("-p:CnnGenInstructionSets=Avx512", "error CNN105: No network of this program could run: CnnGenInstructionSets is 'Avx512',"
        + " and NativeAOT compiles for x86-64-v3, which runs AVX2")]
    [InlineData("-p:CnnGenAotInstructionSet=avx2", "error CNN102: CnnGenAotInstructionSet is 'avx2', and must be v2, v3, v4 or native.")]
    public void SettingsThatMakeNetworksSlowOrUselessAreTold(string setting, string message)
    {
        RequireX64();
        _ = NativeTools.CCompiler;
        var project = NewProject("net10.0");
        var publish = Command.Run(
            "dotnet", project.Folder, ["publish", "-c", "Release", "-r", NativeTools.RuntimeIdentifier, "-p:PublishAot=true", setting]);
        Assert.Equal(message.StartsWith("warning"), publish.ExitCode == 0);
        Assert.Contains(message, publish.Text);
    }

    private static void RequireX64() =>
        Skip.IfNot(InstructionSets.IsSupported(InstructionSet.Avx2) && NativeTools.RuntimeIdentifier.EndsWith("-x64"),
            "The levels are those of x64 processors, and this one has no AVX2.");

    private static string WithoutInstructionSet(string output) => output[..output.IndexOf("isa=")];

    private ConsumerProject NewProject(string framework, string properties = "") =>
        new ConsumerProject(feed.NewFolder(feedOnly: false), "Consumer", properties, framework: framework).AddFile("Program.cs")
            .AddFile("Stripes.cs");
}
