using System.Runtime.InteropServices;
using CnnGen.Samples.Reports;

namespace CnnGen.Samples.Commands;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Success = 0;

    /// <summary>A wrong command line; also System.CommandLine's.</summary>
    public const int Usage = 1;

    /// <summary>A file is missing, damaged or cannot be written.</summary>
    public const int BadFile = 2;

    /// <summary>There is not enough memory, or something failed that no other code stands for.</summary>
    public const int Failure = 3;

    /// <summary>Stopped by a signal: 128 and its number, as shells expect; 130 for Ctrl-C.</summary>
    /// <param name="signal">The signal.</param>
    public static int StoppedBy(PosixSignal signal) => 128 + signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        _ => 15,
    };

    /// <summary>Runs a command; whatever goes wrong becomes a line on the error output and an exit code.</summary>
    /// <param name="command">The command.</param>
    public static int Of(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e)
        {
            var code = Of(e);
            // What nobody expected says what it is; the library says in plain words what it refuses.
            var isPlain = code != Failure || e is OutOfMemoryException or NotFiniteNumberException || e.Source == nameof(CnnGen);
            var name = isPlain ? "" : $"{e.GetType().Name}: ";
            Output.WriteError($"Error: {name}{e.Message}");
            return code;
        }
    }

    private static int Of(Exception exception) => exception switch
    {
        UsageException => Usage,
        IOException or InvalidDataException or UnauthorizedAccessException => BadFile,
        InvalidOperationException when exception.Message.Contains("CNNGEN_ISA", StringComparison.Ordinal) => BadFile,
        _ => Failure,
    };
}
