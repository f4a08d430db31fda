namespace CnnGen.Generator.Graph;

/// <summary>The values that <c>[LayerDefaults]</c> gives to the layers after it.</summary>
internal sealed class LayerDefaults
{
    public const string Kind = "LayerDefaults";

    /// <summary>The name under which a layer looks up the rows or the columns of its kernel.</summary>
    public const string KernelSize = "KernelSize";

    private static readonly string[] Names =
    [
        KernelSize, "Strides", "Padding", "Activation", "UseBias", "Algorithm", "KernelInitializer", "KernelInitializerValue",
        "KernelInitializerMean", "BiasInitializer", "BiasInitializerValue", "BiasInitializerMean", "KernelRegularizerL1",
        "KernelRegularizerL2", "BiasRegularizerL1", "BiasRegularizerL2", "ActivityRegularizerL1", "ActivityRegularizerL2",
        "KernelConstraint", "KernelConstraintValue", "KernelConstraintMinValue", "KernelConstraintRate", "BiasConstraint",
        "BiasConstraintValue", "BiasConstraintMinValue", "BiasConstraintRate",
    ];

    private readonly Dictionary<string, object?> _values = [];
    private readonly HashSet<string> _taken = [];

    public static LayerDefaults None { get; } = new();

    /// <summary>Reads and checks the attribute; a wrong value is reported here, once, and then counts as given but unknown.</summary>
    public static LayerDefaults Read(LayerDeclaration declaration, LayerReader reader)
    {
        var defaults = new LayerDefaults();
        foreach (var name in declaration.DoesNotCompile ? Names : [])
            defaults._values[name] = null;
        foreach (var argument in declaration.Arguments)
        {
            defaults._values[argument.Name] = argument.Name switch
            {
                KernelSize or "Strides" => reader.Positive(argument.Name),
                "Padding" => reader.ReadPadding(mayBeCausal: true) is { } padding ? (int)padding : null,
                "Activation" => reader.Enum(argument.Name, ActivationFunction.Linear) is { } function ? (int)function : null,
                "Algorithm" => reader.Enum(argument.Name, ConvAlgorithm.Auto) is { } algorithm ? (int)algorithm : null,
                _ => argument.Value,
            };
        }

        // Reports what is wrong; the layers take it as it stands.
        WeightReader.Read(reader, "Kernel", WeightSettings.Kernel, rank: null);
        WeightReader.Read(reader, "Bias", WeightSettings.Zeros, rank: 1);
        WeightReader.ReadActivity(reader);
        return defaults;
    }

    /// <summary>Whether the padding is one that few layers can take.</summary>
    public bool IsCausal => _values.TryGetValue("Padding", out var padding) && padding is (int)Padding.Causal;

    /// <summary>The arguments, with right values, that no layer has taken.</summary>
    public IEnumerable<string> Unused =>
        _values.Where(each => each.Value is not null && !_taken.Contains(each.Key)).Select(each => each.Key);

    /// <summary>Takes the elements of a list that the attribute gives; none where it gives no such list.</summary>
    public List<LayerArgument> ListOf(string name)
    {
        var elements = new List<LayerArgument>();
        while (TryGet($"{name}[{elements.Count}]", out var value))
            elements.Add(new($"{name}[{elements.Count}]", value!));
        return elements;
    }

    /// <summary>
    /// Takes the value that the attribute gives for an argument, and says whether it gives one; the value is null when it was wrong.
    /// </summary>
    public bool TryGet(string name, out object? value)
    {
        if (!_values.TryGetValue(name, out value))
            return false;
        // Only of what is given: networks without the attribute share one that gives nothing, and are read at the same time.
        _taken.Add(name);
        return true;
    }
}
