namespace CnnGen.Training;

/// <summary>
/// What images are to come out as, one image after the other: classes, or floats of the output's shape. Arrays and spans of either convert
/// to it. It refers to the caller's memory and copies nothing.
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

    /// <summary>Number of classes, or of floats.</summary>
    public int Length => Kind == TargetKind.Classes ? Classes.Length : Values.Length;

    /// <summary>A run of them.</summary>
    /// <param name="start">The first.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside.</exception>
    public Targets Slice(int start, int length) =>
        Kind == TargetKind.Classes ? new(Classes.Slice(start, length)) : new(Values.Slice(start, length));

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
