using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>
/// What follows for a training from augmentations that mix images: its targets are floats, whatever those of its data are.
/// </summary>
internal static class MixedTargets
{
    /// <summary>Whether an augmentation mixes images.</summary>
    /// <param name="options">The options, checked.</param>
    public static bool IsWantedBy(FitOptions options) => options.Augmentation.Any(augmentation => augmentation is MixingAugmentation);

    /// <summary>
    /// The options with loss and accuracy for probabilities where they were left out, and would be those for classes.
    /// </summary>
    /// <param name="options">The options, checked.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="InvalidOperationException">No loss was chosen, and none follows from the network's end.</exception>
    public static FitOptions Complete(FitOptions options, INetwork network) =>
        options.Loss is not null || !IsWantedBy(options) || Loss.For(network).TargetKind == TargetKind.Values
            ? options
            : options with { Loss = new CategoricalCrossentropy(), Metrics = options.Metrics ?? [new Accuracy()] };

    /// <summary>Throws where targets cannot be mixed.</summary>
    /// <param name="options">The options, checked and complete.</param>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public static void Check(FitOptions options, NetworkInfo network)
    {
        foreach (var mixing in options.Augmentation.OfType<MixingAugmentation>())
        {
            var problem = options switch
            {
                { Loss: OutputLosses } =>
                    $"{mixing.GetType().Name} mixes the targets of the last layer alone, but there are losses of several outputs: leave it"
                        + " out.",
                { Loss: { TargetKind: TargetKind.Classes } loss } =>
                    Problem(mixing, loss, $"{nameof(CategoricalCrossentropy)}, which takes a probability for each class"),
                _ when options.Metrics?.FirstOrDefault(metric => metric?.Takes(TargetKind.Values) == false) is { } metric =>
                    Problem(mixing, metric, $"one that takes floats, such as {nameof(Accuracy)}"),
                _ => mixing.ProblemWith(network),
            };
            if (problem is not null)
                throw new ArgumentException(problem, nameof(options));
        }

        static string Problem(MixingAugmentation mixing, object other, string choice) =>
            $"{mixing.GetType().Name} mixes targets, which makes floats of them, but {other.GetType().Name} takes classes:"
            + $" choose {choice}.";
    }

    /// <summary>Classes as floats: 1 for the class of a position, 0 for the others.</summary>
    /// <param name="classes">The classes, all in their range.</param>
    /// <param name="values">Room for as many floats as there are classes to choose from, for each position.</param>
    public static void OneHot(ReadOnlySpan<int> classes, Span<float> values)
    {
        var channels = values.Length / classes.Length;
        values.Clear();
        for (var i = 0; i < classes.Length; i++)
            values[i * channels + classes[i]] = 1;
    }
}
