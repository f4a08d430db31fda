namespace CnnGen.Training;

/// <summary>
/// A rule that changes weights by their gradients, with Keras 3's formulas, names and defaults. It holds settings only; what it remembers
/// of a network (momentum, step) is kept by the network, until that takes a step with another optimizer object or is told to forget it
/// (<see cref="INetwork.ResetOptimizer"/>).
/// </summary>
/// <remarks>
/// Before the rule come, as in Keras, clipping of the gradients and weight decay, w = w - w * WeightDecay * LearningRate. A step takes what
/// is set when it begins, and networks that share an optimizer, on many threads, too, take the steps that each would take alone.
/// </remarks>
public abstract class Optimizer : IHasSettings
{
    // A schedule and its rate in one object: steps that begin on other threads while it is replaced take the one or the other.
    private RateSetting _rate;
    private double? _weightDecay;
    private double? _clipNorm;
    private double? _clipValue;
    private double? _globalClipNorm;
    private readonly double _emaMomentum = 0.99;
    private readonly int? _emaOverwriteFrequency;
    private readonly int? _accumulationSteps;

    private protected Optimizer(LearningRate learningRate) =>
        _rate = new RateSetting(SettingRange.NotNegative(learningRate, nameof(LearningRate)), learningRate.Schedule);

    /// <summary>
    /// Step size: a number of at least 0, or a schedule, which gives that of every step by the number of steps that the network has taken
    /// with this optimizer. May be changed between steps. This and <see cref="Schedule"/> are one setting, and what is set last counts: a
    /// number here ends a schedule. Of a schedule this tells the rate of the last step, of whichever network took it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, infinite or NaN.</exception>
    public LearningRate LearningRate
    {
        get
        {
            var setting = _rate;
            return new(setting.Rate, setting.Schedule);
        }

        set
        {
            var rate = SettingRange.NotNegative(value, nameof(LearningRate));
            // A number in place of a number allocates nothing, since some programs set one before every step.
            if (value.Schedule is null && _rate.Schedule is null)
                _rate.Rate = rate;
            else
                _rate = new RateSetting(rate, value.Schedule);
        }
    }

    /// <summary>
    /// The schedule of <see cref="LearningRate"/>; null where it is constant. Setting it is the same as giving the schedule to
    /// <see cref="LearningRate"/>; setting null keeps the learning rate of the last step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Its rate of step 0 is negative, infinite or NaN.</exception>
    public LearningRateSchedule? Schedule
    {
        get => _rate.Schedule;
        set => LearningRate = value is null ? _rate.Rate : value;
    }

    /// <summary>
    /// Weight decay per step, times the learning rate, at least 0; none when left out. It acts on biases, too, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double? WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = value is { } decay ? SettingRange.NotNegative(decay, nameof(WeightDecay)) : null;
    }

    /// <summary>
    /// The norm above which the gradient of a variable (each kernel and bias by itself) is scaled down to it; none when left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or is infinite or NaN.</exception>
    /// <exception cref="InvalidOperationException">Another kind of clipping is set.</exception>
    public double? ClipNorm
    {
        get => _clipNorm;
        set => _clipNorm = Clipping(value, nameof(ClipNorm), _clipValue ?? _globalClipNorm);
    }

    /// <summary>The bound of each gradient, up and down; none when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or is infinite or NaN.</exception>
    /// <exception cref="InvalidOperationException">Another kind of clipping is set.</exception>
    public double? ClipValue
    {
        get => _clipValue;
        set => _clipValue = Clipping(value, nameof(ClipValue), _clipNorm ?? _globalClipNorm);
    }

    /// <summary>The norm of all gradients together above which all are scaled down; none when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or is infinite or NaN.</exception>
    /// <exception cref="InvalidOperationException">Another kind of clipping is set.</exception>
    public double? GlobalClipNorm
    {
        get => _globalClipNorm;
        set => _globalClipNorm = Clipping(value, nameof(GlobalClipNorm), _clipNorm ?? _clipValue);
    }

    /// <summary>
    /// Whether a moving average of the weights is kept (Polyak averaging), which <see cref="NetworkTraining.Fit"/> gives the network at its
    /// end, and <see cref="SwapEMAWeights"/> for evaluations; false when left out. Keras' <c>use_ema</c>: average = EmaMomentum * average +
    /// (1 - EmaMomentum) * w after each step, and w after the first.
    /// </summary>
    public bool UseEma { get; init; }

    /// <summary>The share of the average that a step leaves, in [0, 1]; 0.99 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double EmaMomentum
    {
        get => _emaMomentum;
        init => _emaMomentum = SettingRange.Share(value, nameof(EmaMomentum));
    }

    /// <summary>
    /// Steps after which the weights are overwritten by their average, again and again, at least 1; only at the end of
    /// <see cref="NetworkTraining.Fit"/> when left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? EmaOverwriteFrequency
    {
        get => _emaOverwriteFrequency;
        init => _emaOverwriteFrequency = value is { } steps ? SettingRange.AtLeast(steps, 1, nameof(EmaOverwriteFrequency)) : null;
    }

    /// <summary>
    /// Batches whose gradients are averaged to make one step, at least 2: a batch that is too large for memory is given in so many parts.
    /// Weights change with each so-many-th; a schedule counts every batch, as in Keras, and what is gathered at the end of an epoch waits
    /// for the next one. None are gathered when left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int? GradientAccumulationSteps
    {
        get => _accumulationSteps;
        init => _accumulationSteps = value is { } steps ? SettingRange.AtLeast(steps, 2, nameof(GradientAccumulationSteps)) : null;
    }

    /// <inheritdoc/>
    public virtual void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (Schedule is { } schedule)
            settings.AddPart(nameof(LearningRate), schedule);
        else
            settings.Add(nameof(LearningRate), LearningRate.Value);
        settings.Add(nameof(WeightDecay), WeightDecay);
        settings.Add(nameof(ClipNorm), ClipNorm);
        settings.Add(nameof(ClipValue), ClipValue);
        settings.Add(nameof(GlobalClipNorm), GlobalClipNorm);
        settings.Add(nameof(UseEma), UseEma);
        settings.Add(nameof(EmaMomentum), EmaMomentum);
        settings.Add(nameof(EmaOverwriteFrequency), EmaOverwriteFrequency);
        settings.Add(nameof(GradientAccumulationSteps), GradientAccumulationSteps);
    }

    /// <summary>
    /// Slots of one float per trainable float: those of the rule, then the average of the weights, then the sum of gradients that wait.
    /// </summary>
    internal int SlotCount => RuleSlots + (UseEma ? 1 : 0) + (GradientAccumulationSteps is null ? 0 : 1);

    /// <summary>Slots of the rule.</summary>
    internal abstract int RuleSlots { get; }

    /// <summary>A fresh state for a network.</summary>
    /// <param name="trainableFloats">Floats of its weights, padding included.</param>
    internal abstract OptimizerState CreateState(int trainableFloats);

    /// <summary>
    /// Begins a step: writes all that it needs of this object into the state, which may share this object with others on other threads.
    /// </summary>
    /// <param name="state">What <see cref="CreateState"/> gave.</param>
    internal void Begin(OptimizerState state)
    {
        var accumulated = GradientAccumulationSteps ?? 1;
        var rate = _rate.Next((state.Iterations * accumulated) + state.Gathered);
        state.Settings = new StepSettings(
            (float)(-rate * (WeightDecay ?? 0)), (float)(ClipValue ?? double.PositiveInfinity), ClipNorm, GlobalClipNorm)
        {
            Accumulated = accumulated,
            OnlyAccumulates = state.Gathered + 1 < accumulated,
            Average = UseEma ? AverageOf(state.Iterations) : null,
        };
        state.Gathered = state.Settings.OnlyAccumulates ? state.Gathered + 1 : 0;
        if (!state.Settings.OnlyAccumulates)
            BeginRule(state, rate);
    }

    /// <summary>How the average of the weights is brought up to date, after so many updates.</summary>
    private AverageStep AverageOf(long updates)
    {
        var kept = updates == 0 ? 0 : EmaMomentum;
        return new AverageStep(
            RuleSlots, (float)kept, (float)(1 - kept), EmaOverwriteFrequency is { } frequency && (updates + 1) % frequency == 0);
    }

    /// <summary>Counts a step and computes the scalars of its rule once, in double.</summary>
    /// <param name="state">What <see cref="CreateState"/> gave.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    private protected abstract void BeginRule(OptimizerState state, double learningRate);

    /// <summary>
    /// x^n by squaring: multiplications only, so that it is the same bits on every machine, which a library's power need not be.
    /// </summary>
    private protected static double Power(double x, long n)
    {
        var power = 1.0;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) != 0)
                power *= x;
        }

        return power;
    }

    // Zero would make 0 / 0 of the padding's zeros; so would what becomes zero in float.
    private protected static double PositiveEpsilon(double value) =>
        float.IsNormal((float)value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException("Epsilon", value, "Epsilon must be a finite number above 1.2e-38.");

    private static double? Clipping(double? value, string name, double? other)
    {
        if (value is not { } bound)
            return null;
        SettingRange.Positive(bound, name);
        return other is null
            ? bound
            : throw new InvalidOperationException("Only one of ClipNorm, ClipValue and GlobalClipNorm can be set.");
    }

    /// <summary>A learning rate that was set; the number of a constant one may be set again.</summary>
    private sealed class RateSetting(double rate, LearningRateSchedule? schedule)
    {
        private double _rate = rate;

        public LearningRateSchedule? Schedule => schedule;

        /// <summary>The constant rate; of a schedule that of the last step, for whoever asks: networks are at steps of their own.</summary>
        public double Rate
        {
            get => Volatile.Read(ref _rate);
            set => Volatile.Write(ref _rate, value);
        }

        /// <summary>The rate of the next step of a network.</summary>
        /// <param name="iterations">Steps that the network has taken.</param>
        public double Next(long iterations)
        {
            if (schedule is null)
                return Rate;
            var rate = SettingRange.NotNegative(schedule.At(iterations), nameof(LearningRate));
            Rate = rate;
            return rate;
        }
    }
}
