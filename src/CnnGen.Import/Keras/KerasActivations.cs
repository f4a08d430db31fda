using System.Text.Json;

namespace CnnGen.Import.Keras;

/// <summary>Keras' activations by their names.</summary>
internal static class KerasActivations
{
    private static readonly Dictionary<string, Activation> Table = new()
    {
        ["linear"] = Activation.Linear,
        ["relu"] = Activation.Relu,
        ["relu6"] = Activation.Relu6,
        ["leaky_relu"] = Activation.LeakyRelu,
        ["elu"] = Activation.Elu,
        ["selu"] = Activation.Selu,
        ["celu"] = Activation.Celu,
        ["gelu"] = Activation.Gelu,
        ["silu"] = Activation.Silu,
        ["swish"] = Activation.Silu,
        ["mish"] = Activation.Mish,
        ["sigmoid"] = Activation.Sigmoid,
        ["tanh"] = Activation.Tanh,
        ["softplus"] = Activation.Softplus,
        ["softsign"] = Activation.Softsign,
        ["hard_sigmoid"] = Activation.HardSigmoid,
        ["hard_silu"] = Activation.HardSwish,
        ["hard_swish"] = Activation.HardSwish,
        ["hard_tanh"] = Activation.HardTanh,
        ["exponential"] = Activation.Exponential,
        ["softmax"] = Activation.Softmax,
        ["log_softmax"] = Activation.LogSoftmax,
    };

    /// <summary>
    /// Reads an activation, however it is written down: nothing, a name, a function, a layer. What has options of its own is told to be a
    /// layer of its own.
    /// </summary>
    /// <param name="layer">The layer that has it.</param>
    /// <param name="key">The option.</param>
    public static Activation Read(KerasLayer layer, string key)
    {
        var value = layer.Config[key];
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return Activation.Linear;
        if (NameOf(value) is not { } name || !Table.TryGetValue(name, out var activation))
        {
            layer.Config.Report($"the activation {KerasConfig.Shown(value)} is not supported; there are {string.Join(", ", Table.Keys)}");
            return Activation.Linear;
        }

        if (name == "hard_sigmoid" && layer.Version.Major < 3)
        {
            layer.Config.Report(
                "hard_sigmoid of Keras 2 is clip(0.2 x + 0.5, 0, 1), which is not supported: that of Keras 3 is clip(x / 6 + 0.5, 0, 1)");
        }

        return activation;
    }

    /// <summary>The name of an activation; null where it has options that are not the name's.</summary>
    private static string? NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        // A function that Keras 3 writes down: the name is its configuration.
        JsonValueKind.Object when value.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.String =>
            config.GetString(),
        // A layer, such as {"class_name": "ReLU", "config": {...}}, whose options are those of a function.
        JsonValueKind.Object when value.TryGetProperty("class_name", out var kind) && kind.ValueKind == JsonValueKind.String =>
            (kind.GetString(), value.TryGetProperty("config", out var options) ? options : default) switch
            {
                ("ReLU", var relu) when IsPlainRelu(relu) => Number(relu, "max_value") == 6 ? "relu6" : "relu",
                ("Softmax", var softmax) when Number(softmax, "axis") is null or -1 => "softmax",
                ("Activation", { ValueKind: JsonValueKind.Object } inner) when inner.TryGetProperty("activation", out var name) =>
                    NameOf(name),
                _ => null,
            },
        _ => null,
    };

    private static bool IsPlainRelu(JsonElement relu) =>
        Number(relu, "max_value") is null or 6 && Number(relu, "negative_slope") is null or 0 && Number(relu, "threshold") is null or 0;

    private static double? Number(JsonElement options, string key) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;
}
