using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using CnnGen.Generator.Planning;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// <c>generator</c>: how long the generator takes on the network of these benchmarks, and, for larger networks too, how much it writes and
/// how long that takes to compile.
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
        Print(new Figure("analyzer_edit", Milliseconds(project.AnalyzeBreakingEdit), "ms"));
        Print(new Figure("analyzer_edit_generated", Milliseconds(project.GenerateAndAnalyzeBreakingEdit), "ms"));
        Print(new Figure("generated_compile", Milliseconds(project.CompileGenerated), "ms"));
        foreach (var (name, network) in KnownNetworks.All)
            MeasureCode(name, network, clock);

        double Milliseconds(Action run)
        {
            run();
            return 1e3 * Figure.Median(Enumerable.Range(0, samples).Select(_ => clock.Time(run, 1)));
        }

    }

    /// <summary>Takes a network from its declaration to its first prediction, once: a second time nothing would be fresh.</summary>
    private static void MeasureCode(string name, DeclaredNetwork network, Clock clock)
    {
        IReadOnlyList<string> texts = [];
        byte[] image = [];
        CompiledNetwork? compiled = null;
        Print(new Figure($"{name}_generate", Milliseconds(() => texts = network.Generate(GeneratorOptions.Default)), "ms"));
        Print(new Figure($"{name}_text", texts.Sum(text => (long)text.Length), "chars"));
        Print(new Figure($"{name}_compile", Milliseconds(() => image = DeclaredNetwork.Compile([network.ClassName], texts)), "ms"));
        Print(new Figure($"{name}_assembly", image.Length, "bytes"));

        var type = Assembly.Load(image).GetType(network.ClassName, throwOnError: true)!;
        var construction = Milliseconds(() => compiled = (CompiledNetwork)Activator.CreateInstance(type, 0, InstructionSets.Best)!);
        compiled!.Threads = 1;
        var (input, output) = (new float[compiled.Info.InputSize], new float[compiled.Info.OutputSize]);
        var first = Milliseconds(() => compiled.Predict(input, output));
        // As the first prediction, the second transforms the kernels; what the first took longer is the JIT compiler's, and the first touch
        // of memory.
        compiled.Weights.OnChanged();
        var second = Milliseconds(() => compiled.Predict(input, output));
        Print(new Figure($"{name}_first", construction + first, "ms"));
        Print(new Figure($"{name}_jit", first - second, "ms"));
        compiled.Dispose();

        double Milliseconds(Action run) => 1e3 * clock.Time(run, 1);
    }

    private static void Print(Figure figure) => Console.WriteLine(figure.ToLine(threads: 1));
}
