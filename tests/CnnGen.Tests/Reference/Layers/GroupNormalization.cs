namespace CnnGen.Tests.Reference.Layers;

/// <summary>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics of each group of channels over all pixels of an image.
/// </summary>
internal sealed class GroupNormalization(string name, Extent input, int groups, double epsilon, bool center, bool scale)
    : NormalizedGroups(name, input, epsilon, center, scale, [input.Channels])
{
    /// <summary>Neighbouring channels of all pixels.</summary>
    protected override IEnumerable<int[]> Groups => Enumerable.Range(0, Input.Size)
        .GroupBy(i => i % Input.Channels / (Input.Channels / groups)).Select(group => group.ToArray());

    protected override int WeightOf(int[] group, int place) => group[place] % Input.Channels;
}
