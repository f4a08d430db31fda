using System.Text;

namespace TinyAot;

/// <summary>
/// The standard streams as plain UTF-8, without what <see cref="Console.Out"/> sets up for cursor and colours.
/// </summary>
internal static class Terminal
{
    private static readonly Stream Output = Console.OpenStandardOutput();

    /// <summary>Writes to the standard output, at once.</summary>
    /// <param name="text">The text.</param>
    public static void Write(string text) => Output.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a line to the error output.</summary>
    /// <param name="message">What went wrong.</param>
    public static void WriteError(string message)
    {
        using var error = Console.OpenStandardError();
        error.Write(Encoding.UTF8.GetBytes($"Error: {message}\n"));
    }
}
