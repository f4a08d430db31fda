using System.CommandLine;
using System.Globalization;
using CnnGen.Generator.Graph;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// <c>layers</c>: how close single layers of known networks come to what the machine could do at best: its peak of multiply-adds, or its
/// bandwidth, whichever takes longer.
/// </summary>
internal static class LayersCommand
{
    private const int DefaultSamples = 5;
    private static readonly int[] BatchSizes = [1, 32];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (isa, samples, clock) = (QuickOptions.Isa(), QuickOptions.Samples(DefaultSamples), QuickOptions.Clock());
        var kinds = new Option<string[]>("--kinds")
        {
            HelpName = "A,B",
            Description = $"Only layers of these kinds: {string.Join(", ", LayerShape.Kinds)}. Default: all.",
            CustomParser = result =>
                result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            DefaultValueFactory = _ => [.. LayerShape.Kinds],
        };
        kinds.Validators.Add(result =>
        {
            if (result.GetValue(kinds)!.FirstOrDefault(kind => !LayerShape.Kinds.Contains(kind)) is { } unknown)
                result.AddError($"--kinds {unknown}: there are {string.Join(", ", LayerShape.Kinds)}.");
        });
        var gradients = new Option<bool>("--gradients")
        {
            Description = "The gradients of input and weights, in place of the forward direction.",
        };
        var command = new Command("layers", "Prints how close single layers come to the machine's limits, one figure a line.")
        {
            isa, kinds, gradients, samples, clock,
        };
        command.SetAction(result => Run(
            result.GetValue(isa) ?? InstructionSets.Best,
            [.. LayerShape.All.Where(shape => result.GetValue(kinds)!.Contains(shape.Kind))],
            result.GetValue(gradients),
            result.GetValue(samples),
            new Clock(result.GetValue(clock))));
        return command;
    }

    private static void Run(InstructionSet instructionSet, LayerShape[] shapes, bool gradients, int samples, Clock clock)
    {
        // Behind a layer whose gradients are asked for stands a normalization in these networks, which takes the activation.
        var activation = gradients ? ActivationFunction.Linear : ActivationFunction.Relu;
        var layers = shapes.Select(shape => new SingleLayer(shape, activation)).ToArray();
        var assembly = SingleLayer.Compile(layers, instructionSet);
        using var sampler = new Sampler(instructionSet, threads: 1, clock);
        var bandwidth = new MemoryBandwidth(clock);
        foreach (var line in bandwidth.Lines)
            Console.Error.WriteLine($"# {line}");
        var measured = new List<LayerFigure>();
        foreach (var layer in layers)
        {
            using var network = layer.NewNetwork(assembly, instructionSet);
            foreach (var batchSize in BatchSizes)
            {
                DeclaredNetwork.Step(network, batchSize);
                foreach (var task in LayerTask.Of(layer.Shape, batchSize, gradients))
                {
                    var seconds = new Metric("", "s", () => layer.Run(network, task.Direction), each => each, task.Flops);
                    var (figures, shares) = sampler.Measure([seconds], samples);
                    measured.Add(LayerFigure.Of(task, figures[0].Value, shares[0].Value / 100, bandwidth));
                    Console.WriteLine(measured[^1].ToLine());
                }
            }
        }

        foreach (var group in measured.GroupBy(figure => (figure.Task.Shape.Kind, figure.Task.DirectionName, figure.Task.BatchSize)))
        {
            var name = $"layers_{group.Key.Kind}{group.Key.DirectionName}_b{group.Key.BatchSize}";
            var shares = group.Select(figure => 100 * figure.Share).ToArray();
            Console.WriteLine(new Figure($"{name}_least", shares.Min(), "%").ToLine(threads: 1));
            Console.WriteLine(new Figure($"{name}_median", Figure.Median(shares), "%").ToLine(threads: 1));
        }
    }

    /// <summary>What is timed: a layer in one direction, on a batch.</summary>
    private sealed record LayerTask(LayerShape Shape, LayerDirection Direction, string DirectionName, int BatchSize)
    {
        public double Flops => 2.0 * BatchSize * Shape.MultiplyAdds;

        /// <summary>
        /// Bytes that must be read, each once: every value of the layer counts four, whatever its place in memory is padded to.
        /// </summary>
        public double BytesRead => sizeof(float) * (Direction switch
        {
            LayerDirection.Forward => (BatchSize * Shape.InputSize) + Shape.Weights,
            LayerDirection.InputGradient => (BatchSize * Shape.OutputSize) + Shape.Weights,
            _ => (double)BatchSize * (Shape.InputSize + Shape.OutputSize),
        });

        /// <summary>Bytes that must be written.</summary>
        public double BytesWritten => sizeof(float) * (Direction switch
        {
            LayerDirection.Forward => BatchSize * Shape.OutputSize,
            LayerDirection.InputGradient => BatchSize * Shape.InputSize,
            _ => (double)Shape.Weights,
        });

        public static IEnumerable<LayerTask> Of(LayerShape shape, int batchSize, bool gradients)
        {
            if (!gradients)
                yield return new(shape, LayerDirection.Forward, "", batchSize);
            if (gradients && !shape.ReadsImages)
                yield return new(shape, LayerDirection.InputGradient, "_bwdd", batchSize);
            if (gradients)
                yield return new(shape, LayerDirection.WeightGradient, "_bwdw", batchSize);
        }
    }

    /// <summary>How fast it was.</summary>
    /// <param name="Task">What.</param>
    /// <param name="Seconds">The time that it took.</param>
    /// <param name="OfPeak">Its multiply-adds as a share of the peak.</param>
    /// <param name="OfBandwidth">The least time for its bytes as a share of its time.</param>
    private sealed record LayerFigure(LayerTask Task, double Seconds, double OfPeak, double OfBandwidth)
    {
        /// <summary>The share of the limit, which is the larger of the two least times.</summary>
        public double Share => Math.Max(OfPeak, OfBandwidth);

        public static LayerFigure Of(LayerTask task, double seconds, double ofPeak, MemoryBandwidth bandwidth) =>
            new(task, seconds, ofPeak, bandwidth.SecondsOf(task.BytesRead, task.BytesWritten) / seconds);

        public string ToLine()
        {
            var name = $"layers_{Task.Shape}{Task.DirectionName}_b{Task.BatchSize}";
            var (limit, other, share) = OfPeak >= OfBandwidth ? ("peak", "bandwidth", OfBandwidth) : ("bandwidth", "peak", OfPeak);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{new Figure(name, 100 * Share, "%").ToLine(threads: 1)}: of the {limit}, {100 * share:F0} % of the {other};"
                    + $" {Task.Flops / Seconds / 1e9:F0} GFLOP/s, {(Task.BytesRead + Task.BytesWritten) / Seconds / 1e9:F1} GB/s");
        }
    }
}
