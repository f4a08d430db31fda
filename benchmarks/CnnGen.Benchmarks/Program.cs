using System.CommandLine;
using BenchmarkDotNet.Running;
using CnnGen.Benchmarks.Quick;

namespace CnnGen.Benchmarks;

/// <summary>Quick figures by sub-command; without one, the BenchmarkDotNet suites with BenchmarkDotNet's own options.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var root = new RootCommand(
            "Measures the code that CnnGen generates, and the generator. "
            + "Without a command all arguments go to BenchmarkDotNet: --filter '*' runs every suite.")
        {
            QuickCommand.Create(),
            ScalingCommand.Create(),
            GeneratorCommand.Create(),
            PlannerCommand.Create(),
            LayersCommand.Create(),
            LossesCommand.Create(),
            ReferenceCommand.Create(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(_ => RunSuites(args));
        return root.Parse(args).Invoke();
    }

    /// <summary>0 when every benchmark that was chosen ran.</summary>
    private static int RunSuites(string[] args)
    {
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).ToArray();
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
