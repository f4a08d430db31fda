using System.Globalization;
using CnnGen.Import.Graph;

namespace CnnGen.Import.Writing;

/// <summary>An argument of a layer that a block can take from its use.</summary>
/// <param name="Parameter">The property of <c>[Block]</c>, such as <c>Filters</c>.</param>
/// <param name="Place">Its place among the layer's arguments; -1 for strides, which may be left out.</param>
/// <param name="Value">As C#.</param>
internal sealed record BlockSize(string Parameter, int Place, string Value)
{
    /// <summary>The number, of what is a whole one.</summary>
    public int Number => int.Parse(Value, CultureInfo.InvariantCulture);

    /// <summary>The arguments of a layer that a block can take.</summary>
    /// <param name="layer">The layer.</param>
    public static IEnumerable<BlockSize> Of(ImportedLayer layer)
    {
        List<string> given = [.. layer.Arguments.TakeWhile(argument => argument.Property is null).Select(argument => argument.Value)];
        var isConvolution = Kinds.Convolutions.Contains(layer.Kind);
        if (isConvolution && !Kinds.IsDepthwise(layer.Kind))
            yield return new("Filters", 0, given[0]);
        if (isConvolution && layer.SquareKernel is { } size)
            yield return new("KernelSize", given.Count - 1, size);
        if (isConvolution && layer["StrideHeight"] is null && layer["StrideWidth"] is null)
            yield return new("Strides", -1, layer["Strides"] ?? "1");
        if (layer.Kind == "Dense")
            yield return new("Units", 0, given[0]);
        // In front of a convolution that reads one pixel: as many channels as there are.
        if (layer.Kind == "Reshape" && given.Count == 3)
            yield return new("Filters", 2, given[2]);
        if (Kinds.Dropouts.Contains(layer.Kind))
            yield return new("Rate", 0, given[0]);
    }

    /// <summary>The layer with what a block writes in place of these, without its weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="written">What is written for each, in order.</param>
    public static ImportedLayer With(ImportedLayer layer, IEnumerable<string> written)
    {
        var (arguments, strides) = (layer.Arguments.ToList(), (string?)null);
        foreach (var (size, text) in Of(layer).Zip(written))
        {
            if (size.Place >= 0)
                arguments[size.Place] = new(null, text);
            else
                strides = text;
        }

        var place = arguments.FindIndex(argument => argument.Property == "Strides");
        if (place >= 0)
            arguments[place] = new("Strides", strides ?? arguments[place].Value);
        else if (strides is not (null or "1"))
            arguments.Insert(arguments.TakeWhile(argument => argument.Property is null).Count(), new("Strides", strides));
        return layer.With(arguments);
    }

    /// <summary>What a layer has besides these, which two uses of a block have in common.</summary>
    /// <param name="layer">The layer.</param>
    public static string Rest(ImportedLayer layer)
    {
        List<BlockSize> sizes = [.. Of(layer)];
        var hasStrides = sizes.Exists(size => size.Place < 0);
        var given = layer.Arguments.TakeWhile(argument => argument.Property is null)
            .Select((argument, place) => sizes.Exists(size => size.Place == place) ? "#" : argument.Value);
        var set = layer.Arguments.Where(argument => argument.Property is not null && !(hasStrides && argument.Property == "Strides"))
            .Select(argument => $"{argument.Property} = {argument.Value}").Order(StringComparer.Ordinal);
        return $"{layer.Kind}({string.Join(", ", given.Concat(set))})";
    }
}
