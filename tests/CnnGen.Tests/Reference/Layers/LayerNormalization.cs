namespace CnnGen.Tests.Reference.Layers;

/// <summary>y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each pixel's channels.</summary>
internal sealed class LayerNormalization(string name, Extent input, double epsilon, bool center, bool scale)
    : NormalizedGroups(name, input, epsilon, center, scale)
{
    /// <summary>The channels of a pixel.</summary>
    protected override IEnumerable<int[]> Groups =>
        Enumerable.Range(0, Input.Size).Chunk(Input.Channels);
}
