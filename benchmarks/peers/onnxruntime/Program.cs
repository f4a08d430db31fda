using System.CommandLine;
using CnnGen.Benchmarks.Quick;
using CnnGen.Formats;
using CnnGen.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace CnnGen.Benchmarks.Peers;

/// <summary>Measures ONNX Runtime on the network that <c>onnx_model.py</c> wrote; see the README in the folder above.</summary>
internal static class Program
{
    private const string Tool = "onnxruntime";
    private const double SampleSeconds = 0.03;

    // That of reference.py.
    private const double Tolerance = 1e-4;

    private static int Main(string[] args)
    {
        var reference = new Option<DirectoryInfo>("--reference")
        {
            HelpName = "FOLDER",
            Description = "What `CnnGen.Benchmarks -- reference` and onnx_model.py wrote.",
            Required = true,
        };
        var threads = new Option<int>("--threads") { Description = "Threads inside an operator.", DefaultValueFactory = _ => 1 };
        var samples = new Option<int>("--samples") { Description = "Samples, of which the median is told.", DefaultValueFactory = _ => 15 };
        var cold = new Option<bool>("--cold") { Description = "Each sample is one call that finds the caches empty." };
        var check = new Option<bool>("--check") { Description = "Only compare the probabilities with CnnGen's." };
        var command = new RootCommand("Measures ONNX Runtime, one figure a line.") { reference, threads, samples, cold, check };
        command.SetAction(result => Run(
            result.GetValue(reference)!.FullName, result.GetValue(threads), result.GetValue(samples), result.GetValue(cold),
            result.GetValue(check)));
        return command.Parse(args).Invoke();
    }

    private static int Run(string folder, int threads, int samples, bool isCold, bool isCheck)
    {
        Console.WriteLine($"# ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {threads} threads");
        var batch = SafetensorsFile.Read(Path.Combine(folder, "batch.safetensors"));
        var size = batch["images"].Shape[0];
        using var one = new BoundSession(folder, batch, 1, threads);
        using var all = new BoundSession(folder, batch, size, threads);
        if (isCheck)
        {
            var difference = Math.Max(one.Difference(batch["probabilities"]), all.Difference(batch["probabilities"]));
            Console.WriteLine(FormattableString.Invariant($"{Tool} {threads} max_difference {difference:G4} probability"));
            if (difference <= Tolerance)
                return 0;
            Console.Error.WriteLine(
                $"Error: probabilities differ from CnnGen's by {difference:G3}, more than {Tolerance}: not the same network.");
            return 1;
        }

        using var team = new WorkerTeam(threads);
        var (sweep, ending) = isCold ? (new CacheSweep(team), "_cold") : (null, "");
        Print(new Figure($"infer_b1{ending}", 1e3 * Seconds(one.Run), "ms"));
        Print(new Figure($"infer_b{size}{ending}", size / Seconds(all.Run), "img/s"));
        return 0;

        void Print(Figure figure) => Console.WriteLine(figure.ToLine(threads, Tool));

        double Seconds(Action run)
        {
            var clock = new Clock(ClockKind.Wall);
            var times = clock.TimesFor(run, SampleSeconds);
            return Figure.Median(Enumerable.Range(0, samples).Select(_ => Sample(clock, run, times)));
        }

        double Sample(Clock clock, Action run, long times)
        {
            if (sweep is null)
                return clock.TimeWarm(run, times) / times;
            sweep.Run();
            return clock.Time(run, 1);
        }
    }
}
