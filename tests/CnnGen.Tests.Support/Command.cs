using System.Diagnostics;

namespace CnnGen.Tests.Support;

/// <summary>One finished run of a program.</summary>
/// <param name="ExitCode">What it returned.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record Command(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>Both outputs, for searching and for messages.</summary>
    public string Text => Output + Error;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its path, or its name on the search path.</param>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="input">Its standard input; empty when null.</param>
    /// <param name="environment">Variables to set for it.</param>
    public static Command Run(
        string program, string folder, string[] arguments, byte[]? input = null, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Isolate(start.Environment);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Feed(process, input);
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Limit}");
        }

        return new Command(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs <c>dotnet</c> and expects it to succeed.</summary>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="arguments">Its command line.</param>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static Command DotNet(string folder, params string[] arguments)
    {
        var command = Run("dotnet", folder, arguments);
        return command.ExitCode == 0
            ? command
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}\n{command.Text}");
    }

    private static void Feed(Process process, byte[]? input)
    {
        try
        {
            if (input is not null)
                process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it, which its exit code tells.
        }
    }

    /// <summary>A build inside a test must not inherit the settings of the build that runs the test, nor leave processes behind.</summary>
    private static void Isolate(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            environment.Remove(name);
        environment.Remove("CNNGEN_ISA");
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
    }
}
