using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>The gradient of a bias: the sum of the output's gradient over all images and pixels, in order.</summary>
/// <typeparam name="L">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
public static unsafe class BiasGradient<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    /// <summary>Sums.</summary>
    /// <param name="dy">The gradient of the first image's first pixel.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="rowStep">Floats from one row to the next.</param>
    /// <param name="columns">Columns of pixels.</param>
    /// <param name="columnStep">Floats from one pixel to the next.</param>
    /// <param name="imageStride">Floats from one image to the next.</param>
    /// <param name="count">Images.</param>
    /// <param name="biasGradient">Room for the sums.</param>
    /// <param name="channels">How many, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(
        float* dy, int rows, nint rowStep, int columns, nint columnStep, nint imageStride, int count, float* biasGradient, int channels)
    {
        for (; channels >= 4 * L.Count; channels -= 4 * L.Count, biasGradient += 4 * L.Count, dy += 4 * L.Count)
        {
            // Four sums at a time, which do not wait for each other.
            var sum0 = L.Create(0);
            var (sum1, sum2, sum3) = (sum0, sum0, sum0);
            for (var image = 0; image < count; image++)
            {
                for (var row = 0; row < rows; row++)
                {
                    var pixel = dy + image * imageStride + row * rowStep;
                    for (var column = 0; column < columns; column++, pixel += columnStep)
                    {
                        sum0 = L.Add(sum0, L.Load(pixel));
                        sum1 = L.Add(sum1, L.Load(pixel + L.Count));
                        sum2 = L.Add(sum2, L.Load(pixel + 2 * L.Count));
                        sum3 = L.Add(sum3, L.Load(pixel + 3 * L.Count));
                    }
                }
            }

            L.Store(sum0, biasGradient);
            L.Store(sum1, biasGradient + L.Count);
            L.Store(sum2, biasGradient + 2 * L.Count);
            L.Store(sum3, biasGradient + 3 * L.Count);
        }

        for (; channels > 0; channels -= 2 * L.Count, biasGradient += 2 * L.Count, dy += 2 * L.Count)
        {
            // The last one alone is summed twice.
            var second = Math.Min(L.Count, channels - L.Count);
            var sum0 = L.Create(0);
            var sum1 = sum0;
            for (var image = 0; image < count; image++)
            {
                for (var row = 0; row < rows; row++)
                {
                    var pixel = dy + image * imageStride + row * rowStep;
                    for (var column = 0; column < columns; column++, pixel += columnStep)
                    {
                        sum0 = L.Add(sum0, L.Load(pixel));
                        sum1 = L.Add(sum1, L.Load(pixel + second));
                    }
                }
            }

            L.Store(sum0, biasGradient);
            L.Store(sum1, biasGradient + second);
        }
    }
}
