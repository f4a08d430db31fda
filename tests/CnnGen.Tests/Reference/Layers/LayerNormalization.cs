namespace CnnGen.Tests.Reference.Layers;

/// <summary>y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with statistics and weights along some axes.</summary>
internal sealed class LayerNormalization(string name, Extent input, double epsilon, bool center, bool scale, int[] axes)
    : NormalizedGroups(name, input, epsilon, center, scale, AxisGroups.Extents(input, axes))
{
    private readonly int[][] _groups = AxisGroups.Of(input, axes);

    protected override IEnumerable<int[]> Groups => _groups;

    protected override int WeightOf(int[] group, int place) => place;
}
