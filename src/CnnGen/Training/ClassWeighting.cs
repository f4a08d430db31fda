using System.Globalization;
using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>Weights of classes: how they are chosen, and what they make of each image.</summary>
public static class ClassWeighting
{
    /// <summary>
    /// Weights with which every class has the same share of the loss: images / (classes * images of the class), as scikit-learn's
    /// <c>class_weight="balanced"</c>. Their mean over the images is 1, so the learning rate keeps its meaning.
    /// </summary>
    /// <param name="data">Images with one class each, or a probability for each class; known before they are read.</param>
    /// <param name="ignoreClass">
    /// A label that stands for no class, whose images are passed over, as <see cref="SparseCategoricalCrossentropy.IgnoreClass"/>; none
    /// when left out.
    /// </param>
    /// <returns>A weight for each class that has an image; none where there are no images.</returns>
    /// <exception cref="ArgumentException">
    /// The targets are not one class for each image, or are not in memory; a label is negative, or a float no probability.
    /// </exception>
    public static IReadOnlyDictionary<int, float> Balanced(IImageSource data, int? ignoreClass = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        PartNumbers.CheckTargets(data, "data set", nameof(data));
        if (ProblemWith(data) is { } problem)
            throw new ArgumentException(problem, nameof(data));
        var targets = data.Targets;
        var (counts, images) = (new SortedDictionary<int, int>(), 0);
        for (var image = 0; image < data.Count; image++)
        {
            var own = ClassOf(targets, image, data.TargetSize, nameof(data));
            if (own == ignoreClass)
                continue;
            if (own < 0)
            {
                throw new ArgumentException(
                    $"The label of image {image} is {own}, but classes are 0 and above: where it stands for no class, give it as"
                    + $" {nameof(ignoreClass)}.",
                    nameof(data));
            }

            counts[own] = counts.GetValueOrDefault(own) + 1;
            images++;
        }

        return counts.ToDictionary(count => count.Key, count => (float)(images / ((double)counts.Count * count.Value)));
    }

    /// <summary>Gives each image the weight of its class.</summary>
    /// <param name="data">The images.</param>
    /// <param name="weights">A weight for each class that does not weigh 1.</param>
    /// <param name="network">The network, which has the classes.</param>
    /// <param name="parameter">The caller's parameter that brought them.</param>
    /// <exception cref="ArgumentException">They do not fit the network, or the images.</exception>
    internal static IImageSource Apply(
        IImageSource data, IReadOnlyDictionary<int, float> weights, NetworkInfo network, string parameter)
    {
        if (!data.Targets.Weights.IsEmpty)
        {
            throw new ArgumentException(
                "The training set has weights of its own, and ClassWeights are set, too: multiply them yourself, and leave one out.",
                parameter);
        }

        PartNumbers.CheckTargets(data, "training set", parameter);
        if (ProblemWith(data) is { } problem)
            throw new ArgumentException(problem, parameter);
        if (network.OutputPositions > 1)
        {
            throw new ArgumentException(
                $"ClassWeights needs one class for each image, but {network.Name} gives {network.OutputPositions} positions: take weights"
                + " of images, see WithWeights.",
                parameter);
        }

        // One output is the probability of class 1 of two.
        var classes = Math.Max(2, network.OutputChannels);
        foreach (var (own, weight) in weights)
        {
            if (own < 0 || own >= classes)
            {
                throw new ArgumentException(
                    $"ClassWeights has a weight for class {own}, but {network.Name} knows the classes 0 to {classes - 1}.", parameter);
            }

            if (!float.IsFinite(weight))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The weight of class {own} is {weight}, but must be a finite number."), parameter);
            }
        }

        var targets = data.Targets;
        var ofImages = new float[data.Count];
        for (var image = 0; image < ofImages.Length; image++)
            ofImages[image] = weights.GetValueOrDefault(ClassOf(targets, image, data.TargetSize, parameter), 1);
        return data.WithWeights(ofImages);
    }

    /// <summary>All weights in one line, the same in every culture.</summary>
    /// <param name="weights">The weights; null where there are none.</param>
    internal static string Describe(IReadOnlyDictionary<int, float>? weights) => string.Join(
        ", ",
        (weights ?? new Dictionary<int, float>()).OrderBy(entry => entry.Key)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}: {entry.Value:R}")));

    private static string? ProblemWith(IImageSource data) => data switch
    {
        { TargetKind: TargetKind.Classes, TargetSize: > 1 } =>
            $"Weights of classes need one class for each image, but the targets are {data.TargetSize} classes: take weights of images, see"
                + " WithWeights.",
        { Count: > 0, Targets.Length: 0 } =>
            $"Weights of classes need the classes before images are read, but {data.GetType().Name} has no Targets: have it give them, or"
                + " take weights of images, see WithWeights.",
        _ => null,
    };

    private static int ClassOf(Targets targets, int image, int size, string parameter)
    {
        if (targets.Kind == TargetKind.Classes)
            return targets.Classes[image];
        var target = targets.Values.Slice(image * size, size);
        foreach (var value in target)
        {
            // Not a number fails, too.
            if (!(value is >= 0 and <= 1))
            {
                throw new ArgumentException(
                    "Weights of classes need a class for each image, or the probability of each class, but the target of image"
                    + FormattableString.Invariant($" {image} has {value}: take weights of images, see WithWeights."),
                    parameter);
            }
        }

        return target.Length == 1 ? (int)MathF.Round(target[0]) : NetworkTraining.MostProbable(target);
    }
}
