using System.Diagnostics;
using System.Runtime.InteropServices;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>What NativeAOT needs beside the SDK: a C compiler, which links.</summary>
internal static class NativeTools
{
    private static readonly Lazy<string?> Found = new(FindOrInstall);

    /// <summary>The C compiler's name. Without one the test is skipped; under CI it fails.</summary>
    public static string CCompiler
    {
        get
        {
            const string missing = "NativeAOT and C programs need clang or gcc, and tests/install-native-tools.sh could not install one";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.True(Found.Value is not null, missing);
            Skip.If(Found.Value is null, missing);
            return Found.Value!;
        }
    }

    /// <summary>This machine's runtime identifier without the distribution: <c>linux-x64</c>.</summary>
    public static string RuntimeIdentifier { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + $"-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string? FindOrInstall()
    {
        if (Find() is null && OperatingSystem.IsLinux())
            Command.Run("bash", Repository.Root, [Repository.PathOf("tests", "install-native-tools.sh")]);
        return Find();
    }

    private static string? Find() => new[] { "clang", "gcc" }.FirstOrDefault(Runs);

    private static bool Runs(string compiler)
    {
        try
        {
            using var process =
                Process.Start(new ProcessStartInfo(compiler, "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
