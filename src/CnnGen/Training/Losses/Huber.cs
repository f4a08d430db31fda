using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of e^2 / 2 over the outputs of an image where |e| = |output - target| is at most <see cref="Delta"/>, and of
/// delta |e| - delta^2 / 2 beyond (Huber, 1964); Keras' <c>Huber</c>. Outliers count less than in <see cref="MeanSquaredError"/>.
/// </summary>
public sealed class Huber : ElementLoss, IHasSettings
{
    private readonly double _delta = 1;

    /// <summary>Where the square ends and the line begins, above 0; 1 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double Delta
    {
        get => _delta;
        init => _delta = SettingRange.Positive(value, nameof(Delta));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(Delta), Delta);
    }

    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula((float)Delta), scale);

    private readonly record struct Formula(float Delta) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var (error, delta) = (L.Subtract(output, target), L.Create(Delta));
            var size = Magnitude.Of<L, V>(error);
            var half = L.Create(0.5f);
            slope = L.SelectLess(delta, size, L.Multiply(Magnitude.Sign<L, V>(error), delta), error);
            var line = L.Multiply(delta, L.Subtract(size, L.Multiply(half, delta)));
            return L.SelectLess(delta, size, line, L.Multiply(half, L.Multiply(error, error)));
        }
    }
}
