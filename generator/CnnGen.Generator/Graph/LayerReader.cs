using System.Globalization;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Graph;

/// <summary>
/// One attribute while its rule runs: gives checked arguments (null where an error was reported) and collects errors.
/// </summary>
internal sealed class LayerReader(LayerDeclaration declaration, int attributeIndex, List<NetworkError> errors)
{
    private bool _failed = declaration.DoesNotCompile;

    /// <summary>The layer's place in the network.</summary>
    public int Index { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The attribute's class without its suffix.</summary>
    public string Kind => declaration.Kind;

    /// <summary>What it reads; nothing where it is the input.</summary>
    public IReadOnlyList<LayerSource> Sources { get; init; } = [];

    /// <summary>The way to each of them, from the last layer on that all have in common: <c>conv2d -> max_pooling2d</c>.</summary>
    public Func<IReadOnlyList<string>> Paths { get; init; } = () => [];

    /// <summary>What the layer that it reads (first) gives.</summary>
    public PartialShape Input => Sources.Count == 0 ? PartialShape.Unknown : Sources[0].Shape;

    /// <summary>That layer, for messages: <c>Conv2D 'conv2d_1'</c>.</summary>
    public string Producer => Sources.Count == 0 ? "" : Sources[0].Producer;

    /// <summary>The layer that keeps a Normalization from standing here; null where none does.</summary>
    public string? BlocksNormalization { get; init; }

    public LayerDefaults Defaults { get; init; } = LayerDefaults.None;

    /// <summary>Whether <c>[LayerDefaults]</c> comes later in the list.</summary>
    public bool DefaultsComeLater { get; init; }

    /// <summary>The places of the layers that it reads.</summary>
    public EquatableArray<int> Inputs => new(Sources.Select(source => source.Layer));

    /// <summary>The layer in messages: <c>Conv2D(64, 3) 'conv2d_1'</c>.</summary>
    public string Description => Describe(declaration, Name);

    /// <summary>The most floats of a tensor or a parameter, in words.</summary>
    public static string MostFloats => $"{Text(Sizes.MaxFloats)} floats (2 GiB)";

    /// <summary>How messages call an attribute: kind and arguments as written, then the name.</summary>
    public static string Describe(LayerDeclaration declaration, string name)
    {
        var shown = LayerRule.Table.TryGetValue(declaration.Kind, out var rule) ? rule.Shown : [OutputDeclaration.Layer];
        var values = shown.Concat(declaration.Others.Select(other => other.Name))
            .Select(argument => (Name: argument, Value: declaration[argument])).Where(a => a.Value is not (null or Formula)).ToList();
        // Equal sides, and a square window, were written as one number.
        if (values is [{ Name: "Top" }, _, _, _] && values[0].Value!.Equals(values[1].Value) && values[2].Value!.Equals(values[3].Value))
            values = [values[0], values[2]];
        if (values.Count >= 2 && values[^1].Value!.Equals(values[^2].Value)
            && (values[^1].Name is "KernelWidth" or "PoolWidth" || values is [{ Name: "Top" }, _]
                || (shown is ["Height", "Width"] && declaration.Argument("Width")!.IsSquare)))
        {
            values.RemoveAt(values.Count - 1);
        }

        var arguments =
            string.Join(", ", values.Select(a => a.Name == "Function" ? ((ActivationFunction)(int)a.Value!).ToString()
                : a.Value is string text ? $"\"{text}\"" : Text(a.Value!)));
        var call = declaration is { Kind: BlockUse.Input, Block: { } block } ? $"Block(typeof({block.Kind}))"
            : arguments.Length > 0 ? $"{declaration.Kind}({arguments})"
            : declaration.Kind;
        return declaration.Kind is "Input" or LayerDefaults.Kind || name.Length == 0 ? call : $"{call} '{name}'";
    }

    /// <summary>A number as C# writes it, in every culture.</summary>
    public static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    /// <summary>Things to choose from: <c>a, b or c</c>.</summary>
    public static string Choice(IReadOnlyList<string> items) =>
        items.Count == 1 ? items[0] : $"{string.Join(", ", items.Take(items.Count - 1))} or {items[items.Count - 1]}";

    /// <summary>Whether the attribute itself states the argument.</summary>
    public bool States(string argument) => declaration[argument] is not null;

    /// <summary>Reports an error at an argument of this attribute, or at the whole attribute when the argument is not written.</summary>
    public void Report(string id, string? argument, params string[] messageArguments) =>
        Report(id, argument, Fits.Nothing, messageArguments);

    /// <summary>As the overload without, and tells code fixes what would fit.</summary>
    public void Report(string id, string? argument, Fits fits, params string[] messageArguments)
    {
        _failed = true;
        errors.Add(
            new(id, attributeIndex, argument is not null && States(argument) ? argument : null, new(messageArguments)) { Fits = fits });
    }

    /// <summary>Says of the whole attribute what is probably not meant, where it was not said of a layer before.</summary>
    public void WarnOnce(string id, params string[] messageArguments)
    {
        if (errors.TrueForAll(error => error.Id != id))
            errors.Add(new(id, attributeIndex, null, new(messageArguments)));
    }

    /// <summary>An extent that must be at least 1; null when it is not, or was not given (which C# reports).</summary>
    public int? Positive(string argument)
    {
        var written = declaration.Argument(argument);
        if (written?.Value is not int value)
        {
            _failed = true;
            return null;
        }

        if (value >= 1)
            return value;

        Report(DiagnosticIds.NotPositive, argument, Description, written.WrittenName, Text(value));
        return null;
    }

    /// <summary>An extent that falls back to the defaults (where they are meant for it) and then to a value.</summary>
    public int? Positive(string argument, string? defaultName, int? fallback) =>
        States(argument) ? Positive(argument) : Default(defaultName, fallback);

    /// <summary>How many of something, which may be none; null when it is negative, or was not given and has no value then.</summary>
    public int? Count(string argument, int? fallback)
    {
        if ((declaration[argument] as int? ?? fallback) is not { } value)
        {
            _failed = true;
            return null;
        }

        if (value >= 0)
            return value;

        Report(DiagnosticIds.OutOfRange, argument, Description, argument, Text(value), "at least 0");
        return null;
    }

    /// <summary>The elements of a list, as arguments of their own.</summary>
    public IEnumerable<LayerArgument> ListOf(string argument) =>
        declaration.Arguments.Where(element => element.Name.StartsWith($"{argument}[", StringComparison.Ordinal));

    /// <summary>A member of an enum; null when the number is none.</summary>
    public T? Enum<T>(string argument, T fallback, string? defaultName = null)
        where T : struct, Enum
    {
        if (declaration[argument] is not int value)
            return Default(defaultName, Convert.ToInt32(fallback)) is { } number ? ToEnum<T>(number) : null;
        if (System.Enum.IsDefined(typeof(T), value))
            return ToEnum<T>(value);
        Report(
            DiagnosticIds.UnknownEnumValue, argument, Description, Text(value), argument,
            $"{Choice(System.Enum.GetNames(typeof(T)))} would fit");
        return null;
    }

    /// <summary>A member of an enum that the constructor takes.</summary>
    public T? RequiredEnum<T>(string argument)
        where T : struct, Enum
    {
        _failed |= !States(argument);
        return Enum(argument, default(T));
    }

    public bool Bool(string argument, bool fallback, string? defaultName = null)
    {
        if (declaration[argument] is bool value)
            return value;
        return defaultName is not null && Defaults.TryGet(defaultName, out var given) ? given is not false : fallback;
    }

    /// <summary>A whole number that may be anything.</summary>
    public int Integer(string argument, int fallback) => declaration[argument] as int? ?? fallback;

    /// <summary>A number that falls back to a value; without one, C# reports that it is missing.</summary>
    public double? Number(string argument, double? fallback = null)
    {
        var value = declaration[argument] as double? ?? fallback;
        _failed |= value is null;
        return value;
    }

    /// <summary>What <c>[LayerDefaults]</c> gives for a number, which was checked there; null where it gives none.</summary>
    public double? DefaultNumber(string name) => Defaults.TryGet(name, out var value) ? value as double? : null;

    /// <summary>The rate of a dropout, in [0, 1).</summary>
    public double? Rate()
    {
        if (Number("Rate") is not { } rate || rate is >= 0 and < 1)
            return Number("Rate");
        Report(DiagnosticIds.RateOutOfRange, "Rate", Description, Text(rate));
        return null;
    }

    /// <summary>A number that must be finite as a float.</summary>
    public double? Finite(string argument, double? fallback = null)
    {
        if (Number(argument, fallback) is not { } value || Math.Abs(value) <= float.MaxValue)
            return Number(argument, fallback);
        Report(DiagnosticIds.NotFinite, argument, Description, argument, Text(value));
        return null;
    }

    /// <summary>A whole number from 0 to less than a limit; null where it is not, or -1, which says the same as nothing.</summary>
    public int? Below(string argument, int? limit)
    {
        if (declaration[argument] is not (int value and not -1))
            return null;
        if (limit is not { } end || (value >= 0 && value < end))
            return value;
        Report(DiagnosticIds.OutOfRange, argument, Description, argument, Text(value), $"from 0 to {Text(end - 1)}, or -1 for none");
        return null;
    }

    /// <summary>A number of which only some values make sense.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="fallback">Its value when it is left out.</param>
    /// <param name="isRight">Whether a value makes sense.</param>
    /// <param name="range">Which do, in words: <c>from 0 to 1</c>.</param>
    public double? InRange(string argument, double fallback, Func<double, bool> isRight, string range)
    {
        if (Number(argument, fallback) is not { } value || isRight(value))
            return Number(argument, fallback);
        Report(DiagnosticIds.OutOfRange, argument, Description, argument, Text(value), range);
        return null;
    }

    /// <summary>A number that must be at least 0 and finite as a float; it may be infinite where that means something.</summary>
    public double? NotNegativeNumber(string argument, double? fallback = null, bool mayBeInfinite = false)
    {
        if (mayBeInfinite && Number(argument, fallback) is double.PositiveInfinity)
            return double.PositiveInfinity;
        var number = Finite(argument, fallback);
        if (number is not (double value and < 0))
            return number;
        Report(DiagnosticIds.OutOfRange, argument, Description, argument, Text(value), "at least 0");
        return null;
    }

    /// <summary>How windows are padded; only those of some layers see nothing that comes later.</summary>
    public Padding? ReadPadding(string? defaultName = null, bool mayBeCausal = false)
    {
        var last = mayBeCausal ? Graph.Padding.Causal : Graph.Padding.Same;
        // A default that only some layers can take is for those.
        if (!mayBeCausal && Defaults.IsCausal)
            defaultName = null;
        if (declaration["Padding"] is not int value || (value >= 0 && value <= (int)last))
            return Enum("Padding", Graph.Padding.Valid, defaultName);
        var (shown, fits) = value == (int)Graph.Padding.Causal
            ? ("Causal", "Valid or Same would fit, and [Conv1D] alone takes Causal")
            : (Text(value), $"{(mayBeCausal ? "Valid, Same or Causal" : "Valid or Same")} would fit");
        Report(DiagnosticIds.UnknownEnumValue, "Padding", Description, shown, "Padding", fits);
        return null;
    }

    /// <summary>Whether the input may be a sequence: a map of one row.</summary>
    public bool MayBeSequence => Input.IsFlat != true && !(Input.Height > 1);

    /// <summary>Reports an input that is none; true when it may be one.</summary>
    public bool CheckSequence()
    {
        if (MayBeSequence)
            return true;
        Report(DiagnosticIds.NeedsSequence, null, Description, Input.ToString(), Producer, Input.IsFlat == true
            ? "put it before the layer that flattens"
            : $"write [{Kind.Replace("1D", "2D")}], which works on rows and columns");
        return false;
    }

    /// <summary>Reports a flat input; true when the input may be a feature map.</summary>
    public bool CheckFeatureMap()
    {
        if (Input.IsFlat != true)
            return true;
        Report(DiagnosticIds.NeedsFeatureMap, null, Description, Input.ToString(), Producer);
        return false;
    }

    /// <summary>Reports a tensor or a parameter that is too large to address; false then.</summary>
    public bool CheckSize(string what, string? argument, params int?[] extents)
    {
        if (extents.Any(extent => extent is null))
            return true;
        var size = Sizes.Product([.. extents.Select(extent => (long)extent!.Value)]);
        return CheckSize(what, argument, string.Join(", ", extents.Select(extent => Text(extent!.Value))), size);
    }

    /// <summary>As the overload for extents, with the number of floats known.</summary>
    public bool CheckSize(string what, string? argument, string shape, long size)
    {
        if (size <= Sizes.MaxFloats)
            return true;
        var count = size == long.MaxValue ? $"more than {Text(size)}" : Text(size);
        Report(DiagnosticIds.TooLarge, argument, Description, $"{what} ({shape}) = {count} floats", MostFloats);
        return false;
    }

    /// <summary>The layer, if it and all before it are without error; else what is known of its output.</summary>
    /// <param name="output">The output's shape.</param>
    /// <param name="sizeArgument">The argument that made it as large as it is.</param>
    /// <param name="create">Makes the layer from the shapes of its input and output.</param>
    /// <param name="input">The input's shape where it is not the output of the layer before: that of the input layer itself.</param>
    public LayerOutcome Finish(PartialShape output, string? sizeArgument, Func<Shape, Shape, Layer> create, PartialShape? input = null)
    {
        output = output with { IsOfSequences = output.IsOfSequences || Input.IsOfSequences };
        if (output.Size is { } size && !CheckSize("an output of shape", sizeArgument, output.ToString().Trim('(', ')'), size))
            return new(PartialShape.Unknown with { IsFlat = output.IsFlat }, null);
        if (_failed || (input ?? Input).Known is not { } known || output.Known is not { } shape)
            return new(output, null);
        return new(output, create(known, shape) with { IsFrozen = declaration.IsFrozen });
    }

    private static T ToEnum<T>(int value) => (T)System.Enum.ToObject(typeof(T), value);

    private int? Default(string? name, int? fallback)
    {
        if (name is null || !Defaults.TryGet(name, out var value))
            return fallback;
        _failed |= value is null;
        return value as int?;
    }
}
