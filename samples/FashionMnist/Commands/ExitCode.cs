namespace FashionSample.Commands;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Success = 0;

    /// <summary>A file is missing, damaged or cannot be written. A wrong command line returns 1, by System.CommandLine.</summary>
    public const int BadFile = 2;

    /// <summary>Stopped by Ctrl-C, after saving: 128 + SIGINT, as shells expect.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command; errors that the user can mend become one line on the error output.</summary>
    /// <param name="command">The command.</param>
    public static int Of(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Error: {e.Message}");
            return BadFile;
        }
        catch (InvalidOperationException e) when (e.Message.Contains("CNNGEN_ISA", StringComparison.Ordinal))
        {
            Console.Error.WriteLine($"Error: {e.Message}");
            return BadFile;
        }
    }
}
