using System.Diagnostics;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;

namespace CnnGen.Tests.Samples;

/// <summary>Runs samples that train as child processes; where none is named, it is <c>samples/FashionMnist</c>.</summary>
internal static class SampleRun
{
    /// <summary>Starts the sample and waits for its end.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Variables to set for it.</param>
    public static Command Start(string[] arguments, params (string Name, string? Value)[] environment) =>
        StartSample("FashionMnist", arguments, environment);

    /// <summary>Starts a sample and waits for its end.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Variables to set for it.</param>
    public static Command StartSample(string sample, string[] arguments, params (string Name, string? Value)[] environment) =>
        Command.Run("dotnet", Environment.CurrentDirectory, [Assembly(sample), .. arguments], null, environment);

    /// <summary>Starts the sample by a shell that sends its output elsewhere, and waits for its end.</summary>
    /// <param name="redirection">For example <c>&gt;&amp;-</c>.</param>
    /// <param name="arguments">Its command line.</param>
    public static Command StartRedirected(string redirection, string[] arguments) => Command.Run(
        "sh", Environment.CurrentDirectory, ["-c", $"exec \"$0\" \"$@\" {redirection}", "dotnet", Assembly("FashionMnist"), .. arguments]);

    /// <summary>Starts the sample, whose end is for the caller to wait for.</summary>
    /// <param name="arguments">Its command line.</param>
    public static Process Launch(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Assembly("FashionMnist"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>A sample's assembly, built in the same configuration as the tests.</summary>
    private static string Assembly(string sample)
    {
        // .../tests/CnnGen.Tests/bin/Release/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            Fixtures.RepositoryRoot(), "samples", sample, "bin", framework.Parent!.Name, framework.Name, $"{sample}.dll");
    }
}
