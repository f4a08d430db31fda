namespace CnnGen.Visualization;

/// <summary>Sums up what the units of a layer give.</summary>
internal sealed class UnitSums
{
    private readonly int _units;
    private readonly (float Low, float High) _bounds;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly float[] _least;
    private readonly float[] _greatest;
    private readonly long[] _zeros;
    private readonly long[] _saturated;
    private long _count;

    /// <param name="units">How many there are.</param>
    /// <param name="activation">What made their values.</param>
    public UnitSums(int units, Activation activation)
    {
        (_units, _bounds) = (units, Bounds(activation));
        (_means, _squares, _zeros, _saturated) = (new double[units], new double[units], new long[units], new long[units]);
        (_least, _greatest) = (new float[units], new float[units]);
        _least.AsSpan().Fill(float.PositiveInfinity);
        _greatest.AsSpan().Fill(float.NegativeInfinity);
    }

    /// <summary>Adds values: all units of a pixel, then those of the next.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        for (var pixel = 0; pixel < values.Length; pixel += _units)
        {
            _count++;
            for (var unit = 0; unit < _units; unit++)
            {
                var value = values[pixel + unit];
                // Welford's way: a sum of squares would cancel out.
                var distance = value - _means[unit];
                _means[unit] += distance / _count;
                _squares[unit] += distance * (value - _means[unit]);
                _least[unit] = Math.Min(_least[unit], value);
                _greatest[unit] = Math.Max(_greatest[unit], value);
                _zeros[unit] += value == 0 ? 1 : 0;
                _saturated[unit] += value <= _bounds.Low || value >= _bounds.High ? 1 : 0;
            }
        }
    }

    /// <summary>The statistics of each unit.</summary>
    public IReadOnlyList<UnitStatistics> ToStatistics() =>
    [
        .. Enumerable.Range(0, _units).Select(unit => new UnitStatistics(
            _means[unit], Math.Sqrt(_squares[unit] / _count), _least[unit], _greatest[unit], (double)_zeros[unit] / _count,
            (double)_saturated[unit] / _count)),
    ];

    /// <summary>Beyond which values are taken for those at a bound.</summary>
    private static (float Low, float High) Bounds(Activation activation) => activation switch
    {
        Activation.Sigmoid or Activation.HardSigmoid => (0.01f, 0.99f),
        Activation.Tanh or Activation.HardTanh or Activation.Softsign => (-0.99f, 0.99f),
        Activation.Relu6 => (float.NegativeInfinity, 5.94f),
        _ => (float.NegativeInfinity, float.PositiveInfinity),
    };
}
