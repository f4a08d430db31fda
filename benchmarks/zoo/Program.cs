using System.CommandLine;
using CnnGen.Benchmarks.Quick;
using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen.Benchmarks.Zoo;

/// <summary>Measures CnnGen on the networks of the zoo, and writes what its peers need to be measured on the same.</summary>
internal static class Program
{
    private const double SampleSeconds = 0.03;

    private static readonly Option<string> Network = MakeNetwork();

    private static readonly Option<DirectoryInfo> Folder = new("--folder")
    {
        HelpName = "FOLDER",
        Description = "Where weights.safetensors, batch.safetensors and outputs.safetensors are.",
        Required = true,
    };

    private static readonly Option<string?> Isa = new("--isa") { Description = "avx512 or avx2; the best of the machine when left out." };

    private static readonly Option<int> Threads = new("--threads") { Description = "Threads.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Samples = new("--samples")
    {
        Description = "Samples, of which the median is told.",
        DefaultValueFactory = _ => 5,
    };

    private static int Main(string[] args)
    {
        var begin = new Command("begin", "Writes fresh weights and a batch.") { Network, Folder };
        begin.SetAction(result => Begin(Of(result), result.GetValue(Folder)!.FullName));
        var predict = new Command("predict", "Reads weights and writes what the network makes of the batch.") { Network, Folder };
        predict.SetAction(result => Predict(Of(result), result.GetValue(Folder)!.FullName));
        var measure = new Command("measure", "Measures, one figure a line.") { Network, Folder, Isa, Threads, Samples };
        measure.SetAction(result => Measure(
            Of(result), result.GetValue(Folder)!.FullName, IsaOf(result.GetValue(Isa)), result.GetValue(Threads),
            result.GetValue(Samples)));
        return new RootCommand("Measures CnnGen on the networks of the zoo; see the README of the peers.") { begin, predict, measure }
            .Parse(args).Invoke();
    }

    private static void Begin(ZooNetwork zoo, string folder)
    {
        Directory.CreateDirectory(folder);
        using var network = zoo.Create(1, null);
        network.Save(Path.Combine(folder, "weights.safetensors"));
        new ZooBatch(zoo, network.Info).Write(Path.Combine(folder, "batch.safetensors"));
    }

    private static void Predict(ZooNetwork zoo, string folder)
    {
        using var network = zoo.Create(1, null);
        network.Load(Path.Combine(folder, "weights.safetensors"));
        var outputs = new float[ZooNetwork.PredictionBatch * network.Info.OutputSize];
        network.Predict(new ZooBatch(zoo, network.Info).Images, outputs);
        SafetensorsFile.Write(
            Path.Combine(folder, "outputs.safetensors"),
            [new("outputs", [ZooNetwork.PredictionBatch, .. network.Info.OutputShape], outputs)]);
    }

    private static void Measure(ZooNetwork zoo, string folder, InstructionSet? isa, int threads, int samples)
    {
        using var network = zoo.Create(1, isa);
        network.Threads = threads;
        network.Load(Path.Combine(folder, "weights.safetensors"));
        Console.WriteLine($"# CnnGen, {zoo.Name}, {network.InstructionSet}, {threads} threads");
        var batch = new ZooBatch(zoo, network.Info);
        var outputs = new float[ZooNetwork.PredictionBatch * network.Info.OutputSize];
        foreach (var count in new[] { 1, ZooNetwork.PredictionBatch })
        {
            var seconds = Seconds(() => network.Predict(
                batch.Images.AsSpan(0, count * network.Info.InputSize), outputs.AsSpan(0, count * network.Info.OutputSize)));
            Print($"infer_b{count}", count, seconds);
        }

        // Small steps, so that weights stay finite however many there are.
        var optimizer = new Sgd(1e-4) { Momentum = 0.9 };
        var loss = zoo.HasClasses ? (Loss)new SparseCategoricalCrossentropy() : new MeanSquaredError();
        var images = batch.Images.AsMemory(0, zoo.TrainingBatch * network.Info.InputSize);
        Print($"train_b{zoo.TrainingBatch}", zoo.TrainingBatch, Seconds(() => network.TrainBatch(
            images.Span, zoo.HasClasses ? new Targets(batch.Labels) : new Targets(batch.Values), loss, optimizer)));

        void Print(string metric, int count, double seconds)
        {
            var figure = count == 1
                ? new Figure($"{zoo.Name}_{metric}", 1e3 * seconds, "ms")
                : new Figure($"{zoo.Name}_{metric}", count / seconds, "img/s");
            Console.WriteLine(figure.ToLine(threads));
        }

        double Seconds(Action run)
        {
            var clock = new Clock(ClockKind.Wall);
            var times = clock.TimesFor(run, SampleSeconds);
            return Figure.Median(Enumerable.Range(0, samples).Select(_ => clock.Time(run, times) / times));
        }
    }

    private static ZooNetwork Of(ParseResult result) => ZooNetwork.All.Single(zoo => zoo.Name == result.GetValue(Network));

    private static InstructionSet? IsaOf(string? name) => name switch
    {
        "avx512" => InstructionSet.Avx512,
        "avx2" => InstructionSet.Avx2,
        _ => null,
    };

    private static Option<string> MakeNetwork()
    {
        var option = new Option<string>("--network") { Description = "A network of the zoo.", Required = true };
        option.AcceptOnlyFromAmong([.. ZooNetwork.All.Select(zoo => zoo.Name)]);
        return option;
    }
}
