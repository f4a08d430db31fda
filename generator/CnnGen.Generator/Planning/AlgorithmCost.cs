namespace CnnGen.Generator.Planning;

/// <summary>
/// Estimated cycles of a convolution for one image, counted in vectors of 16 lanes on a core with two fused multiply-add pipes. Narrower vectors multiply all
/// that is computed by the same factor, so the order of the algorithms stays.
/// </summary>
internal static class AlgorithmCost
{
    private const int Lanes = 16;
    private const double PipesPerCycle = 2;

    /// <summary>Share of the pipes' peak that direct convolutions reach.</summary>
    private const double DirectEfficiency = 0.95;

    /// <summary>Share of the pipes' peak that the products between Winograd's transforms reach.</summary>
    private const double ProductEfficiency = 0.85;

    /// <summary>Forward or input gradient: <paramref name="rows"/> x <paramref name="columns"/> pixels of <paramref name="outputs"/> channels from <paramref name="inputs"/> channels.</summary>
    public static double OfProduct(ConvolutionAlgorithm algorithm, int rows, int columns, int inputs, int outputs)
    {
        var (inputVectors, outputVectors) = (Vectors(inputs), Vectors(outputs));
        if (!algorithm.IsWinograd)
            return 9.0 * rows * columns * inputs * outputVectors / PipesPerCycle / DirectEfficiency;
        var grid = algorithm.Grid(rows, columns);
        return grid.Tiles * ((grid.Frequencies * (double)inputs * outputVectors / PipesPerCycle / ProductEfficiency)
            + (InputTransform(grid) * inputVectors) + (OutputTransform(grid) * outputVectors));
    }

    /// <summary>Weight gradient of a kernel [3, 3, inputs, outputs] from <paramref name="rows"/> x <paramref name="columns"/> pixels.</summary>
    public static double OfWeightGradient(ConvolutionAlgorithm algorithm, int rows, int columns, int inputs, int outputs)
    {
        var (inputVectors, outputVectors) = (Vectors(inputs), Vectors(outputs));
        if (!algorithm.IsWinograd)
            return 9.0 * rows * columns * inputs * outputVectors / PipesPerCycle / DirectEfficiency;
        var grid = algorithm.Grid(rows, columns);
        return grid.Tiles * ((grid.Frequencies * (double)inputs * outputVectors / PipesPerCycle / ProductEfficiency)
            + (InputTransform(grid) * inputVectors) + (InputTransform(grid) * outputVectors));
    }

    // A frequency is loaded, transformed in two steps and stored, some of it through cache levels beyond the first.
    private static double InputTransform(WinogradGrid grid) => 6.0 * grid.Frequencies;

    private static double OutputTransform(WinogradGrid grid) => 4.0 * grid.Frequencies;

    private static int Vectors(int channels) => (channels + Lanes - 1) / Lanes;
}
