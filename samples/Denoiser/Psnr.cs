using CnnGen.Training;

namespace DenoiserSample;

/// <summary>
/// The peak signal-to-noise ratio: of each picture 10 log10(1 / mean squared error), in decibels, and the mean over pictures, whose values
/// go from 0 to 1. A metric of one's own; 3 decibels more are half the squared error.
/// </summary>
internal sealed class Psnr : Metric, IResumable
{
    // What the same picture twice would have is infinite, and one such would make the mean so.
    private const double LeastError = 1e-10;

    private double _sum;
    private long _count;

    public override string Name => "psnr";

    public override bool IsHigherBetter => true;

    public override TargetKind TargetKind => TargetKind.Values;

    public override double Result => _sum / _count;

    /// <summary>The ratio of one picture.</summary>
    /// <param name="output">What a network made of it.</param>
    /// <param name="target">What it should be.</param>
    public static double Of(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        var sum = 0.0;
        for (var i = 0; i < output.Length; i++)
        {
            var error = (double)output[i] - target[i];
            sum += error * error;
        }

        return -10 * Math.Log10(Math.Max(sum / output.Length, LeastError));
    }

    public override void Reset() => (_sum, _count) = (0, 0);

    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        var size = outputs.Length / count;
        for (var i = 0; i < count; i++)
            _sum += Of(outputs.Slice(i * size, size), targets.Values.Slice(i * size, size));
        _count += count;
    }

    // With these two a training that goes on from a checkpoint within an epoch tells the same.
    public void SaveState(TrainingState state)
    {
        state.Set("sum", _sum);
        state.Set("count", _count);
    }

    public void RestoreState(TrainingState state) => (_sum, _count) = (state.GetDouble("sum"), state.GetInt64("count"));
}
