using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// The gradients of a factor and a summand of each channel: the way back leaves what an image gives, and when it is done all images are put
/// together in order.
/// </summary>
internal static class ImageSums
{
    /// <summary>What a layer asks for: a row for beta and one for gamma.</summary>
    public static int FloatsOf(Layer layer) => 2 * LanesOf(layer);

    /// <summary>Floats of a row.</summary>
    public static int LanesOf(Layer layer) => new Tensor(layer.OutputShape, default).ChannelStride;

    /// <summary>How the images are put together; null where the layer has neither.</summary>
    public static WeightGradient? GradientOf(Layer layer, PlanningContext context)
    {
        var (gamma, beta) = (context.Parameters.OffsetOf(layer, "gamma"), context.Parameters.OffsetOf(layer, "beta"));
        if ((gamma ?? beta) is not { } first)
            return null;
        var ofBeta = context.Places[layer.Index].WeightSums!;
        var ofGamma = ofBeta with { Offset = ofBeta.Offset + LanesOf(layer) };
        var places = new GradientPlaces(layer.Name, gamma is null ? ofBeta : ofGamma, ofBeta, first, gamma is null ? null : beta);
        return new(places, new ImageSumsGradient(layer.OutputShape.Channels, places.BiasOffset is not null));
    }
}

/// <summary>Adds up what all images gave, in order: of one parameter or of two.</summary>
/// <param name="Channels">Values of a parameter.</param>
/// <param name="AreTwo">Whether there are two.</param>
internal sealed record ImageSumsGradient(int Channels, bool AreTwo) : DirectGradientKernel
{
    public override int ItemsOf(int target) => 1;

    /// <summary>One double a cycle is what adding them in order allows.</summary>
    public override double CyclesOf(int target) => Channels * (AreTwo ? 2 : 1);
}
