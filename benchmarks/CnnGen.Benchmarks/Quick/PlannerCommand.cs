using System.CommandLine;
using System.Globalization;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// <c>planner</c>: whether the planner chooses right. Each convolution of a grid is compiled once with each algorithm and measured; the
/// algorithm that the planner chooses is right when it is at most 10 % slower than the fastest.
/// </summary>
internal static class PlannerCommand
{
    private const double Tolerance = 1.1;
    private const double SampleSeconds = 0.005;
    private const int DefaultSamples = 5;

    private static readonly (LayerDirection Direction, string Name)[] Directions =
        [(LayerDirection.Forward, "fwd"), (LayerDirection.InputGradient, "bwdd"), (LayerDirection.WeightGradient, "bwdw")];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (isa, samples, clock) = (QuickOptions.Isa(), QuickOptions.Samples(DefaultSamples), QuickOptions.Clock());
        var shapes = new Option<string[]>("--shapes")
        {
            HelpName = "A,B",
            Description = $"Only the convolutions of these networks: {string.Join(", ", ConvolutionShape.Networks.Keys)}. Default: all.",
            CustomParser = result =>
                result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            DefaultValueFactory = _ => [.. ConvolutionShape.Networks.Keys],
        };
        shapes.Validators.Add(result =>
        {
            if (result.GetValue(shapes)!.FirstOrDefault(name => !ConvolutionShape.Networks.ContainsKey(name)) is { } unknown)
                result.AddError($"--shapes {unknown}: there are {string.Join(", ", ConvolutionShape.Networks.Keys)}.");
        });
        var command = new Command(
            "planner", "Measures whether the planner chooses the right algorithms, one choice a line.") { isa, shapes, samples, clock };
        command.SetAction(result => Run(
            result.GetValue(isa)
                ?? InstructionSets.Best, result.GetValue(shapes)!, result.GetValue(samples), new Clock(result.GetValue(clock))));
        return command;
    }

    private static void Run(InstructionSet instructionSet, string[] networks, int samples, Clock clock)
    {
        var grid = networks.SelectMany(name => ConvolutionShape.Networks[name]).Distinct().ToList();
        var assembly = ForcedConvolution.Compile(grid.SelectMany(ForcedConvolution.All), instructionSet);
        var choices = new List<Choice>();
        foreach (var shape in grid)
        {
            var candidates = ForcedConvolution.All(shape).ToArray();
            var compiled = candidates.Select(candidate => candidate.NewNetwork(assembly, instructionSet)).ToArray();
            foreach (var (direction, name) in Directions)
            {
                var seconds = Measure(compiled, direction, samples, clock);
                var estimates = ForcedConvolution.Estimates(shape, direction);
                choices.Add(new Choice(
                    $"{shape}_{name}",
                    2.0 * shape.BatchSize * shape.MultiplyAdds,
                    [.. candidates.Select((candidate, i) =>
                        new Candidate(candidate.Planned.Describe(3, 3),
                            estimates.Single(each => each.Name == candidate.Planned.Describe(3, 3)).Cycles, seconds[i]))]));
                Console.WriteLine(choices[^1].ToLine());
            }

            foreach (var network in compiled)
                network.Dispose();
        }

        var wrong = choices.Where(choice => choice.Excess > Tolerance).ToList();
        Console.WriteLine(new Figure($"planner_right_{instructionSet.ToName()}", 100.0 * (choices.Count - wrong.Count) / choices.Count, "%")
            .ToLine(threads: 1));
        foreach (var choice in wrong)
            Console.WriteLine($"# wrong: {choice.ToLine()}");
    }

    /// <summary>
    /// Seconds of each network's direction: medians of samples taken in turns, so that what the machine does besides falls on all.
    /// </summary>
    private static double[] Measure(CompiledNetwork[] networks, LayerDirection direction, int samples, Clock clock)
    {
        var runs = networks.Select(network => (Action)(() => ForcedConvolution.Run(network, direction))).ToArray();
        var times = runs.Select(run => clock.TimesFor(run, SampleSeconds)).ToArray();
        var seconds = runs.Select(_ => new double[samples]).ToArray();
        for (var sample = 0; sample < samples; sample++)
        {
            for (var i = 0; i < runs.Length; i++)
                seconds[i][sample] = clock.TimeWarm(runs[i], times[i]) / times[i];
        }

        return [.. seconds.Select(each => Figure.Median(each))];
    }

    /// <summary>One algorithm for a direction of a convolution.</summary>
    private readonly record struct Candidate(string Algorithm, double Estimated, double Measured);

    /// <summary>What there was to choose from for a direction of a convolution; the direct algorithm comes first.</summary>
    private sealed record Choice(string Name, double Flops, Candidate[] Candidates)
    {
        private Candidate Chosen => Candidates.MinBy(candidate => candidate.Estimated);

        /// <summary>How long the chosen algorithm takes beside the fastest: 1 where it is the fastest.</summary>
        public double Excess => Chosen.Measured / Candidates.Min(candidate => candidate.Measured);

        public string ToLine()
        {
            var costs = Candidates.Select(candidate => string.Create(
                CultureInfo.InvariantCulture,
                $"{candidate.Algorithm} {candidate.Estimated / Candidates[0].Estimated:F2}"
                    + $" {candidate.Measured / Candidates[0].Measured:F2}"));
            var speed = string.Create(CultureInfo.InvariantCulture, $"{Flops / Candidates[0].Measured / 1e9:F0} GFLOP/s");
            return $"{new Figure($"planner_{Name}", Excess, "x").ToLine(threads: 1)}: {Chosen.Algorithm} of {string.Join(", ", costs)};"
                + $" {Candidates[0].Algorithm} at {speed}";
        }
    }
}
