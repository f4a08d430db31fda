using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>The outputs and targets of a batch, position by position: vectors of images, or those of the pixels of maps.</summary>
/// <param name="outputs">All outputs.</param>
/// <param name="targets">All targets.</param>
/// <param name="channels">Outputs of a position.</param>
internal readonly ref struct Positions(ReadOnlySpan<float> outputs, Targets targets, int channels)
{
    private readonly ReadOnlySpan<float> _outputs = outputs;
    private readonly Targets _targets = targets;

    /// <summary>Outputs of a position.</summary>
    public int Channels => channels;

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
        return FiniteValues.IndexOfOther(own) >= 0 ? -1 : NetworkTraining.MostProbable(own);
    }

    /// <summary>The class that the target tells, or that its largest value has.</summary>
    public int TrueClass(int position) =>
        HasValues ? NetworkTraining.MostProbable(ValuesOf(position)) : _targets.Classes[position];
}
