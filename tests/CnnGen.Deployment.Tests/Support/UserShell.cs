using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>Commands as a user pastes them into a shell.</summary>
internal static class UserShell
{
    /// <summary>What a user has whose home folder is the given one: nothing of who runs the tests but programs.</summary>
    /// <param name="home">The home folder, where tools, templates and settings go.</param>
    public static (string Name, string? Value)[] Environment(string home) =>
    [
        ("HOME", home), ("DOTNET_CLI_HOME", home), ("NUGET_PACKAGES", null), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
        ("DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1"),
        ("PATH", $"{Path.Combine(home, ".dotnet", "tools")}:{System.Environment.GetEnvironmentVariable("PATH")}"),
    ];

    /// <summary>Runs commands, and stops at the first that fails.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="folder">Where the shell is.</param>
    /// <param name="commands">One or more lines.</param>
    /// <param name="more">More variables of the environment.</param>
    /// <returns>What they print.</returns>
    public static string Run(string home, string folder, string commands, params (string Name, string? Value)[] more)
    {
        var run = Command.Run("bash", folder, ["-e", "-c", commands], null, [.. Environment(home), .. more]);
        Assert.True(run.ExitCode == 0, $"{commands}\n{run.Text}");
        return run.Output;
    }
}
