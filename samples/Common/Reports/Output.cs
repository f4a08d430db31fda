namespace CnnGen.Samples.Reports;

/// <summary>
/// Lines that tell of something more important than they are: where the terminal or the reader of a pipe has gone, what cannot be said any
/// more ends nothing.
/// </summary>
internal static class Output
{
    /// <summary>Writes a line to the standard output.</summary>
    /// <param name="line">The line.</param>
    public static void WriteLine(string line = "") => Write(Console.Out, line);

    /// <summary>Writes a line to the standard error output.</summary>
    /// <param name="line">The line.</param>
    public static void WriteError(string line) => Write(Console.Error, line);

    private static void Write(TextWriter output, string line)
    {
        try
        {
            output.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nobody to tell.
        }
    }
}
