using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CnnGen.Training;

namespace FashionSample.Commands;

/// <summary>The options, each described and checked once; commands pick theirs.</summary>
internal static class CommonOptions
{
    public const string DefaultModel = "fashion.safetensors";

    private static readonly Dictionary<string, Func<double?, Optimizer>> Optimizers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nadam"] = rate => rate is { } r ? new Nadam(r) : new Nadam(),
        ["adam"] = rate => rate is { } r ? new Adam(r) : new Adam(),
        ["rmsprop"] = rate => rate is { } r ? new RmsProp(r) : new RmsProp(),
        ["sgd"] = rate => rate is { } r ? new Sgd(r) : new Sgd(),
    };

    public static readonly Option<string?> Data = new("--data")
    {
        HelpName = "DIR",
        Description = "Folder with the four IDX files (.gz or not). Default: CNNGEN_DATA, Debian's package dataset-fashion-mnist, the"
            + " cache, a download, the subset beside the program.",
    };

    public static readonly Option<string> Model = new("--model")
    {
        HelpName = "FILE",
        Description = "The trained network, as 'train' saved it.",
        DefaultValueFactory = _ => DefaultModel,
    };

    public static readonly Option<string> Out = new("--out")
    {
        HelpName = "FILE",
        Description = "Where to save the network; history.csv and learning-curve.svg go beside it.",
        DefaultValueFactory = _ => DefaultModel,
    };

    public static readonly Option<int> Epochs = AtLeastOne("--epochs", "How often to go through the training images.", _ => 10);

    public static readonly Option<int> Batch = AtLeastOne("--batch", "Images per training step.", _ => 32);

    public static readonly Option<int> Limit =
        AtLeastOne("--limit", "Train on the first N images only. Default: all but the validation images.", null);

    public static readonly Option<int> Threads =
        AtLeastOne("--threads", "Threads that share the work; the results do not depend on it.", _ => Environment.ProcessorCount);

    public static readonly Option<int> Seed =
        Number("--seed", "N", "Decides the first weights, the order of the images and the dropout.", 0, int.MaxValue, _ => 42);

    public static readonly Option<string> OptimizerName = MakeOptimizerName();

    public static readonly Option<double?> LearningRate = MakeLearningRate();

    public static readonly Option<double?> WeightDecay = MakeWeightDecay();

    public static readonly Option<string> Schedule = MakeSchedule();

    public static readonly Option<bool> Augment = new("--augment")
    {
        Description = "Flip training images and shift them by up to two pixels, at random, anew in each epoch.",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON lines and nothing else." };

    public static readonly Option<bool> Invert =
        new("--invert") { Description = "Turn dark-on-light pictures into light-on-dark ones, which the network knows." };

    public static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "Pictures, PNG or PGM; other sizes than 28 x 28 are resized.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The optimizer that the options ask for; Keras' learning rate where none is given.</summary>
    /// <param name="name">One of the names the option accepts.</param>
    /// <param name="learningRate">The learning rate, or null.</param>
    /// <param name="weightDecay">The weight decay, or null.</param>
    public static Optimizer CreateOptimizer(string name, double? learningRate, double? weightDecay)
    {
        var optimizer = Optimizers[name](learningRate);
        // With Adam's steps, which do not shrink with the gradients, the network learns its training images by heart without it.
        optimizer.WeightDecay = weightDecay ?? (optimizer is Adam or Nadam ? 0.2 : null);
        return optimizer;
    }

    private static Option<int> AtLeastOne(
        string name, string description, Func<System.CommandLine.Parsing.ArgumentResult, int>? byDefault) =>
        Number(name, "N", description, 1, int.MaxValue, byDefault);

    private static Option<T> Number<T>(
        string name, string helpName, string description, T minimum, T maximum,
        Func<System.CommandLine.Parsing.ArgumentResult, T>? byDefault)
        where T : INumber<T> => new(name)
        {
            HelpName = helpName,
            Description = description,
            DefaultValueFactory = byDefault,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
                    && value >= minimum
                    && value <= maximum)
                {
                    return value;
                }

                result.AddError($"{name} must be a whole number from {minimum} to {maximum}, but is '{text}'.");
                return T.Zero;
            },
        };

    private static Option<string> MakeOptimizerName()
    {
        var names = string.Join(", ", Optimizers.Keys);
        var option = new Option<string>("--optimizer")
        {
            HelpName = "NAME",
            Description = $"One of {names}.",
            DefaultValueFactory = _ => "nadam",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && !Optimizers.ContainsKey(name))
                result.AddError($"--optimizer must be one of {names}, but is '{name}'.");
        });
        return option;
    }

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

    private static Option<double?> MakeLearningRate() => Real(
        "--learning-rate", "The optimizer's learning rate. Default: Keras' (0.001; 0.01 for sgd).", "a number above 0", value => value > 0);

    private static Option<double?> MakeWeightDecay() => Real(
        "--weight-decay", "Keras' weight_decay. Default: 0.2 for adam and nadam, else 0.", "a number of at least 0", value => value >= 0);

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
