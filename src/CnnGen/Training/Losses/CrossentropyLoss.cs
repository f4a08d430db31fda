namespace CnnGen.Training;

/// <summary>A loss of this library that is a cross-entropy of floats: of probabilities, or of the logits that these are made of.</summary>
public abstract class CrossentropyLoss : ValueLoss, IHasSettings
{
    private readonly Activation _activation;
    private readonly double _labelSmoothing;

    /// <param name="activation">What makes probabilities of logits.</param>
    private protected CrossentropyLoss(Activation activation) => _activation = activation;

    /// <summary>
    /// Whether outputs are logits, of which a sigmoid, or a softmax where classes exclude each other, would make probabilities; false, for
    /// a network that ends in it, when left out.
    /// </summary>
    public bool FromLogits { get; init; }

    /// <summary>
    /// How far targets are drawn towards the mean of the K classes, in [0, 1]: t * (1 - s) + s / K; 0 when left out. K is 2 where each
    /// output is a class of its own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double LabelSmoothing
    {
        get => _labelSmoothing;
        init => _labelSmoothing = SettingRange.Share(value, nameof(LabelSmoothing));
    }

    /// <inheritdoc/>
    public virtual void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(FromLogits), FromLogits);
        settings.Add(nameof(LabelSmoothing), LabelSmoothing);
    }

    /// <inheritdoc/>
    public override void CheckNetwork(INetwork network)
    {
        if (_activation == Activation.Softmax)
            NetworkEnds.CheckSeveralClasses(network, this);
        NetworkEnds.CheckProbabilities(network, this, FromLogits);
    }

    internal override bool GivesLogitsGradients(Activation? end) => !FromLogits && end == _activation;
}
