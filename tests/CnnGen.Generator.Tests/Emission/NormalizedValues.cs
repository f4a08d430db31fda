using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>
/// y = gamma * n + beta, with n = (x - mean) / sqrt(variance + epsilon) and statistics of groups of an image's values: in double precision,
/// forward and backward, on dense images.
/// </summary>
internal sealed class NormalizedValues
{
    private readonly Shape _shape;

    /// <param name="shape">Of an image.</param>
    /// <param name="groupOf">The group of a value of an image, by its index.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public NormalizedValues(Shape shape, Func<int, int> groupOf, double epsilon)
    {
        _shape = shape;
        (X, Dy) = (KernelCase.Values(shape.Size, seed: 1), KernelCase.Values(shape.Size, seed: 2));
        (Gamma, Beta) = (KernelCase.Values(shape.Channels, seed: 3), KernelCase.Values(shape.Channels, seed: 4));
        (Mean, Deviation, OfGradient, OfInput) = (new double[X.Length], new double[X.Length], new double[X.Length], new double[X.Length]);
        (Y, Dx) = (new double[X.Length], new double[X.Length]);
        foreach (var group in Enumerable.Range(0, X.Length).GroupBy(i => (i / shape.Size, groupOf(i % shape.Size))))
        {
            var mean = group.Average(i => (double)X[i]);
            var deviation = 1 / Math.Sqrt(group.Average(i => (X[i] - mean) * (X[i] - mean)) + epsilon);
            double Normalized(int i) => (X[i] - mean) * deviation;
            double Gradient(int i) => (double)Dy[i] * Gamma[i % shape.Channels];
            var (gradient, product) = (group.Average(Gradient), group.Average(i => Gradient(i) * Normalized(i)));
            foreach (var i in group)
            {
                (Mean[i], Deviation[i]) = (mean, deviation);
                (OfGradient[i], OfInput[i]) = (-deviation * gradient, -deviation * deviation * product);
                Y[i] = (Normalized(i) * Gamma[i % shape.Channels]) + Beta[i % shape.Channels];
                Dx[i] = deviation * (Gradient(i) - gradient - (Normalized(i) * product));
            }
        }
    }

    public float[] X { get; }

    public float[] Dy { get; }

    /// <summary>Those of the first image are meant.</summary>
    public float[] Gamma { get; }

    /// <summary>Likewise.</summary>
    public float[] Beta { get; }

    /// <summary>That of the group of each value.</summary>
    public double[] Mean { get; }

    /// <summary>1 / sqrt(variance + epsilon), likewise.</summary>
    public double[] Deviation { get; }

    /// <summary>What a gradient of the input has as summand.</summary>
    public double[] OfGradient { get; }

    /// <summary>What it has as factor of x - mean.</summary>
    public double[] OfInput { get; }

    public double[] Y { get; }

    public double[] Dx { get; }

    /// <summary>Rows of one value for each channel, image by image, of the indices of the channel's values.</summary>
    public double[] Table(params Func<int[], double>[] rows) =>
    [
        .. from image in Enumerable.Range(0, KernelCase.Images)
        from row in rows
        from channel in Enumerable.Range(0, _shape.Channels)
        select row([.. Enumerable.Range(0, _shape.Height * _shape.Width)
            .Select(pixel => (image * _shape.Size) + (pixel * _shape.Channels) + channel)]),
    ];
}
