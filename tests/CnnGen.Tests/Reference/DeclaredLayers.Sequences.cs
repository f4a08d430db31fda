namespace CnnGen.Tests.Reference;

/// <content>Layers of sequences, which are those of maps of one row; their kernels have no extent for it.</content>
internal sealed partial class DeclaredLayers
{
    /// <summary>What arguments are called along the columns of a map.</summary>
    private static readonly Dictionary<string, string> OfColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["KernelSize"] = "KernelWidth",
        ["PoolSize"] = "PoolWidth",
        ["Strides"] = "StrideWidth",
        ["Dilation"] = "DilationWidth",
        ["Size"] = "width",
    };

    private void AddOfSequence(string kind, string name, Dictionary<string, object?> arguments, Extent image)
    {
        Dictionary<string, object?> ofMap = new(StringComparer.OrdinalIgnoreCase)
        {
            ["KernelHeight"] = 1,
            ["PoolHeight"] = 1,
            ["StrideHeight"] = 1,
            ["DilationHeight"] = 1,
            ["top"] = 0,
            ["bottom"] = 0,
            ["height"] = 1,
        };
        foreach (var (key, value) in arguments)
            ofMap[OfColumns.GetValueOrDefault(key, key)] = value;
        // A default that no other layer can take.
        if (kind == "Conv1D" && _defaults.TryGetValue("Padding", out object? byDefault) && (Padding)byDefault! == Padding.Causal)
            ofMap.TryAdd("Padding", byDefault);
        if (arguments.TryGetValue("padding", out object? padding) && kind == "ZeroPadding1D")
            (ofMap["left"], ofMap["right"]) = (padding, padding);
        if (arguments.TryGetValue("cropping", out object? cropping))
            (ofMap["left"], ofMap["right"]) = (cropping, cropping);
        int first = _nodes.Count;
        Add(kind.Replace("1D", "2D", StringComparison.Ordinal), name, ofMap, image);
        OmitRows(first);
    }

    /// <summary>Kernels along a sequence, and slopes of its elements, have no extent for its only row.</summary>
    private void OmitRows(int first)
    {
        foreach (var parameter in _nodes.Skip(first).SelectMany(node => node.Node.Parameters).Where(each => each.Shape.Length >= 3))
            parameter.OmitFirstExtent();
    }
}
