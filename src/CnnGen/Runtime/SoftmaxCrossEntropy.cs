using System.Runtime.Intrinsics;

namespace CnnGen.Runtime;

/// <summary>
/// Softmax and sparse categorical cross-entropy of one row in one, so that no small probability is ever divided by or rounded away.
/// </summary>
/// <remarks>The bits do not depend on the vector width. Pointers need no alignment; nothing outside the given count is touched.</remarks>
public static unsafe class SoftmaxCrossEntropy
{
    /// <summary>
    /// Probabilities, loss = log(sum(exp(x - max))) - (x[label] - max), and the gradient of the logits, (p - onehot(label)) * scale.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="logits">count values.</param>
    /// <param name="probabilities">Room for count values; may be <paramref name="logits"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    /// <param name="label">The true class, in [0, count).</param>
    /// <param name="gradientScale">What gradients are multiplied with: 1 / batch size for the mean over a batch.</param>
    /// <param name="logitsGradient">Room for count values; may be <paramref name="probabilities"/> or <paramref name="logits"/>.</param>
    /// <returns>The loss of this row, not scaled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is no class.</exception>
    public static float Apply<L, V>(float* logits, float* probabilities, int count, int label, float gradientScale, float* logitsGradient)
        where L : ILanes<V>
        where V : unmanaged
    {
        var loss = Forward<L, V>(logits, probabilities, count, label);
        var ofLabel = (probabilities[label] - 1f) * gradientScale;
        var i = 0;
        for (var scale = L.Create(gradientScale); i <= count - L.Count; i += L.Count)
            L.Store(L.Multiply(L.Load(probabilities + i), scale), logitsGradient + i);
        for (; i < count; i++)
            logitsGradient[i] = probabilities[i] * gradientScale;
        logitsGradient[label] = ofLabel;
        return loss;
    }

    /// <summary>
    /// Probabilities and losses of images in prediction, to the bit those of <see cref="Softmax.Forward"/> and of training.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="logits">count values of the first image.</param>
    /// <param name="probabilities">Room for those of the first image; may be <paramref name="logits"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    /// <param name="labels">The true class of each image, in [0, count).</param>
    /// <param name="losses">Room for the loss of each image.</param>
    /// <param name="imageStride">Floats from an image's logits, and probabilities, to the next one's.</param>
    /// <param name="images">How many images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public static void Forward<L, V>(
        float* logits, float* probabilities, int count, int* labels, float* losses, nint imageStride, int images)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var image = 0; image < images; image++, logits += imageStride, probabilities += imageStride)
            losses[image] = Forward<L, V>(logits, probabilities, count, labels[image]);
    }

    /// <summary>The same with the instruction set chosen at run time.</summary>
    /// <param name="instructionSet">One the machine supports.</param>
    /// <param name="logits">count values.</param>
    /// <param name="probabilities">Room for count values; may be <paramref name="logits"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    /// <param name="label">The true class, in [0, count).</param>
    /// <param name="gradientScale">What gradients are multiplied with: 1 / batch size for the mean over a batch.</param>
    /// <param name="logitsGradient">Room for count values; may be <paramref name="probabilities"/> or <paramref name="logits"/>.</param>
    /// <returns>The loss of this row, not scaled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is no class.</exception>
    public static float Apply(
        InstructionSet instructionSet,
        float* logits,
        float* probabilities,
        int count,
        int label,
        float gradientScale,
        float* logitsGradient) => instructionSet switch
        {
            InstructionSet.Avx512 => Apply<Lanes512, Vector512<float>>(logits, probabilities, count, label, gradientScale, logitsGradient),
            InstructionSet.Avx2 => Apply<Lanes256, Vector256<float>>(logits, probabilities, count, label, gradientScale, logitsGradient),
            InstructionSet.Vector128 =>
                Apply<Lanes128, Vector128<float>>(logits, probabilities, count, label, gradientScale, logitsGradient),
            _ => Apply<Lanes1, float>(logits, probabilities, count, label, gradientScale, logitsGradient),
        };

    /// <summary>Probabilities and loss of one row.</summary>
    private static float Forward<L, V>(float* logits, float* probabilities, int count, int label)
        where L : ILanes<V>
        where V : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)count, nameof(label));
        var max = Softmax.Max(logits, count);
        // Before the probabilities may take the place of the logits.
        var shifted = logits[label] - max;
        var sum = Softmax.Exponentials<L, V>(logits, probabilities, count, max);
        Softmax.Normalize<L, V>(probabilities, count, sum);
        return Elementary.Log<Lanes1, float>(sum) - shifted;
    }
}
