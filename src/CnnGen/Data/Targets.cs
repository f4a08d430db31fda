namespace CnnGen.Training;

/// <summary>
/// What images are to come out as, one image after the other: classes, or floats of the output's shape; and, if wanted, how much each
/// image weighs. Arrays and spans of classes and floats convert to it. It refers to the caller's memory and copies nothing.
/// </summary>
public readonly ref struct Targets
{
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

    /// <summary>A run of them, with the weights of its images.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside, or there are weights and it cuts an image in
    /// two.</exception>
    public Targets Slice(int start, int length)
    {
        var part = Kind == TargetKind.Classes ? new Targets(Classes.Slice(start, length)) : new(Values.Slice(start, length));
        if (Weights.IsEmpty)
            return part;
        var size = Length / Weights.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(start % size, 0, nameof(start));
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % size, 0, nameof(length));
        return part.WithWeights(Weights.Slice(start / size, length / size));
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
