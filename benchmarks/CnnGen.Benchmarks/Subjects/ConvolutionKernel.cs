namespace CnnGen.Benchmarks;

/// <summary>One convolution of a network in one direction.</summary>
/// <param name="Name">
/// <c>conv2_fwd</c>: the number among the convolutions, from 1, and <c>fwd</c>, <c>bwdd</c> (input gradient) or <c>bwdw</c> (weight
/// gradient).
/// </param>
/// <param name="Layer">Its index among the layers.</param>
/// <param name="Direction">The direction.</param>
/// <param name="FlopsPerImage">Two for each multiply-add of the direct algorithm; the same in every direction.</param>
internal sealed record ConvolutionKernel(string Name, int Layer, LayerDirection Direction, double FlopsPerImage)
{
    /// <summary>All of a network, in the order of layers. The first convolution has no input gradient: nothing before it learns.</summary>
    /// <param name="info">The network.</param>
    public static IEnumerable<ConvolutionKernel> All(NetworkInfo info)
    {
        var number = 0;
        for (var i = 0; i < info.Layers.Count; i++)
        {
            if (info.Layers[i].Kind != "Conv2D")
                continue;
            number++;
            var flops = 2.0 * info.Layers[i].MultiplyAdds;
            yield return new($"conv{number}_fwd", i, LayerDirection.Forward, flops);
            if (number > 1)
                yield return new($"conv{number}_bwdd", i, LayerDirection.InputGradient, flops);
            yield return new($"conv{number}_bwdw", i, LayerDirection.WeightGradient, flops);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
