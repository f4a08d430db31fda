using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of (output - target)^2 over the outputs of an image; Keras' <c>MeanSquaredError</c>. Targets are floats of the output's shape,
/// whatever that is: a number, a vector, a map. The gradient is 2 (output - target) / outputs.
/// </summary>
/// <remarks>The network may end in anything. The bits are the same in every instruction set with fused multiply-add.</remarks>
public sealed class MeanSquaredError : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var error = L.Subtract(output, target);
            slope = L.Add(error, error);
            return L.Multiply(error, error);
        }
    }
}
