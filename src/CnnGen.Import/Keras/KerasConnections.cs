using System.Text.Json;

namespace CnnGen.Import.Keras;

/// <summary>What layers of a functional model read, as Keras' versions write it down.</summary>
internal static class KerasConnections
{
    /// <summary>How often a layer is called.</summary>
    /// <param name="layer">The layer.</param>
    public static int Calls(JsonElement layer) =>
        layer.TryGetProperty("inbound_nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array ? nodes.GetArrayLength() : 0;

    /// <summary>The layers that a layer reads, in order.</summary>
    /// <param name="layer">The layer, which is called once.</param>
    /// <exception cref="InvalidDataException">They are written in a way that is not known.</exception>
    public static IReadOnlyList<string> Inputs(JsonElement layer)
    {
        var names = new List<string>();
        var call = layer.GetProperty("inbound_nodes")[0];
        if (call.ValueKind == JsonValueKind.Object)
            AddTensors(call.GetProperty("args"), names);
        else
            AddEach(call, names);
        return names;
    }

    /// <summary>The layers that are listed as inputs or outputs of a model: one, or a list.</summary>
    /// <param name="config">The configuration of the model.</param>
    /// <param name="key"><c>input_layers</c> or <c>output_layers</c>.</param>
    public static IReadOnlyList<string> Ends(JsonElement config, string key)
    {
        var names = new List<string>();
        if (config.TryGetProperty(key, out var ends))
            AddEach(ends, names);
        return names;
    }

    /// <summary>Keras 2: <c>["name", 0, 0]</c>, or a list of such.</summary>
    private static void AddEach(JsonElement value, List<string> names)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.String)
        {
            Add(value, names);
            return;
        }

        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
            throw new InvalidDataException($"what it reads is {KerasConfig.Shown(value)}, but must be a list of layers");
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in value.EnumerateArray())
                AddEach(each, names);
            return;
        }

        // Several inputs or outputs with names.
        foreach (var each in value.EnumerateObject())
            AddEach(each.Value, names);
    }

    /// <summary>Keras 3: tensors, each with where it is from, within lists.</summary>
    private static void AddTensors(JsonElement value, List<string> names)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var each in value.EnumerateArray())
                AddTensors(each, names);
        }
        else if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out var config)
            && config.TryGetProperty("keras_history", out var history))
        {
            Add(history, names);
        }
    }

    private static void Add(JsonElement tensor, List<string> names)
    {
        // The second number is that of an output of a layer with several.
        if (tensor.GetArrayLength() < 3 || tensor[2].ValueKind != JsonValueKind.Number || tensor[2].GetDouble() != 0)
            throw new InvalidDataException($"it reads {KerasConfig.Shown(tensor)}, but must read the only output of a layer");
        names.Add(tensor[0].GetString() ?? throw new InvalidDataException("it reads a layer without a name"));
    }
}
