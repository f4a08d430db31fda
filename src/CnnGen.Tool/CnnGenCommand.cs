using System.CommandLine;

namespace CnnGen.Tool;

/// <summary>The command <c>cnngen</c>.</summary>
internal static class CnnGenCommand
{
    /// <summary>What a process ends with where a file cannot be imported or read.</summary>
    public const int Failed = 1;

    /// <summary>The command with all that it can do.</summary>
    public static RootCommand Create() => new("Networks compiled by CnnGen, and the files that they come from.")
    {
        ImportCommand.Create(),
        InspectCommand.Create(),
    };
}
