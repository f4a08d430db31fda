using System.CommandLine;
using CnnGen.Benchmarks.Quick;
using CnnGen.Formats;
using CnnGen.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace CnnGen.Benchmarks.Peers;

/// <summary>
/// Measures ONNX Runtime on the network that <c>onnx_model.py</c> or <c>zoo_peer.py</c> wrote; see the README in the folder above.
/// </summary>
internal static class Program
{
    private const string Tool = "onnxruntime";
    private const double SampleSeconds = 0.03;

    // That of zoo_peer.py; probabilities of the front page's network differ by less.
    private const double Tolerance = 1e-3;

    private static int Main(string[] args)
    {
        var reference = new Option<DirectoryInfo>("--reference")
        {
            HelpName = "FOLDER",
            Description = "What `CnnGen.Benchmarks -- reference` and onnx_model.py wrote, or the zoo and zoo_peer.py.",
            Required = true,
        };
        var network = new Option<string?>("--network") { Description = "The network of the zoo; the front page's when left out." };
        var threads = new Option<int>("--threads") { Description = "Threads inside an operator.", DefaultValueFactory = _ => 1 };
        var samples = new Option<int>("--samples") { Description = "Samples, of which the median is told.", DefaultValueFactory = _ => 15 };
        var cold = new Option<bool>("--cold") { Description = "Each sample is one call that finds the caches empty." };
        var check = new Option<bool>("--check") { Description = "Only compare the probabilities with CnnGen's." };
        var command = new RootCommand("Measures ONNX Runtime, one figure a line.") { reference, network, threads, samples, cold, check };
        command.SetAction(result => Run(
            result.GetValue(reference)!.FullName, result.GetValue(network), result.GetValue(threads), result.GetValue(samples),
            result.GetValue(cold), result.GetValue(check)));
        return command.Parse(args).Invoke();
    }

    private static int Run(string folder, string? network, int threads, int samples, bool isCold, bool isCheck)
    {
        Console.WriteLine($"# ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {threads} threads");
        var images = SafetensorsFile.Read(Path.Combine(folder, "batch.safetensors"))["images"];
        var expected = network is null
            ? SafetensorsFile.Read(Path.Combine(folder, "batch.safetensors"))["probabilities"]
            : SafetensorsFile.Read(Path.Combine(folder, "outputs.safetensors"))["outputs"];
        var (size, prefix) = (images.Shape[0], network is null ? "" : $"{network}_");
        using var one = new BoundSession(folder, images, expected, 1, threads);
        using var all = new BoundSession(folder, images, expected, size, threads);
        if (isCheck)
        {
            var difference = Math.Max(one.Difference(), all.Difference());
            Console.WriteLine(FormattableString.Invariant($"{Tool} {threads} {prefix}max_difference {difference:G4} share"));
            if (difference <= Tolerance)
                return 0;
            Console.Error.WriteLine(
                $"Error: outputs differ from CnnGen's by {difference:G3} of the greatest, more than {Tolerance}: not the same network.");
            return 1;
        }

        using var team = new WorkerTeam(threads);
        var (sweep, ending) = isCold ? (new CacheSweep(team), "_cold") : (null, "");
        Print(new Figure($"{prefix}infer_b1{ending}", 1e3 * Seconds(one.Run), "ms"));
        Print(new Figure($"{prefix}infer_b{size}{ending}", size / Seconds(all.Run), "img/s"));
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
                return clock.Time(run, times) / times;
            sweep.Run();
            return clock.Time(run, 1);
        }
    }
}
