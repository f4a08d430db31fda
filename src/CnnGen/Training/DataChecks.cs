using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>What training and evaluation refuse before they change anything.</summary>
internal static class DataChecks
{
    /// <summary>Throws unless the images have the network's shape and every label is a class.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The images.</param>
    /// <param name="set">What messages call them, such as "training set".</param>
    /// <param name="parameter">The caller's parameter that brought them.</param>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    /// <exception cref="InvalidOperationException">The network does not end in softmax, or the images are bytes, which it does not
    /// take.</exception>
    public static void CheckData(INetwork network, ImageDataset data, string set, string parameter)
    {
        (network as CompiledNetwork)?.CheckTakesLabels();
        var info = network.Info;
        var shape = info.InputShape;
        if (data.Height != shape[0] || data.Width != shape[1] || data.Channels != shape[2])
            throw new ArgumentException(
                $"{info.Name} takes images of {shape[0]} x {shape[1]} x {shape[2]} (height x width x channels), but the {set} has"
                + $" {data.Height} x {data.Width} x {data.Channels}.",
                parameter);
        if (data.HasBytes && !info.AcceptsBytes)
            throw new InvalidOperationException(
                $"The {set} holds bytes, but {info.Name} takes floats only: begin it with [Normalization] or [Rescaling],"
                + " or convert the images.");
        if (data.Count == 0)
            throw new ArgumentException($"The {set} has no images; at least one is needed.", parameter);
        var labels = data.Labels;
        for (var image = 0; image < labels.Length; image++)
            if ((uint)labels[image] >= (uint)info.OutputSize)
                throw new ArgumentException(
                    $"The label of image {image} of the {set} is {labels[image]}, but {info.Name} knows the classes 0 to"
                        + $" {info.OutputSize - 1}.",
                    parameter);
    }

    /// <summary>Throws unless every augmentation can take the images.</summary>
    /// <param name="options">The options.</param>
    /// <param name="train">The training images.</param>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void CheckAugmentation(FitOptions options, ImageDataset train)
    {
        foreach (var augmentation in options.Augmentation)
            if (augmentation.ProblemWith(train) is { } problem)
                throw new ArgumentException(problem, nameof(options));
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
