using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TinyAot;

/// <summary>What the program is to do.</summary>
internal enum Mode
{
    /// <summary>Classify pictures.</summary>
    Classify,

    /// <summary>Print the instruction set.</summary>
    InstructionSet,

    /// <summary>Measure predictions.</summary>
    Benchmark,

    /// <summary>Print the help.</summary>
    Help,
}

/// <summary>A command line that was understood.</summary>
/// <param name="Mode">What to do.</param>
/// <param name="Files">Pictures to classify.</param>
/// <param name="Repeats">Predictions to measure.</param>
internal sealed record CommandLine(Mode Mode, string[] Files, int Repeats)
{
    /// <summary>The name that stands for the standard input.</summary>
    public const string StandardInput = "-";

    public const string Help = """
        Tells which of ten kinds of clothes are in pictures.

        Usage: TinyAot FILE...      PNG, JPEG, PGM or PPM pictures, light on dark; made grey and resized to 28 x 28 where they are not
               TinyAot -            raw images from the standard input, 784 bytes each, any number; also without arguments, in a pipe
               TinyAot --isa        print the instruction set that runs
               TinyAot --bench N    print the median time of N predictions of one image
               TinyAot --help

        One line for each picture: its name, its class and the probability, separated by tabs.
        CNNGEN_ISA=avx512|avx2|vector128|scalar uses nothing wider than this.
        Exit code: 0 done, 1 wrong command line, 2 something could not be read.

        """;

    private const int MaxRepeats = 10_000_000;

    /// <summary>Reads a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="isPiped">Whether the standard input is no terminal, so that no argument means to read it.</param>
    /// <param name="command">What they mean, if they mean something.</param>
    /// <param name="problem">Else what is wrong.</param>
    public static bool TryParse(
        string[] args, bool isPiped, [NotNullWhen(true)] out CommandLine? command, [NotNullWhen(false)] out string? problem)
    {
        (command, problem) = args switch
        {
            ["--help" or "-h"] => (new CommandLine(Mode.Help, [], 0), null),
            ["--isa"] => (new CommandLine(Mode.InstructionSet, [], 0), null),
            ["--bench", var count] => ParseRepeats(count),
            [] when isPiped => (new CommandLine(Mode.Classify, [StandardInput], 0), null),
            [] => ((CommandLine?)null, "Name a picture."),
            _ => ParseFiles(args),
        };
        return command is not null;
    }

    private static (CommandLine?, string?) ParseRepeats(string count) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var repeats) && repeats is >= 1 and <= MaxRepeats
            ? (new CommandLine(Mode.Benchmark, [], repeats), null)
            : (null, $"--bench takes a number from 1 to {MaxRepeats}, not '{count}'.");

    private static (CommandLine?, string?) ParseFiles(string[] args)
    {
        foreach (var arg in args)
        {
            if (arg.StartsWith("--", StringComparison.Ordinal))
                return (null, $"'{arg}' is no option, or does not go with the others.");
        }

        return (new CommandLine(Mode.Classify, args, 0), null);
    }
}
