namespace CnnGen.Import.Graph;

/// <summary>A layer as it will be written: an attribute with its arguments, what it reads, and its weights.</summary>
/// <param name="fileName">Its name in the file.</param>
/// <param name="fileKind">Its class in the file.</param>
internal sealed class ImportedLayer(string fileName, string fileKind)
{
    private readonly List<Argument> _arguments = [];

    /// <summary>Its name in the file, under which others read it.</summary>
    public string FileName { get; } = fileName;

    /// <summary>How messages call it.</summary>
    public string Place { get; init; } = $"layer '{fileName}' ({fileKind})";

    /// <summary>The attribute's name; empty while it is not known.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The stem of the names that it is given where it has none: <c>conv2d</c>.</summary>
    public string Stem { get; set; } = "";

    /// <summary>Whether its name in the file means nothing, so that it is given one.</summary>
    public bool IsUnnamed { get; init; }

    /// <summary>Its name in the network.</summary>
    public string Name { get; set; } = "";

    /// <summary>The names in the file of the layers that it reads, in order.</summary>
    public IReadOnlyList<string> Inputs { get; set; } = [];

    /// <summary>Axes of its output: 3 of a map, 2 of a sequence, 1 of a vector.</summary>
    public int Axes { get; set; }

    /// <summary>Whether the file has the channels of its output, a map, in front of rows and columns; here they are behind.</summary>
    public bool IsChannelsFirst { get; set; }

    /// <summary>Its arguments: those of the constructor first.</summary>
    public IReadOnlyList<Argument> Arguments => _arguments;

    /// <summary>Its weights.</summary>
    public List<ImportedTensor> Tensors { get; } = [];

    /// <summary>
    /// y = scale x + offset where the layer is not more than that, one number for all or one for each channel; null of others.
    /// </summary>
    public (float[] Scale, float[] Offset)? Affine { get; set; }

    /// <summary>Whether its weights are left as they are in training.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Adds an argument of the constructor.</summary>
    /// <param name="value">As C#.</param>
    public void Add(string value) => _arguments.Insert(_arguments.TakeWhile(each => each.Property is null).Count(), new(null, value));

    /// <summary>Sets a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="value">As C#.</param>
    public void Set(string property, string value) => _arguments.Add(new(property, value));

    /// <summary>Leaves out a property, which the layer has from elsewhere.</summary>
    /// <param name="property">The property.</param>
    public void Unset(string property) => _arguments.RemoveAll(each => each.Property == property);

    /// <summary>
    /// The kernel size of a convolution with a square kernel, its last argument of the constructor; null where it has another, or none.
    /// </summary>
    public string? SquareKernel =>
        Sizes.Count() == (Kind.StartsWith("Depthwise", StringComparison.Ordinal) ? 1 : 2) ? Sizes.Last().Value : null;

    private IEnumerable<Argument> Sizes => _arguments.Where(each => each.Property is null);

    /// <summary>Leaves out the square kernel, which the layer has from elsewhere.</summary>
    public void UnsetKernel() => _arguments.Remove(Sizes.Last());

    /// <summary>The layer with other arguments, and without its weights.</summary>
    /// <param name="arguments">Its arguments: those of the constructor first.</param>
    public ImportedLayer With(IEnumerable<Argument> arguments)
    {
        var layer = new ImportedLayer(FileName, fileKind) { Kind = Kind, Stem = Stem, Inputs = Inputs, IsFrozen = IsFrozen };
        layer._arguments.AddRange(arguments);
        return layer;
    }

    /// <summary>What a property is set to; null where it is left out.</summary>
    /// <param name="property">The property.</param>
    public string? this[string property] => _arguments.Find(each => each.Property == property)?.Value;
}

/// <summary>An argument of an attribute.</summary>
/// <param name="Property">The property that it sets; null for an argument of the constructor.</param>
/// <param name="Value">As C#.</param>
internal sealed record Argument(string? Property, string Value);
