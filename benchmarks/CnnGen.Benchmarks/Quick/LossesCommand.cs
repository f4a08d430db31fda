using System.CommandLine;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen.Benchmarks.Quick;

/// <summary><c>losses</c>: how much longer a step of training takes with each loss than with one that only copies.</summary>
internal static class LossesCommand
{
    private const double SampleSeconds = 0.06;
    private const int MapBatchSize = 8;

    // A loss is a thousandth of a step: the fastest of many is nearer to it than the median of few.
    private const int DefaultSamples = 41;

    private static readonly Loss[] OfAnything =
    [
        new MeanSquaredError(), new MeanAbsoluteError(), new MeanAbsolutePercentageError(), new MeanSquaredLogarithmicError(), new Huber(),
        new LogCosh(), new Poisson(), new Hinge(), new SquaredHinge(), new CategoricalHinge(), new CosineSimilarity(), new Dice(),
        new Tversky(),
    ];

    private static readonly Loss[] OfSoftmax =
    [
        new SparseCategoricalCrossentropy(), new CategoricalCrossentropy(), new CategoricalFocalCrossentropy(), new KLDivergence(),
    ];

    private static readonly Loss[] OfSigmoid = [new BinaryCrossentropy(), new BinaryFocalCrossentropy()];

    private static readonly Loss[] OfLogits =
    [
        new SparseCategoricalCrossentropy { FromLogits = true }, new CategoricalCrossentropy { FromLogits = true },
        new CategoricalFocalCrossentropy { FromLogits = true }, new BinaryCrossentropy { FromLogits = true },
        new BinaryFocalCrossentropy { FromLogits = true },
    ];

    // What each network is trained with, the losses that fit its end.
    private static readonly (string Name, Func<InstructionSet, INetwork> Network, int BatchSize, Loss[] Losses)[] Subjects =
    [
        ("fashion", isa => new FashionCnn(instructionSet: isa), Subject.BatchSize, [.. OfSoftmax, .. OfSigmoid, .. OfAnything]),
        ("map", isa => new SoftmaxUNet(instructionSet: isa), MapBatchSize, OfSoftmax),
        ("map", isa => new SigmoidUNet(instructionSet: isa), MapBatchSize, [.. OfSigmoid, .. OfAnything]),
        ("map_logits", isa => new LogitsUNet(instructionSet: isa), MapBatchSize, OfLogits),
    ];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var (isa, samples, clock) = (QuickOptions.Isa(), QuickOptions.Samples(DefaultSamples), QuickOptions.Clock());
        var command = new Command("losses", "Prints how much longer a training step takes with each loss than with one that only copies.")
        {
            isa, samples, clock,
        };
        command.SetAction(result => Run(
            result.GetValue(isa) ?? InstructionSets.Best, result.GetValue(samples), new Clock(result.GetValue(clock))));
        return command;
    }

    private static void Run(InstructionSet instructionSet, int samples, Clock clock)
    {
        var measured = new List<(string Subject, double Cost)>();
        foreach (var (name, network, batchSize, losses) in Subjects)
        {
            using var subject = new LossSubject(network(instructionSet), batchSize);
            foreach (var loss in losses)
            {
                var (cost, seconds) = Measure(subject, loss, samples, clock);
                measured.Add((name, cost));
                Console.WriteLine(FormattableString.Invariant(
                    $"{new Figure($"losses_{name}_{loss.Name}", cost, "%").ToLine(threads: 1)}: of a step of {1e3 * seconds:F2} ms"));
            }
        }

        foreach (var group in measured.GroupBy(each => each.Subject, each => each.Cost))
            Console.WriteLine(new Figure($"losses_{group.Key}_most", group.Max(), "%").ToLine(threads: 1));
    }

    /// <summary>
    /// The cost in percent of the step with a copy, of the fastest sample of each, as whatever disturbs a sample makes it slower; and that
    /// step's time. The samples follow each other in either order.
    /// </summary>
    private static (double Cost, double Seconds) Measure(LossSubject subject, Loss loss, int samples, Clock clock)
    {
        var copying = new CopyingLoss();
        Action[] steps = [() => subject.Train(copying), () => subject.Train(loss)];
        var times = Math.Max(clock.TimesFor(steps[0], SampleSeconds), clock.TimesFor(steps[1], SampleSeconds));
        var fastest = new double[] { double.PositiveInfinity, double.PositiveInfinity };
        for (var sample = 0; sample < samples; sample++)
        {
            foreach (var which in sample % 2 == 0 ? [0, 1] : (int[])[1, 0])
                fastest[which] = Math.Min(fastest[which], clock.TimeWarm(steps[which], times) / times);
        }

        return (100 * (fastest[1] / fastest[0] - 1), fastest[0]);
    }
}
