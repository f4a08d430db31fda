using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>The outputs and targets of a batch, position by position: vectors of images, or those of the pixels of maps.</summary>
/// <param name="outputs">All outputs.</param>
/// <param name="targets">All targets.</param>
/// <param name="channels">Outputs of a position.</param>
/// <param name="ignored">A class that counts for none; null where there is none.</param>
internal readonly ref struct Positions(ReadOnlySpan<float> outputs, Targets targets, int channels, int? ignored)
{
    private readonly ReadOnlySpan<float> _outputs = outputs;
    private readonly Targets _targets = targets;

    /// <summary>Outputs of a position.</summary>
    public int Channels => channels;

    /// <summary>Classes: as many as channels, or two where a position has one output, the probability of the second.</summary>
    public int Classes => HasValues && channels == 1 ? 2 : channels;

    /// <summary>Positions of the batch.</summary>
    public int Count => _outputs.Length / channels;

    /// <summary>Whether targets are floats.</summary>
    public bool HasValues => _targets.Kind == TargetKind.Values;

    /// <summary>The outputs of a position.</summary>
    public ReadOnlySpan<float> OutputsOf(int position) => _outputs.Slice(position * channels, channels);

    /// <summary>The targets of a position, where they are floats.</summary>
    public ReadOnlySpan<float> ValuesOf(int position) => _targets.Values.Slice(position * channels, channels);

    /// <summary>The most probable class; -1 where an output is infinite or no number.</summary>
    public int PredictedClass(int position)
    {
        var own = OutputsOf(position);
        return FiniteValues.IndexOfOther(own) >= 0 ? -1 : ClassOf(own);
    }

    /// <summary>The class that the target tells, or that its largest value has; -1 where it is left out.</summary>
    public int TrueClass(int position)
    {
        if (HasValues)
            return ClassOf(ValuesOf(position));
        var label = _targets.Classes[position];
        return label == ignored || (uint)label >= (uint)channels ? -1 : label;
    }

    private int ClassOf(ReadOnlySpan<float> values) =>
        Classes == channels ? NetworkTraining.MostProbable(values) : values[0] > 0.5f ? 1 : 0;
}
