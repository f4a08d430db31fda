namespace CnnGen.Training;

/// <summary>
/// For each class the positions that are of it and taken for it, by those that are either, and the mean over the classes that occur; Keras'
/// <c>MeanIoU</c> with as many classes as there are channels. For segmentation. Targets are classes, or floats of which the largest tells
/// the class.
/// </summary>
public sealed class MeanIoU : Metric, IResumable
{
    private readonly ConfusionMatrix _matrix = new();

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override string Name => "mean_io_u";

    /// <summary>Classes; it takes floats as well.</summary>
    public override TargetKind TargetKind => TargetKind.Classes;

    /// <inheritdoc/>
    public override double Result
    {
        get
        {
            var (sum, classes) = (0.0, 0);
            for (var k = 0; k < _matrix.Classes; k++)
            {
                var either = -_matrix[k, k];
                for (var other = 0; other < _matrix.Classes; other++)
                    either += _matrix[k, other] + _matrix[other, k];
                if (either == 0)
                    continue;
                sum += (double)_matrix[k, k] / either;
                classes++;
            }

            return sum / classes;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _matrix.Reset();

    /// <inheritdoc/>
    public void SaveState(TrainingState state) => _matrix.SaveState(state);

    /// <inheritdoc/>
    public void RestoreState(TrainingState state) => _matrix.RestoreState(state);

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        (_matrix.OutputShape, _matrix.ClassToIgnore) = (OutputShape, ClassToIgnore);
        _matrix.Update(outputs, targets, count);
    }

    /// <inheritdoc/>
    public override bool Takes(TargetKind kind) => true;
}
