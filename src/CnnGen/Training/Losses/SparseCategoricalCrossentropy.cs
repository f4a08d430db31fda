using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -log(p), p being the probability that a softmax at the end of the network gives the true class; Keras'
/// <c>SparseCategoricalCrossentropy</c>. Targets are classes: one for an image, or one for each position of a map, over which the mean is
/// taken.
/// </summary>
/// <remarks>
/// With a softmax over one vector at the end of a compiled network it is one: computed from the logits as log(sum(exp(x - max))) -
/// (x[class] - max), so that a sure and wrong answer has its true loss, which may be in the hundreds, and the gradient of the logits is p -
/// onehot(class), without a second pass. With <see cref="FromLogits"/> it is the same anywhere. From the probabilities of a map, or with an
/// <see cref="IgnoreClass"/>, the loss is at most 87.3; the gradient of the logits is p - onehot(class) there, too.
/// </remarks>
public sealed class SparseCategoricalCrossentropy : Loss, IHasSettings
{
    internal static readonly SparseCategoricalCrossentropy Default = new();

    // Positions whose logarithms are computed together.
    private const int Block = 256;

    /// <summary>
    /// Whether outputs are logits, which a softmax would make probabilities of; false, for a network that ends in a softmax, when left out.
    /// </summary>
    public bool FromLogits { get; init; }

    /// <summary>
    /// A class, in the range of the others or not, whose positions are left out, such as the 255 of pixels that nobody labelled; none when
    /// left out. The loss of an image is the mean over its other positions, and 0 where there are none. Metrics leave them out, too.
    /// </summary>
    public int? IgnoreClass { get; init; }

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Classes;

    internal override bool FusesWithSoftmax => !FromLogits && IgnoreClass is null;

    internal override bool GivesLogitsGradients(Activation? end) => !FromLogits && end == Activation.Softmax;

    internal override int? ClassToIgnore => IgnoreClass;

    /// <summary>
    /// The loss of one vector. From probabilities alone, where logits are not known, it is -log(p / S), p being at least the smallest
    /// normal float (a loss of at most 87.3), and S the sum of all; the gradient is 1 / S, at the class less 1 / p.
    /// </summary>
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients) =>
        ComputeScaled(new LossCall(InstructionSets.Best, outputs, targets, gradients));

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(FromLogits), FromLogits);
        settings.Add(nameof(IgnoreClass), IgnoreClass);
    }

    /// <inheritdoc/>
    public override void CheckNetwork(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var info = network.Info;
        if (FromLogits)
        {
            NetworkEnds.CheckProbabilities(network, this, FromLogits);
        }
        else if (info.OutputActivation is { } activation && activation != Activation.Softmax)
        {
            throw new InvalidOperationException(
                $"Sparse categorical cross-entropy needs a softmax at the end, but {info.Name} ends in {NetworkEnds.Describe(info)}:"
                + $" {NetworkEnds.SoftmaxFor(info)}, set FromLogits = true where outputs are logits, or choose"
                + " another loss, such as MeanSquaredError.");
        }
    }

    internal override IReadOnlyList<Metric> DefaultMetrics() => [new SparseCategoricalAccuracy()];

    internal override unsafe double ComputeScaled(in LossCall call)
    {
        var outputs = call.Outputs;
        var classes = call.Targets.Classes;
        var gradients = call.Gradients;
        var (channels, positions) = (call.Channels, outputs.Length / call.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(classes.Length, positions, "targets");
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, outputs.Length, nameof(gradients));
        var valid = classes.Length - (IgnoreClass is { } ignored ? classes.Count(ignored) : 0);
        if (valid == 0)
        {
            gradients.Clear();
            return 0;
        }

        var scale = call.Scale / valid;
        fixed (float* output = outputs, gradient = gradients)
        {
            var image = new LossImage(call.InstructionSet, output, output, gradient, outputs.Length, call.OfLogits);
            var sum = call.OfLogits ? OfSoftmax(image, classes, channels, scale)
                : FromLogits && channels < PositionSoftmax.ManyChannels ? OfFewLogits(image, classes, channels, scale)
                : OfPositions(image, classes, channels, scale);
            return sum / valid;
        }
    }

    /// <summary>The sum over positions, one after the other: of logits, or of probabilities whose sum need not be 1.</summary>
    private unsafe double OfPositions(in LossImage image, ReadOnlySpan<int> classes, int channels, float scale)
    {
        var sum = 0.0;
        for (var position = 0; position < classes.Length; position++)
        {
            var label = classes[position];
            var vector = image.Slice(position * channels, channels);
            var gradients = new Span<float>(vector.Gradients, channels);
            if (label == IgnoreClass)
            {
                gradients.Clear();
                continue;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)channels, "targets");
            sum += FromLogits
                ? SoftmaxCrossEntropy.Apply(
                    image.InstructionSet, vector.Outputs, vector.Gradients, channels, label, scale, vector.Gradients)
                : OfProbabilities(new(vector.Outputs, channels), label, gradients, scale);
        }

        return sum;
    }

    /// <summary>
    /// The sum over positions behind a softmax, whose probabilities have a sum of 1: -log(p), and p - onehot(class) for the logits.
    /// </summary>
    private unsafe double OfSoftmax(in LossImage image, ReadOnlySpan<int> classes, int channels, float scale)
    {
        image.Sum(default(OutputItself), scale);
        var own = stackalloc float[Block];
        var (sum, count) = (0.0, 0);
        for (var position = 0; position < classes.Length; position++)
        {
            var (first, label) = (position * channels, classes[position]);
            if (label == IgnoreClass)
            {
                new Span<float>(image.Gradients + first, channels).Clear();
                continue;
            }

            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)channels, "targets");
            own[count++] = image.Outputs[first + label];
            image.Gradients[first + label] = (image.Outputs[first + label] - 1) * scale;
            if (count == Block)
                (sum, count) = (sum + Logarithms(image.InstructionSet, own, count), 0);
        }

        return sum + Logarithms(image.InstructionSet, own, count);
    }

    /// <summary>The sum over positions of logits: log(sum(exp(x - max))) - (x[class] - max), and p - onehot(class).</summary>
    private unsafe double OfFewLogits(in LossImage image, ReadOnlySpan<int> classes, int channels, float scale)
    {
        float* maxima = stackalloc float[PositionSoftmax.Positions], logarithms = stackalloc float[PositionSoftmax.Positions];
        var sum = 0.0;
        for (var start = 0; start < classes.Length; start += PositionSoftmax.Positions)
        {
            var labels = classes.Slice(start, Math.Min(PositionSoftmax.Positions, classes.Length - start));
            var block = image.Slice(start * channels, labels.Length * channels);
            PositionSoftmax.Apply(block, channels, maxima, logarithms);
            for (var position = 0; position < labels.Length; position++)
            {
                var (first, label) = (position * channels, labels[position]);
                if (label == IgnoreClass)
                {
                    new Span<float>(block.Gradients + first, channels).Clear();
                    continue;
                }

                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)channels, "targets");
                block.Gradients[first + label] -= 1;
                sum += logarithms[position] - (block.Outputs[first + label] - maxima[position]);
            }
        }

        image.Of(image.Gradients, image.Gradients, image.Gradients, image.Count).Sum(default(OutputItself), scale);

        return sum;
    }

    /// <summary>The sum of -log(p); p is overwritten.</summary>
    private static unsafe double Logarithms(InstructionSet instructionSet, float* probabilities, int count) =>
        new LossImage(instructionSet, probabilities, probabilities, probabilities, count, false).Sum(default(NegativeLogarithm), 1);

    private static double OfProbabilities(ReadOnlySpan<float> probabilities, int label, Span<float> gradients, float scale)
    {
        var sum = 0f;
        foreach (var each in probabilities)
            sum += each;
        var probability = AtLeast(probabilities[label], ProbabilityRange.LeastProbability);
        gradients.Fill(scale / sum);
        gradients[label] -= scale / AtLeast(probability, ProbabilityRange.LeastDivisor);
        return (double)Elementary.Log<Lanes1, float>(sum) - Elementary.Log<Lanes1, float>(probability);
    }

    /// <summary>What is no number stays none.</summary>
    private static float AtLeast(float value, float least) => value < least ? least : value;

    private readonly record struct NegativeLogarithm : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = output;
            return L.Subtract(L.Create(0f), Elementary.Log<L, V>(Magnitude.AtLeast<L, V>(output, ProbabilityRange.LeastProbability)));
        }
    }
}
