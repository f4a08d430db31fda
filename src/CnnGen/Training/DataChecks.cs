using System.Buffers;
using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>What training and evaluation refuse before they change anything.</summary>
internal static class DataChecks
{
    // What would break a line of a CSV file, or a name in it.
    private static readonly SearchValues<char> Separators = SearchValues.Create(",\"\r\n");

    // Threads, and batches: more would be a slip.
    private const int MostReading = 1024;

    /// <summary>Throws unless the images have the network's shape, and the targets are what the loss takes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="data">The images.</param>
    /// <param name="set">What messages call them, such as "training set".</param>
    /// <param name="parameter">The caller's parameter that brought them.</param>
    /// <param name="mixes">Whether classes become floats, since training mixes images.</param>
    /// <returns>What checks each target when it is read; null where all are in memory, and have been checked.</returns>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    /// <exception cref="InvalidOperationException">The images are bytes, which the network does not take.</exception>
    public static BatchPlan.TargetCheck? CheckData(
        INetwork network, Loss loss, IImageSource data, string set, string parameter, bool mixes = false)
    {
        var info = network.Info;
        int[] shape = [data.Shape.Height, data.Shape.Width, data.Shape.Channels];
        if (!shape.SequenceEqual(info.InputShape))
        {
            var grey = shape[2] == 3 && info.InputShape[2] == 1
                ? " Colours become grey by ColorMode of an ImageFolder, or ToGrey of a picture."
                : "";
            throw new ArgumentException(
                $"{info.Name} takes {Inputs(info)}images of {string.Join(" x ", info.InputShape)} (height x width x channels), but the"
                + $" {set} has {data.Shape}.{grey}",
                parameter);
        }

        if (data.HasBytes && !info.AcceptsBytes)
        {
            throw new InvalidOperationException(
                $"The {set} holds bytes, but {info.Name} takes floats only: begin it with [Normalization] or [Rescaling]"
                + " ([Rescaling(1)] takes pixels as they are), or convert the images.");
        }

        if (data.Count <= 0)
            throw new ArgumentException($"The {set} has no images; at least one is needed.", parameter);
        var becomeFloats = mixes && data.TargetKind == TargetKind.Classes && info.OutputChannels > 1;
        if (data.TargetKind != loss.TargetKind && !becomeFloats)
        {
            var name = ((loss as OutputLosses)?.Last.Loss ?? loss).GetType().Name;
            throw new ArgumentException(
                $"{name} takes {Describe(loss.TargetKind)} for targets, but the {set} has {Describe(data.TargetKind)}: "
                + $"{OtherTargets(info, loss, data)}.",
                parameter);
        }

        var targets = new TargetChecks(info, data.TargetSize, loss.ClassToIgnore, set, parameter);
        if (data.TargetKind == TargetKind.Classes)
            targets.CheckSizeOfLabels();
        else
            targets.CheckSizeOfValues();
        PartNumbers.CheckTargets(data, set, parameter);
        (loss as OutputLosses)?.CheckTargets(info, data.Targets, data.Count, set, parameter);
        if (data.Targets.Length == 0)
            return targets.Check;
        targets.Check(0, data.Targets);
        return null;
    }

    /// <summary>How a sequence is told, in front of the map of one row that it is given as; nothing of images.</summary>
    private static string Inputs(NetworkInfo info) => info.Layers is [{ OutputShape: [var length, var channels] }, ..]
        ? $"sequences of {length} x {channels} (length x channels), as "
        : "";

    /// <summary>What to do where a loss takes targets of the other kind.</summary>
    private static string OtherTargets(NetworkInfo info, Loss loss, IImageSource data)
    {
        if (loss.TargetKind == TargetKind.Classes)
            return $"choose a loss of floats, such as {nameof(CategoricalCrossentropy)}, or give classes";
        // A single output for each position has no classes, but numbers such as 0 and 1.
        if (info.OutputChannels == 1)
        {
            return "choose another loss, or give the targets as floats, such as 0 and 1 by Array.ConvertAll(labels, label =>"
                + $" (float)label); to keep labels of two classes, {NetworkEnds.SoftmaxFor(info)}";
        }

        var set = data is ImageDataset ? "its" : $"the {nameof(SourceParts.ToDataset)}() of the {data.GetType().Name}, and of that the";
        return $"choose another loss, or take {set} {nameof(ImageDataset.ToOneHot)}";
    }

    /// <summary>Throws where no loss was chosen, but there are targets of further outputs, which one that follows is not of.</summary>
    /// <param name="data">The images.</param>
    /// <param name="parameter">The caller's parameter that brought them.</param>
    /// <exception cref="ArgumentException">There are.</exception>
    public static void CheckOneOutput(IImageSource data, string parameter)
    {
        if (data.Targets.Further is [var further, ..])
        {
            throw new ArgumentException(
                $"There are targets for output '{further.Output}', but no loss was chosen: take {nameof(OutputLosses)}, with a loss for it,"
                + $" such as new {nameof(OutputLosses)}(new {nameof(SparseCategoricalCrossentropy)}()).With(\"{further.Output}\", ...).",
                parameter);
        }
    }

    /// <summary>The first label that is no class; -1 where there is none.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="ignored">A label that stands for none; null where there is none.</param>
    public static int IndexOfNoClass(int classes, ReadOnlySpan<int> labels, int? ignored)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignored)
                return i;
        }

        return -1;
    }

    /// <summary>Throws unless the loss fits the network, and the metrics fit the loss and each other.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="metrics">The metrics; null where none were chosen.</param>
    /// <param name="parameter">The caller's parameter that brought the metrics.</param>
    /// <exception cref="ArgumentException">Metrics do not fit.</exception>
    /// <exception cref="InvalidOperationException">The loss does not fit.</exception>
    public static void CheckLoss(INetwork network, Loss loss, IReadOnlyList<Metric>? metrics, string parameter)
    {
        loss.CheckNetwork(network);
        foreach (var metric in metrics ?? [])
        {
            if (metric is null)
                throw new ArgumentException("Metrics must not hold null.", parameter);
            if (string.IsNullOrWhiteSpace(metric.Name) || metric.Name.AsSpan().ContainsAny(Separators))
            {
                throw new ArgumentException(
                    $"The name of {metric.GetType().Name} is '{metric.Name}', but must be a word without commas, quotes and breaks.",
                    parameter);
            }

            metric.CheckNetwork(network);
            if (!metric.Takes(loss.TargetKind))
            {
                throw new ArgumentException(
                    $"{metric.GetType().Name} takes {Describe(metric.TargetKind)} for targets, but {loss.GetType().Name} takes"
                    + $" {Describe(loss.TargetKind)}: both see the same ones, so leave the metric out or choose another loss.",
                    parameter);
            }
        }

        var outputs = OutputLossMetric.Of(loss, network.Info).Select(metric => metric.Name);
        if (ResultNames.Twice((metrics ?? []).Select(metric => metric.Name).Concat(outputs)) is { } twice)
        {
            throw new ArgumentException(
                $"Two results would be called '{twice}': each metric, and each output with a loss, needs a name of its own.", parameter);
        }
    }

    /// <summary>How many values an image comes out as: <c>10</c>, and of a map <c>14 x 14 x 2 = 392</c>.</summary>
    public static string OutputSize(NetworkInfo network) =>
        network.OutputShape.Count == 1 ? $"{network.OutputSize}" : $"{string.Join(" x ", network.OutputShape)} = {network.OutputSize}";

    /// <summary>What targets are, in words.</summary>
    public static string Describe(TargetKind kind) => kind == TargetKind.Classes ? "classes" : "floats";

    /// <summary>As many of them, in words: <c>1 class</c>, <c>60 floats</c>.</summary>
    public static string Describe(TargetKind kind, int count) =>
        count != 1 ? $"{count} {Describe(kind)}" : kind == TargetKind.Classes ? "1 class" : "1 float";

    /// <summary>Throws unless every augmentation can take the images, and leaves them where their targets are.</summary>
    /// <param name="info">The network.</param>
    /// <param name="options">The options.</param>
    /// <param name="train">The training images.</param>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void CheckAugmentation(NetworkInfo info, FitOptions options, IImageSource train)
    {
        foreach (var augmentation in options.Augmentation)
        {
            if (augmentation.ProblemWith(train) is { } problem)
                throw new ArgumentException(problem, nameof(options));
            if (augmentation.MovesPixels && info.OutputPositions > 1)
            {
                throw new ArgumentException(
                    $"{augmentation.GetType().Name} moves the pixels of images, but not their targets, of which {info.Name} has one for"
                        + $" each of {info.OutputPositions} positions: leave it out, or let an {nameof(IImageSource)} of yours move both.",
                    nameof(options));
            }
        }
    }

    /// <summary>Throws where batches are to be cut into shards, and the network cannot.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void CheckShards(INetwork network, FitOptions options)
    {
        if (options.Shards > 1 && network is not IShardedTraining)
        {
            throw new ArgumentException(
                $"Shards is {options.Shards}, but {network.GetType().Name} is no compiled network, which alone can train on batches in"
                + " shards: leave Shards out.", nameof(options));
        }
    }

    /// <summary>Throws unless every option is in its range.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void CheckOptions(FitOptions options)
    {
        if (options.Epochs < 1)
            throw Bad($"Epochs must be at least 1, but is {options.Epochs}.");
        if (options.BatchSize < 1)
            throw Bad($"BatchSize must be at least 1, but is {options.BatchSize}.");
        if (options.Shards < 1 || options.Shards > Math.Min(options.BatchSize, ShardPlan.MostShards))
        {
            throw Bad(
                $"Shards must be from 1 to BatchSize, which is {options.BatchSize}, and {ShardPlan.MostShards} at most, but is"
                + $" {options.Shards}.");
        }

        if (options.Cluster is { } cluster && options.Shards < cluster.Size)
        {
            throw Bad(
                $"Shards must be at least 1 for each of the {cluster.Size} processes of the cluster, but is {options.Shards}. What is"
                + " learned depends on it, and not on the number of processes: choose it once, such as 8, and train on 1 to 8 of them.");
        }

        if (options.ReadThreads is < 1 or > MostReading)
            throw Bad($"ReadThreads must be from 1 to {MostReading}, or null, but is {options.ReadThreads}.");
        if (options.ReadAhead is < 1 or > MostReading)
            throw Bad($"ReadAhead must be from 1 to {MostReading}, but is {options.ReadAhead}.");
        if (!(options.ValidationSplit is >= 0 and < 1))
            throw Bad(FormattableString.Invariant($"ValidationSplit must be in [0, 1), but is {options.ValidationSplit}."));
        if (options is { Validation: not null, ValidationSplit: > 0 })
            throw Bad("Only one of Validation and ValidationSplit can be set.");
        if (options.Optimizer is null)
            throw Bad("Optimizer must not be null.");
        if (options.Callbacks is null || options.Callbacks.Contains(null!))
            throw Bad("Callbacks must not be null, nor hold null.");
        if (options.Augmentation is null || options.Augmentation.Contains(null!))
            throw Bad("Augmentation must not be null, nor hold null.");

        static ArgumentException Bad(string message) => new(message, nameof(options));
    }
}
