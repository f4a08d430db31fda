namespace CnnGen.Images;

/// <summary>
/// A picture at another size, bilinear with antialiasing, as PyTorch's <c>interpolate(mode="bilinear", antialias=True)</c>,
/// <c>tf.image.resize(antialias=True)</c> and Pillow do it: where the picture becomes smaller, a pixel of the result is the mean of those
/// that lie below it, weighted by a triangle that is as wide as two pixels of the result.
/// </summary>
internal static class AntialiasedResizing
{
    /// <summary>Resizes a picture; each value is rounded once, to the nearest byte, halves to the even one.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    public static byte[] Run(ByteImage picture, int height, int width)
    {
        var columns = Windows(picture.Width, width);
        var rowSize = width * picture.Channels;
        var resized = new byte[height * rowSize];
        var sums = new double[rowSize];
        foreach (var (y, (first, weights)) in Windows(picture.Height, height).Index())
        {
            Array.Clear(sums);
            for (var k = 0; k < weights.Length; k++)
                AddRow(picture, first + k, columns, weights[k], sums);
            for (var i = 0; i < rowSize; i++)
                resized[(y * rowSize) + i] = (byte)Math.Round(Math.Clamp(sums[i], 0, byte.MaxValue));
        }

        return resized;
    }

    /// <summary>Adds a row of the picture, brought to the result's width and times a weight.</summary>
    private static void AddRow(ByteImage picture, int row, (int First, double[] Weights)[] columns, double weight, double[] sums)
    {
        var channels = picture.Channels;
        var pixels = picture.Pixels.Slice(row * picture.Width * channels, picture.Width * channels);
        for (var x = 0; x < columns.Length; x++)
        {
            var (first, weights) = columns[x];
            for (var c = 0; c < channels; c++)
            {
                var sum = 0.0;
                for (var k = 0; k < weights.Length; k++)
                    sum += weights[k] * pixels[((first + k) * channels) + c];
                sums[(x * channels) + c] += weight * sum;
            }
        }
    }

    /// <summary>
    /// For each pixel of the result the first that counts for it, and the weights of that and those after it, whose sum is 1.
    /// </summary>
    /// <param name="size">Pixels of the picture along an axis.</param>
    /// <param name="target">Pixels of the result.</param>
    private static (int First, double[] Weights)[] Windows(int size, int target)
    {
        var scale = (double)size / target;
        // Half the width of the triangle; where the picture becomes larger it is that of plain bilinear.
        var support = Math.Max(scale, 1);
        var windows = new (int, double[])[target];
        for (var i = 0; i < target; i++)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max((int)(centre - support + 0.5), 0);
            var weights = new double[Math.Min((int)(centre + support + 0.5), size) - first];
            for (var k = 0; k < weights.Length; k++)
                weights[k] = Math.Max(0, 1 - Math.Abs((first + k + 0.5 - centre) / support));
            var sum = weights.Sum();
            windows[i] = (first, Array.ConvertAll(weights, weight => weight / sum));
        }

        return windows;
    }
}
