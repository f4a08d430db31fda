using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -cos of the angle between the outputs and the targets of a position, and the mean over the positions of an image; Keras'
/// <c>CosineSimilarity</c>: -1 where they point the same way, 1 where they point opposite ways. Lengths count as 1e-7 at least.
/// </summary>
public sealed class CosineSimilarity : ValueLoss
{
    // Positions whose lengths are computed together.
    private const int Block = 64;

    private const float LeastSquare = 1e-14f;

    private protected override unsafe double Compute(in LossImage image, float scale, int channels)
    {
        var positions = image.Count / channels;
        float* squares = stackalloc float[Block], targetSquares = stackalloc float[Block], products = stackalloc float[Block];
        var sum = 0.0;
        for (var position = 0; position < positions; position += Block)
        {
            var some = Math.Min(Block, positions - position);
            var block = image.Slice(position * channels, some * channels);
            for (var i = 0; i < some; i++)
                (squares[i], targetSquares[i], products[i]) = Products(block.Slice(i * channels, channels));
            // The room of the targets' squares is left with 1 / length, that of the products with the similarities, and that of the
            // squares with what is towards the outputs.
            block.Of(squares, targetSquares, targetSquares, some).Sum(default(InverseLength), 1);
            sum += block.Of(products, targetSquares, products, some).Sum(default(Similarity), 1);
            block.Of(squares, products, squares, some).Sum(default(Towards), 1);
            for (var i = 0; i < some; i++)
            {
                var vector = block.Slice(i * channels, channels);
                var (towards, inverse) = (squares[i] * scale / positions, targetSquares[i] * scale / positions);
                for (var channel = 0; channel < channels; channel++)
                    vector.Gradients[channel] = (vector.Outputs[channel] * towards) - (vector.Targets[channel] * inverse);
            }
        }

        return -sum / positions;
    }

    /// <summary>The square of the outputs, that of the targets, and the product of both.</summary>
    private static unsafe (float Outputs, float Targets, float Both) Products(in LossImage vector)
    {
        if (vector.Count >= PositionSoftmax.ManyChannels)
        {
            return (
                (float)vector.Sum(new Product(OfTarget: false, TimesTarget: false), 1),
                (float)vector.Sum(new Product(OfTarget: true, TimesTarget: true), 1),
                (float)vector.Sum(new Product(OfTarget: false, TimesTarget: true), 1));
        }

        var (outputs, targets, both) = (0f, 0f, 0f);
        for (var i = 0; i < vector.Count; i++)
        {
            var (output, target) = (vector.Outputs[i], vector.Targets[i]);
            outputs += output * output;
            targets += target * target;
            both += output * target;
        }

        return (outputs, targets, both);
    }

    /// <summary>The square of either, or the product of both.</summary>
    private readonly record struct Product(bool OfTarget, bool TimesTarget) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = TimesTarget ? target : output;
            return L.Multiply(OfTarget ? target : output, slope);
        }
    }

    /// <summary>1 / the product of two lengths, from their squares.</summary>
    private readonly record struct InverseLength : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var length = L.Sqrt(Magnitude.AtLeast<L, V>(output, LeastSquare));
            slope = L.Divide(L.Create(1f), L.Multiply(length, L.Sqrt(Magnitude.AtLeast<L, V>(target, LeastSquare))));
            return slope;
        }
    }

    /// <summary>The product of both.</summary>
    private readonly record struct Similarity : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = L.Multiply(output, target);
            return slope;
        }
    }

    /// <summary>A similarity by a square; 0 where that counts as the least one, which does not change with the outputs.</summary>
    private readonly record struct Towards : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = L.SelectLess(output, L.Create(LeastSquare), L.Create(0f), L.Divide(target, output));
            return slope;
        }
    }
}
