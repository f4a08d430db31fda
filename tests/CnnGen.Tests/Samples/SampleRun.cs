using System.Diagnostics;
using CnnGen.Tests.Reference;

namespace CnnGen.Tests.Samples;

/// <summary>One finished run of <c>samples/FashionMnist</c> as a child process.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Starts the sample and waits for its end.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Variables to set for it.</param>
    public static SampleRun Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("CNNGEN_ISA");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("the sample did not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the sample did not end within {Limit}: {string.Join(' ', arguments)}");
        }

        return new SampleRun(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The sample's assembly, built in the same configuration as the tests.</summary>
    private static string Assembly()
    {
        // .../tests/CnnGen.Tests/bin/Release/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(
            Fixtures.RepositoryRoot(), "samples", "FashionMnist", "bin", framework.Parent!.Name, framework.Name, "FashionMnist.dll");
    }
}
