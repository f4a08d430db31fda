using System.CommandLine;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// <c>scaling</c>: how many times as fast several threads are as one, beside what the machine lets independent networks reach and the
/// distance of its cores.
/// </summary>
internal static class ScalingCommand
{
    private const double SampleSeconds = 0.06;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (isa, threads, samples) =
            (QuickOptions.Isa(), QuickOptions.Threads(Math.Max(2, Environment.ProcessorCount)), QuickOptions.Samples());
        var command =
            new Command("scaling", "Prints how many times as fast several threads are as one: cnngen <threads> <metric>_scaling <value> x.")
        {
            isa, threads, samples,
        };
        command.SetAction(result =>
        {
            var count = result.GetValue(threads);
            if (count >= 2)
                return Run(result.GetValue(isa) ?? InstructionSets.Best, count, result.GetValue(samples));
            Console.Error.WriteLine($"Error: --threads is compared with one thread and must be 2 at least, but is {count}.");
            return 1;
        });
        return command;
    }

    private static int Run(InstructionSet instructionSet, int threads, int samples)
    {
        using var team = new WorkerTeam(threads);
        using var one = new Subject(instructionSet);
        using var all = new Subject(instructionSet, threads);
        var each = Enumerable.Range(0, threads).Select(_ => new Subject(instructionSet)).ToArray();
        var latency = new CoreLatency(team);
        var clock = new Clock(ClockKind.Wall);
        const int batch = Subject.BatchSize;
        // A pair's second run does as much as 'Work' of the first.
        (string Name, Action One, Action Many, int Work)[] pairs =
        [
            ("infer_b1", () => one.Predict(1), () => all.Predict(1), 1),
            ("infer_b32", () => one.Predict(batch), () => all.Predict(batch), 1),
            ("train_b32", one.Train, all.Train, 1),
            ("train_b32_apart", one.Train, () => team.Run((item, _) => each[item].Train(), threads), threads),
        ];
        var times =
            pairs.Select(pair => (One: clock.TimesFor(pair.One, SampleSeconds), Many: clock.TimesFor(pair.Many, SampleSeconds))).ToArray();

        var distances = new double[samples];
        var ratios = pairs.Select(_ => new double[samples]).ToArray();
        for (var sample = 0; sample < samples; sample++)
        {
            distances[sample] = latency.Measure();
            for (var i = 0; i < pairs.Length; i++)
            {
                var seconds = clock.TimeWarm(pairs[i].One, times[i].One) / times[i].One;
                ratios[i][sample] = pairs[i].Work * seconds * times[i].Many / clock.TimeWarm(pairs[i].Many, times[i].Many);
            }

            var text = string.Join(", ", pairs.Select((pair, i) => FormattableString.Invariant($"{pair.Name} {ratios[i][sample]:F2} x")));
            Console.Error.WriteLine(FormattableString.Invariant($"# core_latency {distances[sample]:F0} ns, {text}"));
        }

        Console.WriteLine(new Figure("core_latency", Figure.Median(distances), "ns").ToLine(threads));
        for (var i = 0; i < pairs.Length; i++)
            Console.WriteLine(new Figure($"{pairs[i].Name}_scaling", Figure.Median(ratios[i]), "x").ToLine(threads));
        foreach (var subject in each)
            subject.Dispose();
        return 0;
    }
}
