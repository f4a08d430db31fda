using System.Runtime.Intrinsics;

namespace CnnGen;

/// <summary>
/// Makes the columns of a matrix orthonormal: the Q of its QR decomposition whose R has a positive diagonal, which is the one that Keras'
/// <c>Orthogonal</c> makes by flipping signs.
/// </summary>
/// <remarks>
/// By Gram and Schmidt, modified: nothing but + - * / and square roots of doubles in one order, so the bits are the same on every machine.
/// What it loses, about 1e-16 times the condition of a random matrix, single precision does not show.
/// </remarks>
internal static unsafe class Orthonormal
{
    /// <summary>Makes them.</summary>
    /// <param name="matrix">The columns, one after the other.</param>
    /// <param name="rows">Its rows, at least as many as columns.</param>
    /// <param name="columns">Its columns.</param>
    public static void Make(double* matrix, int rows, int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            var current = matrix + (long)column * rows;
            for (var before = 0; before < column; before++)
            {
                var direction = matrix + (long)before * rows;
                Subtract(current, direction, Dot(current, direction, rows), rows);
            }

            var norm = Math.Sqrt(Dot(current, current, rows));
            for (var row = 0; row < rows; row++)
                current[row] /= norm;
        }
    }

    /// <summary>Eight running sums by index modulo 8, added up in order, whatever vectors the machine has.</summary>
    private static double Dot(double* a, double* b, int count)
    {
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= count - 8; i += 8)
        {
            low += Vector256.Load(a + i) * Vector256.Load(b + i);
            high += Vector256.Load(a + i + 4) * Vector256.Load(b + i + 4);
        }

        var sum = 0.0;
        for (var lane = 0; lane < 4; lane++)
            sum += low[lane];
        for (var lane = 0; lane < 4; lane++)
            sum += high[lane];
        for (; i < count; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>a = a - factor * b.</summary>
    private static void Subtract(double* a, double* b, double factor, int count)
    {
        var factors = Vector256.Create(factor);
        var i = 0;
        for (; i <= count - 4; i += 4)
            (Vector256.Load(a + i) - factors * Vector256.Load(b + i)).Store(a + i);
        for (; i < count; i++)
            a[i] -= factor * b[i];
    }
}
