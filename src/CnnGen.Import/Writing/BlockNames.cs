using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>Names blocks by what they contain, in the words of the papers where they have one.</summary>
internal static class BlockNames
{
    /// <summary>Gives each block its name, with a number where others have it, and a line on what it is.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="className">The class that they stand in.</param>
    public static void Assign(IReadOnlyList<BlockForm> blocks, string className)
    {
        var taken = new HashSet<string> { className };
        foreach (var block in blocks)
        {
            var (name, summary) = Describe(block.Layers(), block.Parts[0].InputLayer.FileName);
            block.Name = name;
            for (var number = 2; !taken.Add(block.Name); number++)
                block.Name = $"{name}{number}";
            block.Summary = summary;
        }
    }

    private static (string Name, string Summary) Describe(IReadOnlyList<ImportedLayer> layers, string input)
    {
        List<ImportedLayer> convolutions = [.. layers.Where(layer => Kinds.Convolutions.Contains(layer.Kind))];
        // Wide between narrow, or narrow between wide.
        var isBetweenPoints = convolutions is [var first, .., var last] && IsPoint(first) && IsPoint(last)
            && !convolutions.TrueForAll(IsPoint);
        var hasDepthwise = convolutions.Exists(layer => Kinds.IsDepthwise(layer.Kind));
        var end = layers.LastOrDefault(layer => Kinds.BeginLines.Contains(layer.Kind));
        var isAdded = end?.Inputs.Contains(input) == true;
        switch (end?.Kind)
        {
            case "Add" when isAdded && hasDepthwise && isBetweenPoints:
                return ("InvertedResidual", "A depthwise convolution between two of 1 x 1, added to what comes in.");
            case "Add" when isAdded && isBetweenPoints:
                return ("Bottleneck", "A convolution between two of 1 x 1, added to what comes in.");
            case "Add" when isAdded:
                return ("Residual", "Layers whose result is added to what comes in.");
            case "Add" when layers.Count(layer => layer.Inputs.Contains(input)) > 1:
                return ("Projection", "Two paths, added: what comes in goes through layers, too, as the shape changes.");
            case "Concatenate" when isAdded:
                return ("Growth", "Channels more, made of all that come in.");
            case "Concatenate":
                return ("Inception", "Several paths side by side, whose channels are joined.");
        }

        return (convolutions, hasDepthwise) switch
        {
            (_, true) when isBetweenPoints => ("InvertedBottleneck", "A depthwise convolution between two of 1 x 1."),
            ([var one, var other], true) when Kinds.IsDepthwise(one.Kind) && IsPoint(other) => one["Strides"] is null or "Block.Strides"
                ? ("Separable", "A depthwise convolution, which looks around, and one of 1 x 1, which mixes channels.")
                : ("StridedSeparable", "A depthwise convolution with strides, and one of 1 x 1, which mixes channels."),
            ([_], _) => ("ConvBlock", "A convolution, and what belongs to it."),
            ([_, ..], _) => ("ConvBlock", "Convolutions, one behind the other."),
            _ when layers.Any(layer => layer.Kind == "Dense") => ("Hidden", "A layer of neurons, and what belongs to it."),
            _ => ("Part", "Layers that come several times."),
        };
    }

    private static bool IsPoint(ImportedLayer layer) => !Kinds.IsDepthwise(layer.Kind) && layer.SquareKernel == "1";
}
