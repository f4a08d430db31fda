using System.CommandLine;
using System.Reflection;
using BenchmarkDotNet.Environments;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary><c>quick</c>: one figure a line, and the shares of the FMA peak below them.</summary>
internal static class QuickCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (isa, threads, samples, clock) = (QuickOptions.Isa(), QuickOptions.Threads(), QuickOptions.Samples(), QuickOptions.Clock());
        var metrics = new Option<string?>("--metrics")
        {
            HelpName = "A,B",
            Description = "Only these metrics, separated by commas. Default: all.",
        };
        var cold = new Option<bool>("--cold")
        {
            Description = "Each sample is one call that finds the caches empty; names of metrics get the ending _cold. Default: after an"
                + " untimed call of the same.",
        };
        var command = new Command("quick", "Prints one figure a line: cnngen <threads> <metric> <value> <unit>.")
        {
            isa, threads, metrics, samples, clock, cold,
        };
        command.SetAction(result =>
        {
            try
            {
                var settings = new QuickSettings(
                    result.GetValue(isa) ?? InstructionSets.Best,
                    result.GetValue(threads),
                    result.GetValue(metrics)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                    result.GetValue(samples),
                    result.GetValue(clock),
                    result.GetValue(cold));
                return Run(settings);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or PlatformNotSupportedException)
            {
                Console.Error.WriteLine($"Error: {e.Message}");
                return 1;
            }
        });
        return command;
    }

    private static int Run(QuickSettings settings)
    {
        if (settings is { Clock: ClockKind.Cpu, Threads: > 1 })
            throw new ArgumentException("--clock cpu adds up the time of all threads, so it needs --threads 1.");
        using var metrics = new QuickMetrics(settings);
        var chosen = metrics.Choose(settings.Metrics);
        Describe(settings);

        var (figures, shares) = metrics.Sampler.Measure(chosen, settings.Samples);
        if (settings.Wants(QuickMetrics.PeakName))
            Print(new Figure(QuickMetrics.PeakName, metrics.Sampler.Peak / 1e9, "GFLOP/s"));
        foreach (var figure in figures)
            Print(figure);
        if (settings.Wants(QuickMetrics.AllocationName))
            Print(metrics.MeasureAllocation(settings.Samples));
        foreach (var share in shares)
            Print(share);
        return 0;

        void Print(Figure figure) => Console.WriteLine(figure.ToLine(settings.Threads));
    }

    /// <summary>What the figures depend on, on the error output: the standard output has figures only.</summary>
    private static void Describe(QuickSettings settings)
    {
        var version = typeof(CompiledNetwork).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var clock = settings.Clock == ClockKind.Cpu ? "processor time" : "wall time";
        var caches = settings.Cold ? "cold" : "warm";
        Console.Error.WriteLine($"# CnnGen {version}, {settings.InstructionSet.ToName()}, {settings.Samples} samples, {clock}, {caches}");
        foreach (var line in HostEnvironmentInfo.GetCurrent().ToFormattedString())
            Console.Error.WriteLine($"# {line}");
    }
}

/// <summary>What the options of <c>quick</c> say.</summary>
/// <param name="InstructionSet">The instruction set.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Metrics">Names of the metrics; all when null.</param>
/// <param name="Samples">Samples of each.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Cold">Whether each sample is one call that finds the caches empty.</param>
internal sealed record QuickSettings(
    InstructionSet InstructionSet,
    int Threads,
    IReadOnlyList<string>? Metrics,
    int Samples,
    ClockKind Clock,
    bool Cold)
{
    /// <summary>Whether a metric is to be measured.</summary>
    /// <param name="metric">Its name.</param>
    public bool Wants(string metric) => Metrics is null || Metrics.Contains(metric);
}
