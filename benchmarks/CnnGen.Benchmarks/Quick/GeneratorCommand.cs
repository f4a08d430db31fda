using System.CommandLine;
using System.Diagnostics;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// <c>generator</c>: how long the generator takes on the network of these benchmarks, how much it writes and how long the C# compiler takes on that.
/// </summary>
internal static class GeneratorCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (samples, clock) = (QuickOptions.Samples(), QuickOptions.Clock());
        var command = new Command("generator", "Measures the generator, one figure a line: cnngen 1 <metric> <value> <unit>.")
        {
            samples, clock,
        };
        command.SetAction(result => Run(result.GetValue(samples), new Clock(result.GetValue(clock))));
        return command;
    }

    private static void Run(int samples, Clock clock)
    {
        var start = Stopwatch.GetTimestamp();
        var project = new SeedProject();
        // The first run compiles the compiler and the generator: what a build without a compiler server waits for.
        Print(new Figure("generator_first", Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms"));
        Print(new Figure("generator_warm", Milliseconds(() => project.Generate()), "ms"));
        Print(new Figure("generator_keystroke", Milliseconds(() => project.AfterUnrelatedKeystroke()), "ms"));
        Print(new Figure("generator_edit", Milliseconds(() => project.AfterLayerEdit()), "ms"));
        Print(new Figure("generated_text", project.GeneratedTexts.Sum(text => (long)text.Length), "chars"));
        Print(new Figure("generated_compile", Milliseconds(project.CompileGenerated), "ms"));

        double Milliseconds(Action run)
        {
            run();
            return 1e3 * Figure.Median(Enumerable.Range(0, samples).Select(_ => clock.Time(run, 1)));
        }

        static void Print(Figure figure) => Console.WriteLine(figure.ToLine(threads: 1));
    }
}
