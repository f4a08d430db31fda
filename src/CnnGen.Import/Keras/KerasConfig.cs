using System.Text.Json;

namespace CnnGen.Import.Keras;

/// <summary>
/// The configuration of a layer, read option by option. It keeps books: what nobody asked for and is neither null nor false would change
/// the network if it were passed over.
/// </summary>
internal sealed class KerasConfig
{
    // Of every layer; or what weights started from, which the file holds.
    private static readonly HashSet<string> Harmless =
    [
        "name", "trainable", "dtype", "batch_shape", "batch_input_shape", "input_shape", "optional", "seed", "shared_object_id", "autocast",
    ];

    private readonly JsonElement _json;
    private readonly HashSet<string> _read = [];
    private readonly Action<string> _report;

    /// <summary>A configuration.</summary>
    /// <param name="json">The object.</param>
    /// <param name="report">Takes what is wrong with it.</param>
    public KerasConfig(JsonElement json, Action<string> report) => (_json, _report) = (json, report);

    /// <summary>An option; undefined where it is not there.</summary>
    /// <param name="key">Its name in Keras.</param>
    public JsonElement this[string key]
    {
        get
        {
            _read.Add(key);
            return _json.TryGetProperty(key, out var value) ? value : default;
        }
    }

    /// <summary>Whether an option is there, and not null.</summary>
    /// <param name="key">Its name in Keras.</param>
    public bool Has(string key) => !IsMissing(this[key]);

    /// <summary>A whole number.</summary>
    /// <param name="key">Its name in Keras.</param>
    /// <param name="otherwise">What it is where it is left out; an error where that is null.</param>
    public int Int(string key, int? otherwise = null)
    {
        var value = this[key];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == (int)number)
            return (int)number;
        if (IsMissing(value) && otherwise is { } known)
            return known;
        Report(key, "a whole number", value);
        return otherwise ?? 1;
    }

    /// <summary>A number, as Keras computes with it: as a float.</summary>
    /// <param name="key">Its name in Keras.</param>
    /// <param name="otherwise">What it is where it is left out or null; an error where that is null.</param>
    public float Float(string key, float? otherwise = null)
    {
        var value = this[key];
        // A number may be an array of one, of a file of Keras 2.
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out var inner))
            value = inner;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
            return (float)number;
        if (IsMissing(value) && otherwise is { } known)
            return known;
        Report(key, "a number", value);
        return otherwise ?? 1;
    }

    /// <summary>True or false.</summary>
    /// <param name="key">Its name in Keras.</param>
    /// <param name="otherwise">What it is where it is left out.</param>
    public bool Bool(string key, bool otherwise)
    {
        var value = this[key];
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.ValueKind == JsonValueKind.True;
        if (!IsMissing(value))
            Report(key, "true or false", value);
        return otherwise;
    }

    /// <summary>A word.</summary>
    /// <param name="key">Its name in Keras.</param>
    /// <param name="otherwise">What it is where it is left out or null.</param>
    public string Word(string key, string otherwise)
    {
        var value = this[key];
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!;
        if (!IsMissing(value))
            Report(key, "a word", value);
        return otherwise;
    }

    /// <summary>Whole numbers: a list, or one number that stands for all.</summary>
    /// <param name="key">Its name in Keras.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="otherwise">What each is where it is left out; an error where that is null.</param>
    public int[] Ints(string key, int count, int? otherwise = null)
    {
        var value = this[key];
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var one))
            return [.. Enumerable.Repeat(one, count)];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == count
            && value.EnumerateArray().All(each => each.ValueKind == JsonValueKind.Number && each.TryGetInt32(out _)))
        {
            return [.. value.EnumerateArray().Select(each => each.GetInt32())];
        }

        if (!IsMissing(value) || otherwise is null)
            Report(key, count == 1 ? "a whole number" : $"{count} whole numbers", value);
        return [.. Enumerable.Repeat(otherwise ?? 1, count)];
    }

    /// <summary>Refuses an option that is not what it must be.</summary>
    /// <param name="key">Its name in Keras.</param>
    /// <param name="right">What it must be.</param>
    /// <param name="actual">What it is.</param>
    public void Report(string key, string right, JsonElement actual) => Report(
        $"{key} is {(actual.ValueKind == JsonValueKind.Undefined ? "missing" : Shown(actual))}, but must be {right}");

    /// <summary>Refuses the layer.</summary>
    /// <param name="reason">What is the matter, and what to do.</param>
    public void Report(string reason) => _report(reason);

    /// <summary>Refuses options that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var option in _json.EnumerateObject())
        {
            var isNothing = option.Value.ValueKind is JsonValueKind.Null or JsonValueKind.False;
            if (!isNothing && !_read.Contains(option.Name) && !Harmless.Contains(option.Name)
                && !option.Name.EndsWith("_initializer", StringComparison.Ordinal))
            {
                Report($"{option.Name} = {Shown(option.Value)} is not supported: leave it out when the model is built");
            }
        }
    }

    /// <summary>A value, shortened.</summary>
    /// <param name="value">The value.</param>
    public static string Shown(JsonElement value)
    {
        const int most = 60;
        var text = value.GetRawText();
        return text.Length <= most ? text : $"{text[..most]}...";
    }

    private static bool IsMissing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
}
