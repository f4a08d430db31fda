using Spectre.Console;

namespace CnnGen.Samples.Reports;

/// <summary>What the standard output can show.</summary>
internal static class Terminal
{
    /// <summary>Whether it is a terminal with colours and a cursor; else plain lines are written.</summary>
    public static bool HasColors { get; } = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>Whether it shows any colour of 24 bits; else there are 256 for all.</summary>
    public static bool HasTrueColors { get; } = HasColors && AnsiConsole.Profile.Capabilities.ColorSystem == ColorSystem.TrueColor;

    /// <summary>Columns; 80 where there is no terminal.</summary>
    public static int Width => HasColors ? AnsiConsole.Profile.Width : 80;
}
