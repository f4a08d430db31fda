namespace CnnGen.Generator.Graph.Layers;

/// <summary>Parameter lists that several layers share.</summary>
internal static class ParameterShapes
{
    /// <summary>What follows a kernel: a bias for each of its outputs where wanted.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bias">What is said of the bias.</param>
    /// <param name="useBias">Whether there is one.</param>
    public static EquatableArray<ParameterShape> WithBias(ParameterShape kernel, WeightSettings bias, bool useBias) =>
        new(useBias ? [kernel, bias.Of("bias", kernel.Columns)] : [kernel]);

    /// <summary>A factor for each channel and a summand, each where wanted.</summary>
    /// <param name="channels">The channels, or the extents of some axes.</param>
    /// <param name="gamma">What is said of the factor; null where there is none.</param>
    /// <param name="beta">What is said of the summand; null where there is none.</param>
    public static EquatableArray<ParameterShape> GammaAndBeta(int[] channels, WeightSettings? gamma, WeightSettings? beta)
    {
        // Kernels take all of them for channels.
        var columns = channels.Aggregate(1, (a, b) => a * b);
        var parameters = new List<ParameterShape>();
        if (gamma is not null)
            parameters.Add(gamma.Of("gamma", channels) with { Columns = columns });
        if (beta is not null)
            parameters.Add(beta.Of("beta", channels) with { Columns = columns });
        return new(parameters);
    }

    /// <summary>What an attribute says of gamma and beta, of those that it has.</summary>
    /// <param name="layer">The attribute.</param>
    /// <param name="scale">Whether there is a gamma.</param>
    /// <param name="center">Whether there is a beta.</param>
    /// <param name="rank">How many extents they have.</param>
    public static (WeightSettings Gamma, WeightSettings Beta) ReadGammaAndBeta(LayerReader layer, bool scale, bool center, int rank) =>
        (WeightReader.Read(layer, "Gamma", WeightSettings.Ones, rank, scale, "Scale"),
            WeightReader.Read(layer, "Beta", WeightSettings.Zeros, rank, center, "Center"));
}
