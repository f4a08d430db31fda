namespace CnnGen.Training;

/// <summary>How a training shows where it stands; give it to <see cref="FitOptions.Progress"/>.</summary>
/// <remarks>
/// Numbers are written in the same way in every culture. What can no longer be written to, such as a closed terminal, does not end a
/// training.
/// </remarks>
public sealed class Progress
{
    private readonly Func<ITrainingCallback> _begin;

    private Progress(Func<ITrainingCallback> begin) => _begin = begin;

    /// <summary>
    /// The standard output. In a terminal a bar with loss, metrics and the time left, drawn anew ten times a second at most and never
    /// wider than the terminal, and a line for each finished epoch above it; where the output goes to a file or a pipe, the lines only.
    /// </summary>
    public static Progress Console { get; } = new(() => new ProgressDisplay(System.Console.Out, IsTerminal ? TerminalWidth : null));

    /// <summary>One line for each finished epoch, such as for a log.</summary>
    /// <param name="output">Where the lines go.</param>
    public static Progress Lines(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new(() => new ProgressDisplay(output, width: null));
    }

    /// <summary>A display of its own for each training.</summary>
    internal ITrainingCallback Begin() => _begin();

    private static bool IsTerminal =>
        !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>The columns at this moment; 80 where the terminal does not say.</summary>
    private static int TerminalWidth()
    {
        try
        {
            return System.Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
