using System.Diagnostics;
using System.Globalization;
using CnnGen.Images;
using CnnGen.Runtime;

namespace TinyAot;

/// <summary>Tells which of ten kinds of clothes are in pictures; the weights are in the executable.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int WrongCommandLine = 1;
    private const int BadInput = 2;

    private static int Main(string[] args)
    {
        if (!CommandLine.TryParse(args, Console.IsInputRedirected, out var command, out var problem))
        {
            Terminal.WriteError($"{problem} Try --help.");
            return WrongCommandLine;
        }

        if (command.Mode == Mode.Help)
        {
            Terminal.Write(CommandLine.Help);
            return Success;
        }

        try
        {
            using var classifier = new Classifier();
            return command.Mode switch
            {
                Mode.InstructionSet => ShowInstructionSet(classifier),
                Mode.Benchmark => Measure(classifier, command.Repeats),
                _ => Classify(classifier, command.Files),
            };
        }
        catch (InvalidOperationException e)
        {
            // CNNGEN_ISA names no instruction set, or one this program has no code for.
            Terminal.WriteError(e.Message);
            return BadInput;
        }
    }

    private static int ShowInstructionSet(Classifier classifier)
    {
        Terminal.Write($"isa={classifier.InstructionSet.ToName()}\n");
        return Success;
    }

    private static int Classify(Classifier classifier, ReadOnlySpan<string> files)
    {
        var exitCode = Success;
        foreach (var file in files)
        {
            // One bad file does not keep the others from being looked at.
            try
            {
                if (file == CommandLine.StandardInput)
                    ClassifyStream(classifier, Console.OpenStandardInput());
                else
                    Print(file, classifier.Classify(ImageFile.Read(file).ToGrey().ResizeNearest(Classifier.Side, Classifier.Side).Pixels));
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Terminal.WriteError(e.Message);
                exitCode = BadInput;
            }
        }

        return exitCode;
    }

    /// <summary>Raw pictures one after the other, each answered as soon as it is whole.</summary>
    private static void ClassifyStream(Classifier classifier, Stream input)
    {
        Span<byte> image = stackalloc byte[TinyCnn.InputSize];
        for (var number = 0; ; number++)
        {
            var length = input.ReadAtLeast(image, image.Length, throwOnEndOfStream: false);
            if (length == 0)
                return;
            if (length < image.Length)
            {
                throw new InvalidDataException(
                    $"standard input: expected images of {image.Length} bytes, but image {number} has {length}.");
            }

            Print($"-:{number}", classifier.Classify(image));
        }
    }

    private static void Print(string name, (string Class, float Probability) answer) =>
        // As many digits as tell the float from its neighbours.
        Terminal.Write($"{name}\t{answer.Class}\t{answer.Probability.ToString("R", CultureInfo.InvariantCulture)}\n");

    /// <summary>The median of single predictions, each with its own reading of the clock.</summary>
    private static int Measure(Classifier classifier, int repeats)
    {
        var image = new byte[TinyCnn.InputSize];
        for (var i = 0; i < image.Length; i++)
            image[i] = (byte)(i * 7);
        var ticks = new long[repeats];
        // The first half of the runs warms caches up and is overwritten by the second.
        for (var i = -repeats; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            classifier.Classify(image);
            ticks[Math.Max(i, 0)] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(ticks);
        var microseconds = ticks[repeats / 2] * 1e6 / Stopwatch.Frequency;
        Terminal.Write($"us_per_image={microseconds.ToString("F1", CultureInfo.InvariantCulture)} isa={classifier.InstructionSet.ToName()}"
            + $" n={repeats}\n");
        return Success;
    }
}
