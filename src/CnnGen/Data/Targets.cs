using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>
/// What images are to come out as, one image after the other: classes, or floats of the output's shape; and, if wanted, how much each
/// image weighs. Arrays and spans of classes and floats convert to it. It refers to the caller's memory and copies nothing.
/// </summary>
public readonly ref struct Targets
{
    // Those of further outputs, with the number of their images, and which of them these targets begin with.
    private readonly OutputTargets[]? _further;
    private readonly int _images;
    private readonly int _first;

    /// <summary>Classes.</summary>
    /// <param name="classes">A class for each image, from 0.</param>
    public Targets(ReadOnlySpan<int> classes)
    {
        Classes = classes;
        Kind = TargetKind.Classes;
    }

    /// <summary>Floats.</summary>
    /// <param name="values">For each image a float for each output, row-major, channels last.</param>
    public Targets(ReadOnlySpan<float> values)
    {
        Values = values;
        Kind = TargetKind.Values;
    }

    /// <summary>Which of the two they are.</summary>
    public TargetKind Kind { get; }

    /// <summary>The classes; empty where the targets are floats.</summary>
    public ReadOnlySpan<int> Classes { get; }

    /// <summary>The floats; empty where the targets are classes.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>
    /// What the loss of each image, and its gradient, is multiplied with; empty where each weighs 1. See <see cref="WithWeights"/>.
    /// </summary>
    public ReadOnlySpan<float> Weights { get; private init; }

    /// <summary>Number of classes, or of floats.</summary>
    public int Length => Kind == TargetKind.Classes ? Classes.Length : Values.Length;

    /// <summary>
    /// The same targets, with a weight for each image: Keras' <c>sample_weight</c>. The loss of an image and its gradient are multiplied
    /// with it; the loss of the batch stays the sum over the images by their number, not by the sum of the weights. Metrics count every
    /// image once.
    /// </summary>
    /// <param name="weights">A finite number for each image; empty for 1.</param>
    public Targets WithWeights(ReadOnlySpan<float> weights) => this with { Weights = weights };

    /// <summary>
    /// The same targets, with those of a further output, which a network has by <c>[Output]</c>; for <see cref="OutputLosses"/>. Such that
    /// there were of this output are replaced.
    /// </summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="classes">For each image a class, from 0; or one for each position of a map.</param>
    /// <param name="images">How many images all these targets are of.</param>
    /// <exception cref="ArgumentException">The images have not as many classes each.</exception>
    public Targets WithOutput(string output, ReadOnlyMemory<int> classes, int images) =>
        WithOutput(new OutputTargets(output, classes, images), images);

    /// <summary>As for classes, with floats.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="values">For each image a float for each value of the output.</param>
    /// <param name="images">How many images all these targets are of.</param>
    /// <exception cref="ArgumentException">The images have not as many floats each.</exception>
    public Targets WithOutput(string output, ReadOnlyMemory<float> values, int images) =>
        WithOutput(new OutputTargets(output, values, images), images);

    /// <summary>Those of a further output; null where there are none. See <see cref="FirstImage"/>.</summary>
    internal OutputTargets? OfOutput(string output)
    {
        foreach (var each in _further ?? [])
        {
            if (each.Output == output)
                return each;
        }

        return null;
    }

    /// <summary>Those of all further outputs.</summary>
    internal OutputTargets[] Further => _further ?? [];

    /// <summary>Which image of further outputs is the first of these.</summary>
    internal int FirstImage => _first;

    /// <summary>Throws unless the targets of further outputs are those of as many images.</summary>
    /// <param name="images">How many images.</param>
    /// <param name="set">What messages call them.</param>
    /// <param name="parameter">The caller's parameter that brought the targets.</param>
    /// <exception cref="ArgumentException">They are those of more or fewer.</exception>
    internal void CheckFurther(int images, string set, string parameter)
    {
        if (_further is not null && _images != images)
        {
            throw new ArgumentException(
                $"The {set} has {images} images, but the targets for output '{_further[0].Output}' are of {_images}.", parameter);
        }
    }

    /// <summary>The same targets, with those of further outputs.</summary>
    internal Targets WithOutputs(OutputTargets[] further, int images) => further.Length == 0 ? this : new(this, further, images, 0);

    /// <summary>The same targets, with those of one more further output, in place of such that there were of it.</summary>
    internal Targets WithOutput(OutputTargets added, int images)
    {
        var (first, own) = (_first, _images);
        return WithOutputs([.. Further.Where(each => each.Output != added.Output).Select(each => each.Slice(first, own)), added], images);
    }

    private Targets(Targets own, OutputTargets[] further, int images, int first)
    {
        this = own;
        (_further, _images, _first) = (further, images, first);
    }

    /// <summary>A run of them, with the weights of its images.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside; or there are weights, or further outputs, and it cuts an
    /// image in two.</exception>
    public Targets Slice(int start, int length)
    {
        if (_further is null && Weights.IsEmpty)
            return Kind == TargetKind.Classes ? new Targets(Classes.Slice(start, length)) : new(Values.Slice(start, length));
        var size = Length / (_further is null ? Weights.Length : _images);
        ArgumentOutOfRangeException.ThrowIfNotEqual(start % size, 0, nameof(start));
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % size, 0, nameof(length));
        return OfImages(start / size, length / size, size);
    }

    /// <summary>Those of a run of images, with their weights and those of further outputs; also where there are only these.</summary>
    /// <param name="image">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="size">Classes, or floats, of one image.</param>
    internal Targets OfImages(int image, int count, int size)
    {
        var part = Length == 0 ? default
            : Kind == TargetKind.Classes ? new Targets(Classes.Slice(image * size, count * size))
            : new(Values.Slice(image * size, count * size));
        if (!Weights.IsEmpty)
            part = part.WithWeights(Weights.Slice(image, count));
        return _further is null ? part : new(part, _further, count, _first + image);
    }

    /// <summary>Classes.</summary>
    /// <param name="classes">A class for each image.</param>
    public static implicit operator Targets(ReadOnlySpan<int> classes) => new(classes);

    /// <summary>Classes.</summary>
    /// <param name="classes">A class for each image.</param>
    public static implicit operator Targets(Span<int> classes) => new(classes);

    /// <summary>Classes.</summary>
    /// <param name="classes">A class for each image.</param>
    public static implicit operator Targets(int[] classes) => new(classes.AsSpan());

    /// <summary>Floats.</summary>
    /// <param name="values">For each image a float for each output.</param>
    public static implicit operator Targets(ReadOnlySpan<float> values) => new(values);

    /// <summary>Floats.</summary>
    /// <param name="values">For each image a float for each output.</param>
    public static implicit operator Targets(Span<float> values) => new(values);

    /// <summary>Floats.</summary>
    /// <param name="values">For each image a float for each output.</param>
    public static implicit operator Targets(float[] values) => new(values.AsSpan());
}
