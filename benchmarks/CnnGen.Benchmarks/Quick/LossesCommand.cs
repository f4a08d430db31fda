using System.CommandLine;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen.Benchmarks.Quick;

/// <summary><c>losses</c>: what each loss takes of a step of training.</summary>
internal static class LossesCommand
{
    private const double SampleSeconds = 0.06;
    private const int MapBatchSize = 8;

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
        var (isa, samples, clock) = (QuickOptions.Isa(), QuickOptions.Samples(), QuickOptions.Clock());
        var command = new Command("losses", "Prints what share of a training step each loss takes.")
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
            var step = Seconds(subject.Train, samples, clock);
            foreach (var loss in losses)
            {
                var cost = 100 * Seconds(() => subject.Compute(loss), samples, clock) / step;
                measured.Add((name, cost));
                Console.WriteLine(FormattableString.Invariant(
                    $"{new Figure($"losses_{name}_{loss.Name}", cost, "%").ToLine(threads: 1)}: of a step of {1e3 * step:F2} ms"));
            }
        }

        foreach (var group in measured.GroupBy(each => each.Subject, each => each.Cost))
            Console.WriteLine(new Figure($"losses_{group.Key}_most", group.Max(), "%").ToLine(threads: 1));
    }

    /// <summary>The median of the seconds that a call takes.</summary>
    private static double Seconds(Action run, int samples, Clock clock)
    {
        var times = clock.TimesFor(run, SampleSeconds);
        return Figure.Median(Enumerable.Range(0, samples).Select(_ => clock.TimeWarm(run, times) / times));
    }
}
