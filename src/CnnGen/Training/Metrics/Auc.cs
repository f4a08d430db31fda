using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The area under the curve that a threshold draws which moves from 1 to 0, over all outputs of all images; Keras' <c>AUC</c>, which takes
/// steps of 200 thresholds and interpolates (Davis and Goadrich, 2006, for precision and recall). Targets are 0 and 1, outputs
/// probabilities, so logits need a sigmoid; one that is no number (NaN) counts as 0, one outside of [0, 1] as its end.
/// </summary>
public sealed class Auc : Metric, IResumable, IHasSettings
{
    private readonly int _thresholds = 200;

    // Outputs of ones and of zeros between a threshold and the next.
    private long[] _ones = [];
    private long[] _zeros = [];

    /// <summary>Which curve; that of the receiver's operating characteristic when left out.</summary>
    public AucCurve Curve { get; init; }

    /// <summary>Thresholds, at least 2; 200 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int Thresholds
    {
        get => _thresholds;
        init => _thresholds = SettingRange.AtLeast(value, 2, nameof(Thresholds));
    }

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override string Name => Curve == AucCurve.Roc ? "auc" : "auc_pr";

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <summary>The area; 0 where there were no ones, or no zeros; NaN where there were no images.</summary>
    public override double Result => _ones.Length == 0 ? double.NaN : Curve == AucCurve.Roc ? RocArea() : PrecisionRecallArea();

    /// <inheritdoc/>
    public override void Reset() => (_ones, _zeros) = ([], []);

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("ones", _ones);
        state.Set("zeros", _zeros);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_ones, _zeros) = (state.GetInt64s("ones"), state.GetInt64s("zeros"));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(Curve), Curve);
        settings.Add(nameof(Thresholds), Thresholds);
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        if (_ones.Length == 0)
            (_ones, _zeros) = (new long[Thresholds], new long[Thresholds]);
        for (var i = 0; i < outputs.Length; i++)
        {
            // Thresholds lie at k / (thresholds - 1), the first just below 0, the last just above 1; an output is above the last that is
            // smaller.
            var place = Math.Ceiling(Math.Clamp(double.IsNaN(outputs[i]) ? 0 : outputs[i], 0, 1) * (Thresholds - 1)) - 1;
            (targets.Values[i] > 0.5f ? _ones : _zeros)[(int)Math.Max(0, place)]++;
        }
    }

    private double RocArea()
    {
        double ones = _ones.Sum(), zeros = _zeros.Sum();
        var (area, found, wrong) = (0.0, 0.0, 0.0);
        for (var k = Thresholds - 1; k >= 0; k--)
        {
            area += _zeros[k] * (found + (_ones[k] / 2.0));
            found += _ones[k];
            wrong += _zeros[k];
        }

        return ones * zeros == 0 ? 0 : area / (ones * zeros);
    }

    /// <summary>Between two thresholds precision follows the slope of what is found by all that is taken for a one.</summary>
    private double PrecisionRecallArea()
    {
        double ones = _ones.Sum(), area = 0, found = 0, taken = 0;
        for (var k = Thresholds - 1; k >= 0; k--)
        {
            double newFound = _ones[k], newTaken = _ones[k] + _zeros[k];
            if (newTaken > 0)
            {
                var slope = newFound / newTaken;
                var intercept = found - (slope * taken);
                var ratio = taken > 0 ? (taken + newTaken) / taken : 1;
                area += slope * (newFound + (intercept * PortableMath.Logarithm(ratio)));
            }

            found += newFound;
            taken += newTaken;
        }

        return ones == 0 ? 0 : area / ones;
    }
}
