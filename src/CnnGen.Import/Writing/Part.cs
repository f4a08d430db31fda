using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>A run of layers that one value enters, and that only what its last layer gives leaves: it can be the use of a block.</summary>
internal sealed class Part
{
    /// <summary>Looks at a run of layers.</summary>
    /// <param name="all">The layers of the network.</param>
    /// <param name="start">The place of the first.</param>
    /// <param name="length">How many they are.</param>
    /// <param name="input">The place of the layer whose value enters.</param>
    public Part(IReadOnlyList<ImportedLayer> all, int start, int length, int input)
    {
        (Start, Input, InputLayer) = (start, input, all[input]);
        Layers = [.. all.Skip(start).Take(length)];
        Sizes = [.. Layers.SelectMany(BlockSize.Of)];
        List<ImportedLayer> weighted = [.. Layers.Where(layer => layer.Tensors.Count > 0)];
        IsFrozen = weighted.Count > 0 && weighted.TrueForAll(layer => layer.IsFrozen);
        FrozenLayers = IsFrozen ? "" : string.Concat(Layers.Select(layer => layer.IsFrozen ? '1' : '0')).TrimEnd('0');
        RoughEnds = (IsRough(all, start) ? 1 : 0) + (IsRough(all, start + length) ? 1 : 0);
    }

    /// <summary>The place of its first layer in the network.</summary>
    public int Start { get; }

    /// <summary>The place behind its last layer.</summary>
    public int End => Start + Layers.Count;

    /// <summary>The place of the layer whose value enters.</summary>
    public int Input { get; }

    /// <summary>That layer.</summary>
    public ImportedLayer InputLayer { get; }

    /// <summary>The name of the use that it is, which means its last layer.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its layers.</summary>
    public IReadOnlyList<ImportedLayer> Layers { get; }

    /// <summary>The arguments of its layers that a block can take.</summary>
    public IReadOnlyList<BlockSize> Sizes { get; }

    /// <summary>Whether all of its layers that have weights are frozen.</summary>
    public bool IsFrozen { get; }

    /// <summary>Which layers are frozen, where some are: for each a one or a zero.</summary>
    public string FrozenLayers { get; }

    /// <summary>
    /// How many of its two ends are where a person would rather not cut: inside of a chain of convolutions, or in front of a dropout.
    /// </summary>
    public int RoughEnds { get; }

    /// <summary>The channels of what enters, as far as the weights of the layers that read it tell.</summary>
    public int? Channels => Layers.Where(layer => layer.Inputs.Contains(InputLayer.FileName)).Select(ChannelsOf).FirstOrDefault(
        channels => channels is not null);

    /// <summary>Whether it stands right behind another one and reads it.</summary>
    /// <param name="other">The other.</param>
    public bool Follows(Part other) => Start == other.End && Input == Start - 1;

    private static bool IsRough(IReadOnlyList<ImportedLayer> all, int place) => place < all.Count
        && all[place].Inputs is [var only] && only == all[place - 1].FileName
        && (Kinds.HaveKernels.Contains(all[place - 1].Kind) || Kinds.Dropouts.Contains(all[place].Kind));

    private static int? ChannelsOf(ImportedLayer layer)
    {
        if (layer.Kind == "BatchNormalization")
            return layer.Tensors is [{ Shape: [var normalized] }, ..] ? normalized : null;
        if (!Kinds.Convolutions.Contains(layer.Kind) || layer.Kind == "Conv2DTranspose" || layer["Groups"] is not null)
            return null;
        var kernel = layer.Tensors.Find(tensor => tensor.Role is "kernel" or "depthwise_kernel");
        return kernel?.Shape is [.., var channels, _] ? channels : null;
    }
}
