using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// A rule that changes weights by their gradients, with Keras 3's formulas, names and defaults. It holds settings only; what it remembers
/// of a network (momentum, step) is kept by the network, until that takes a step with another optimizer object or is told to forget it
/// (<see cref="INetwork.ResetOptimizer"/>).
/// </summary>
/// <remarks>
/// Before the rule come, as in Keras, clipping of the gradients and weight decay, w = w - w * WeightDecay * LearningRate.
/// </remarks>
public abstract class Optimizer
{
    private LearningRate _learningRate;
    private double? _weightDecay;
    private double? _clipNorm;
    private double? _clipValue;
    private double? _globalClipNorm;

    private protected Optimizer(LearningRate learningRate) => LearningRate = learningRate;

    /// <summary>
    /// Step size: a number of at least 0, or a schedule, which sets it before every step by the number of steps that the network has taken
    /// with this optimizer. May be changed between steps. This and <see cref="Schedule"/> are one setting, and what is set last counts: a
    /// number here ends a schedule.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, infinite or NaN.</exception>
    public LearningRate LearningRate
    {
        get => _learningRate;
        set => _learningRate = new(NotNegative(value, nameof(LearningRate)), value.Schedule);
    }

    /// <summary>
    /// The schedule of <see cref="LearningRate"/>; null where it is constant. Setting it is the same as giving the schedule to
    /// <see cref="LearningRate"/>; setting null keeps the learning rate of the last step.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Its rate of step 0 is negative, infinite or NaN.</exception>
    public LearningRateSchedule? Schedule
    {
        get => _learningRate.Schedule;
        set => LearningRate = value is null ? _learningRate.Value : value;
    }

    /// <summary>
    /// Weight decay per step, times the learning rate, at least 0; none when left out. It acts on biases, too, as in Keras.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double? WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = value is { } decay ? NotNegative(decay, nameof(WeightDecay)) : null;
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

    /// <summary>Whether gradients are clipped by norms, which are known when the whole gradients are.</summary>
    internal bool ClipsByNorm => ClipNorm is not null || GlobalClipNorm is not null;

    /// <summary>Slots of one float per trainable float.</summary>
    internal abstract int SlotCount { get; }

    /// <summary>A fresh state for a network.</summary>
    /// <param name="trainableFloats">Floats of its weights, padding included.</param>
    internal abstract OptimizerState CreateState(int trainableFloats);

    /// <summary>Begins a step at the scheduled learning rate. Before <see cref="Update"/>, on one thread.</summary>
    /// <param name="state">What <see cref="CreateState"/> gave.</param>
    internal void BeginStep(OptimizerState state)
    {
        if (Schedule is { } schedule)
            LearningRate = new(schedule.At(state.Iterations), schedule);
        Begin(state);
    }

    /// <summary>Counts a step and computes its scalars once, in double.</summary>
    /// <param name="state">What <see cref="CreateState"/> gave.</param>
    internal abstract void Begin(OptimizerState state);

    /// <summary>Clips gradients by norm, in place, where that is set. After <see cref="Begin"/>, on one thread.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="gradients">The gradients of all trainable floats.</param>
    /// <param name="variables">Where the variables lie.</param>
    internal unsafe void Clip(InstructionSet instructionSet, float* gradients, ReadOnlySpan<VariableRange> variables)
    {
        if (ClipNorm is { } norm)
        {
            foreach (var variable in variables)
            {
                var sum = GradientNorm.SumOfSquares(instructionSet, gradients, variable);
                GradientNorm.ScaleDown(instructionSet, gradients, variable, sum, norm);
            }
        }

        if (GlobalClipNorm is { } globalNorm)
        {
            var total = 0.0;
            foreach (var variable in variables)
                total += GradientNorm.SumOfSquares(instructionSet, gradients, variable);
            foreach (var variable in variables)
                GradientNorm.ScaleDown(instructionSet, gradients, variable, total, globalNorm);
        }
    }

    /// <summary>
    /// Updates a range of weights: clipping by value, weight decay and the rule in one pass. Disjoint ranges may run at once on several
    /// threads;
    /// ranges that are multiples of 16 floats have no scalar tail.
    /// </summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="state">The state of the step that <see cref="Begin"/> began.</param>
    /// <param name="weights">All trainable floats.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="start">The first float of the range.</param>
    /// <param name="count">Floats of the range.</param>
    internal unsafe void Update(
        InstructionSet instructionSet, OptimizerState state, float* weights, float* gradients, int start, int count) =>
        state.Update(
            instructionSet,
            (float)(-LearningRate * (WeightDecay ?? 0)),
            (float)(ClipValue ?? double.PositiveInfinity),
            weights,
            gradients,
            start,
            count);

    internal static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number, at least 0.");

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

    private protected static double Fraction(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in [0, 1).");

    // Zero would make 0 / 0 of the padding's zeros; so would what becomes zero in float.
    private protected static double PositiveEpsilon(double value) =>
        float.IsNormal((float)value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException("Epsilon", value, "Epsilon must be a finite number above 1.2e-38.");

    private static double? Clipping(double? value, string name, double? other)
    {
        if (value is not { } bound)
            return null;
        if (!(bound > 0 && double.IsFinite(bound)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number above 0.");
        return other is null
            ? bound
            : throw new InvalidOperationException("Only one of ClipNorm, ClipValue and GlobalClipNorm can be set.");
    }
}
