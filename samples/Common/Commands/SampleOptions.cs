using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnGen.Training;

namespace CnnGen.Samples.Commands;

/// <summary>The options of a sample, each described and checked once; commands pick theirs.</summary>
/// <param name="sample">The sample.</param>
internal sealed class SampleOptions(TrainingSample sample)
{
    private static readonly Dictionary<string, Func<double?, double, Optimizer>> Optimizers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nadam"] = (rate, _) => rate is { } r ? new Nadam(r) : new Nadam(),
        ["adam"] = (rate, _) => rate is { } r ? new Adam(r) : new Adam(),
        ["rmsprop"] = (rate, _) => rate is { } r ? new RmsProp(r) : new RmsProp(),
        ["sgd"] = (rate, momentum) => rate is { } r ? new Sgd(r) { Momentum = momentum } : new Sgd { Momentum = momentum },
    };

    public Option<string?> Data { get; } = new("--data") { HelpName = "DIR", Description = sample.DataDescription };

    public Option<string> Model { get; } = new("--model")
    {
        HelpName = "FILE",
        Description = "The trained network, as 'train' saved it.",
        DefaultValueFactory = _ => sample.DefaultModel,
    };

    public Option<string> Out { get; } = new("--out")
    {
        HelpName = "FILE",
        Description = sample.FilesBeside("").Count > 0
            ? "Where to save the network; the names of its classes, history.csv and learning-curve.svg go beside it."
            : "Where to save the network; history.csv and learning-curve.svg go beside it.",
        DefaultValueFactory = _ => sample.DefaultModel,
    };

    public Option<int> Epochs { get; } =
        AtLeastOne("--epochs", "How often to go through the training images.", _ => sample.Defaults.Epochs);

    public Option<int> Batch { get; } = AtLeastOne("--batch", "Images per training step.", _ => sample.Defaults.Batch);

    public Option<int> Limit { get; } =
        AtLeastOne("--limit", "Train on the first N images only. Default: all but the validation images.", null);

    public Option<int> Shards { get; } = AtLeastOne(
        "--shards",
        "Parts that each batch is cut into, which the processes of mpirun share; the results depend on it, and not on their number.",
        _ => 1);

    public Option<int> Threads { get; } =
        AtLeastOne("--threads", "Threads that share the work; the results do not depend on it.", _ => Environment.ProcessorCount);

    public Option<int> Seed { get; } =
        Whole("--seed", "Decides the first weights, the order of the images and the dropout.", 0, _ => 42);

    public Option<string> OptimizerName { get; } = MakeOptimizerName(sample.Defaults);

    public Option<string> LossName { get; } = MakeLossName(sample);

    public Option<string> MetricNames { get; } = MakeMetricNames(sample);

    public Option<double?> LearningRate { get; } = Real(
        "--learning-rate", $"The optimizer's learning rate. Default: {DescribeRates(sample.Defaults)}.", "a number above 0",
        value => value > 0);

    public Option<double?> WeightDecay { get; } = Real(
        "--weight-decay", $"Keras' weight_decay. Default: {DescribeDecays(sample.Defaults)}.", "a number of at least 0",
        value => value >= 0);

    public Option<string> Schedule { get; } = MakeSchedule();

    /// <summary>Null where the sample leaves no choice.</summary>
    public Option<bool>? Augment { get; } = sample.AugmentationDescription is not { } description
        ? null
        : new("--augment") { Description = description, DefaultValueFactory = _ => sample.Defaults.Augments };

    public Option<int> EarlyStopping { get; } = AtLeastOne(
        "--early-stopping",
        "End training after N epochs without a lower validation loss, and take the weights of the best one. Default: all epochs.", null);

    public Option<string?> Checkpoint { get; } = new("--checkpoint")
    {
        HelpName = "DIR",
        Description = "Write down after each epoch, and when stopped, all that is needed to go on.",
    };

    public Option<bool> Resume { get; } = new("--resume")
    {
        Description = "Go on from the last checkpoint of --checkpoint, to the bit, with the same options; begin where there is none.",
    };

    public Option<string?> TensorBoard { get; } = new("--tensorboard")
    {
        HelpName = "DIR",
        Description = "Write loss, metrics and pictures of the first filters there, for TensorBoard.",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON lines and nothing else." };

    public Option<bool> Invert { get; } = new("--invert") { Description = "Take the negative of the pictures: light for dark." };

    public Argument<string[]> Files { get; } = new("FILE")
    {
        Description = $"Pictures, PNG, JPEG, PGM or PPM, {sample.PictureDescription}; other sizes than the network's are resized.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The optimizer that the options ask for; the sample's settings where none are given.</summary>
    /// <param name="result">The command line.</param>
    public Optimizer CreateOptimizer(ParseResult result)
    {
        var name = result.GetValue(OptimizerName)!;
        var defaults = sample.Defaults.Of(name.ToLowerInvariant());
        var optimizer = Optimizers[name](result.GetValue(LearningRate) ?? defaults.LearningRate, defaults.Momentum);
        optimizer.WeightDecay = result.GetValue(WeightDecay) ?? defaults.WeightDecay;
        return optimizer;
    }

    /// <summary>The loss and the metrics that the options ask for; the sample's where none are named.</summary>
    /// <param name="result">The command line.</param>
    /// <exception cref="UsageException">A metric takes other targets than the loss.</exception>
    public Goal CreateGoal(ParseResult result)
    {
        var name = result.GetValue(LossName)!.ToLowerInvariant();
        var loss = sample.Losses[name]();
        List<Metric> metrics = [];
        foreach (var metricName in Split(result.GetValue(MetricNames)!).Select(each => each.ToLowerInvariant()))
        {
            var metric = sample.Metrics.TryGetValue(metricName, out var create) ? create() : sample.Losses[metricName]();
            if (!metric.Takes(loss.TargetKind))
            {
                var others = sample.Losses.Where(other => metric.Takes(other.Value().TargetKind)).Select(other => other.Key);
                throw new UsageException($"--metrics {metricName} takes {Describe(metric.TargetKind)}, and --loss {name}"
                    + $" {Describe(loss.TargetKind)}. Leave it out, or take one of these for --loss: {string.Join(", ", others)}.");
            }

            metrics.Add(metric);
        }

        return new Goal(loss, metrics);
    }

    private static string Describe(TargetKind kind) =>
        kind == TargetKind.Classes ? "the class of an image" : "a number for each output (for classes 1 for the right one, else 0)";

    private static string DescribeRates(TrainingDefaults defaults)
    {
        var keras = defaults.Of("sgd").LearningRate is null ? "Keras' (0.001; 0.01 for sgd)" : "Keras' 0.001";
        return Describe(defaults, optimizer => optimizer.LearningRate, keras);
    }

    private static string DescribeDecays(TrainingDefaults defaults) => Describe(defaults, optimizer => optimizer.WeightDecay, "0");

    /// <summary><c>0.2 for adam and nadam, else 0</c></summary>
    private static string Describe(TrainingDefaults defaults, Func<OptimizerDefaults, double?> value, string others)
    {
        var special = defaults.Optimizers.Where(optimizer => value(optimizer.Value) is not null)
            .GroupBy(optimizer => value(optimizer.Value), optimizer => optimizer.Key)
            .Select(group => FormattableString.Invariant($"{group.Key} for {string.Join(" and ", group)}"))
            .ToList();
        return special.Count == 0 ? others : $"{string.Join(", ", special)}, else {others}";
    }

    /// <summary>An option that is a whole number from 1 on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is, for the help.</param>
    /// <param name="byDefault">What it is when left out; null where it may be missing.</param>
    public static Option<int> AtLeastOne(string name, string description, Func<ArgumentResult, int>? byDefault) =>
        Whole(name, description, 1, byDefault);

    private static Option<int> Whole(string name, string description, int minimum, Func<ArgumentResult, int>? byDefault) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = byDefault,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= minimum)
                return value;
            result.AddError($"{name} must be a whole number from {minimum} to {int.MaxValue}, but is '{text}'.");
            return 0;
        },
    };

    private static Option<string> MakeOptimizerName(TrainingDefaults defaults)
    {
        var option = new Option<string>("--optimizer")
        {
            HelpName = "NAME",
            Description = $"One of {string.Join(", ", Optimizers.Keys)}.",
            DefaultValueFactory = _ => defaults.Optimizer,
        };
        AllowOnly(option, Optimizers.Keys, name => [name]);
        return option;
    }

    private static Option<string> MakeLossName(TrainingSample sample)
    {
        var option = new Option<string>("--loss")
        {
            HelpName = "NAME",
            Description = $"What is made small. One of {string.Join(", ", sample.Losses.Keys)}.",
            DefaultValueFactory = _ => sample.Defaults.Loss,
        };
        AllowOnly(option, [.. sample.Losses.Keys], name => [name]);
        return option;
    }

    private static Option<string> MakeMetricNames(TrainingSample sample)
    {
        var option = new Option<string>("--metrics")
        {
            HelpName = "NAME,NAME",
            Description = $"What is told besides the loss. Some of {string.Join(", ", sample.Metrics.Keys)}, and the losses.",
            DefaultValueFactory = _ => sample.Defaults.Metric,
        };
        AllowOnly(option, [.. sample.Metrics.Keys, .. sample.Losses.Keys], Split);
        return option;
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>Refuses names that are not among some, whatever their case, and names that come twice.</summary>
    private static void AllowOnly(Option<string> option, IReadOnlyCollection<string> names, Func<string, string[]> split) =>
        option.Validators.Add(result =>
        {
            // It is asked twice for one value.
            if (result.Errors.Any())
                return;
            var given = result.Tokens.SelectMany(token => split(token.Value)).ToArray();
            foreach (var name in given.Where(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase)))
                result.AddError(Names.Refusal(option.Name, names, name));
            if (given.Distinct(StringComparer.OrdinalIgnoreCase).Count() < given.Length)
                result.AddError($"{option.Name} names one twice: {string.Join(", ", given)}.");
        });

    private static Option<string> MakeSchedule()
    {
        var option = new Option<string>("--schedule")
        {
            HelpName = "linear|constant",
            Description = "Whether the learning rate falls to zero in a line over the whole training, or stays. Default: linear.",
            DefaultValueFactory = _ => "linear",
        };
        option.AcceptOnlyFromAmong("linear", "constant");
        return option;
    }

    private static Option<double?> Real(string name, string description, string allowed, Func<double, bool> isAllowed) => new(name)
    {
        HelpName = "X",
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && double.IsFinite(value)
                && isAllowed(value))
            {
                return value;
            }

            result.AddError($"{name} must be {allowed}, but is '{text}'.");
            return null;
        },
    };
}
