using System.Text.Json;
using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Keras;

/// <summary>Reads regularizers and constraints, which matter where an imported network is trained.</summary>
internal static class KerasPenalties
{
    // What Keras takes where a regularizer is given by its name alone.
    private const float DefaultFactor = 0.01f;

    /// <summary>Reads a regularizer into two properties, such as <c>KernelRegularizerL1</c> and <c>KernelRegularizerL2</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="key">The option: <c>kernel_regularizer</c>.</param>
    public static void ReadRegularizer(KerasLayer layer, string key)
    {
        var value = layer.Config[key];
        if (Kind(value) is not { } kind)
            return;
        var options = Options(layer, value);
        var (l1, l2) = kind.ToLowerInvariant() switch
        {
            "l1" => (options.Float("l1", DefaultFactor), 0f),
            "l2" => (0f, options.Float("l2", DefaultFactor)),
            "l1l2" or "l1_l2" => (options.Float("l1", 0), options.Float("l2", 0)),
            _ => (float.NaN, 0f),
        };
        if (float.IsNaN(l1))
        {
            layer.Config.Report($"{key} {KerasConfig.Shown(value)} is not supported; there are L1, L2 and L1L2");
            return;
        }

        if (l1 != 0)
            layer.Layer.Set($"{Property(key)}L1", Text(l1));
        if (l2 != 0)
            layer.Layer.Set($"{Property(key)}L2", Text(l2));
    }

    /// <summary>Reads a constraint into properties that begin with, such as, <c>KernelConstraint</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="key">The option: <c>kernel_constraint</c>.</param>
    public static void ReadConstraint(KerasLayer layer, string key)
    {
        var value = layer.Config[key];
        if (Kind(value) is not { } kind)
            return;
        var (options, property) = (Options(layer, value), Property(key));
        switch (kind.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant())
        {
            case "maxnorm":
                layer.Layer.Set(property, "Constraint.MaxNorm");
                layer.Layer.Set($"{property}Value", Text(options.Float("max_value", 2)));
                break;
            case "minmaxnorm":
                layer.Layer.Set(property, "Constraint.MinMaxNorm");
                layer.Layer.Set($"{property}Value", Text(options.Float("max_value", 1)));
                layer.Layer.Set($"{property}MinValue", Text(options.Float("min_value", 0)));
                layer.Layer.Set($"{property}Rate", Text(options.Float("rate", 1)));
                break;
            case "nonneg":
                layer.Layer.Set(property, "Constraint.NonNeg");
                return;
            case "unitnorm":
                layer.Layer.Set(property, "Constraint.UnitNorm");
                break;
            default:
                layer.Config.Report(
                    $"{key} {KerasConfig.Shown(value)} is not supported; there are MaxNorm, MinMaxNorm, NonNeg and UnitNorm");
                return;
        }

        var count = options["axis"] is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 1;
        var axes = options.Ints("axis", count, 0);
        if (axes is not [0])
            layer.Layer.Set($"{property}Axes", $"[{string.Join(", ", axes)}]");
    }

    private static string? Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object when value.TryGetProperty("class_name", out var name) && name.ValueKind == JsonValueKind.String =>
            name.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => "",
    };

    private static KerasConfig Options(KerasLayer layer, JsonElement value)
    {
        using var none = JsonDocument.Parse("{}");
        var options = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out var config)
            && config.ValueKind == JsonValueKind.Object ? config : none.RootElement.Clone();
        return new(options, layer.Config.Report);
    }

    /// <summary><c>kernel_regularizer</c> as a property.</summary>
    private static string Property(string key) => string.Concat(key.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
