using System.Globalization;
using System.Numerics;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// Values under names, for a checkpoint: whatever a training needs to go on, besides the weights. Numbers come back with the same bits.
/// </summary>
/// <remarks>In the file floats are tensors, and all else is text of its metadata.</remarks>
public sealed class TrainingState
{
    /// <summary>The part of a checkpoint that is not the library's.</summary>
    internal const string CallersSection = "state";

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, SafetensorsSource> _floats;
    private readonly string _prefix;
    private readonly string _source;

    /// <summary>Holds nothing yet.</summary>
    public TrainingState()
        : this("the state", [], [], "")
    {
    }

    internal TrainingState(string source, Dictionary<string, string> texts, Dictionary<string, SafetensorsSource> floats)
        : this(source, texts, floats, "")
    {
    }

    private TrainingState(
        string source, Dictionary<string, string> texts, Dictionary<string, SafetensorsSource> floats, string prefix) =>
        (_source, _texts, _floats, _prefix) = (source, texts, floats, prefix);

    /// <summary>All that is text, by full names.</summary>
    internal IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The names of its texts, without what goes before them.</summary>
    internal IEnumerable<string> TextNames =>
        _texts.Keys.Where(name => name.StartsWith(_prefix, StringComparison.Ordinal)).Select(name => name[_prefix.Length..]);

    /// <summary>All floats, by full names.</summary>
    internal IReadOnlyDictionary<string, SafetensorsSource> Tensors => _floats;

    /// <summary>A part of it whose names are its own: <c>name/</c> goes before each.</summary>
    /// <param name="name">What the part is called.</param>
    public TrainingState Section(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(_source, _texts, _floats, $"{_prefix}{name}/");
    }

    /// <summary>Whether nothing was set.</summary>
    public bool IsEmpty => !_texts.Keys.Concat(_floats.Keys).Any(name => name.StartsWith(_prefix, StringComparison.Ordinal));

    /// <summary>Whether there is a value.</summary>
    /// <param name="name">Its name.</param>
    public bool Contains(string name) => _texts.ContainsKey(_prefix + name) || _floats.ContainsKey(_prefix + name);

    /// <summary>Sets a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The text.</param>
    public void Set(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        _texts[_prefix + name] = value;
    }

    /// <summary>Sets a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public void Set(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number; it may be infinite or NaN.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public void Set(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Sets whole numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The numbers; they are copied.</param>
    public void Set(string name, ReadOnlySpan<long> values) =>
        Set(name, string.Join(' ', values.ToArray().Select(value => value.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Sets numbers; they may be infinite or NaN.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The numbers; they are copied.</param>
    public void Set(string name, ReadOnlySpan<double> values) =>
        Set(name, string.Join(' ', values.ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))));

    /// <summary>Sets floats, such as weights.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The floats; they are copied.</param>
    public void Set(string name, ReadOnlySpan<float> values)
    {
        var copy = values.ToArray();
        Set(name, [copy.Length], copy.CopyTo);
    }

    /// <summary>A text.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public string GetText(string name) => _texts.TryGetValue(_prefix + name, out var text) ? text : throw Missing(name);

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or it is something else.</exception>
    public long GetInt64(string name) => Parse<long>(name, GetText(name));

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none of that name, or it is something else.</exception>
    public double GetDouble(string name) => Parse<double>(name, GetText(name));

    /// <summary>Whole numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <exception cref="InvalidDataException">There are none of that name, or they are something else.</exception>
    public long[] GetInt64s(string name) => ParseAll<long>(name);

    /// <summary>Numbers.</summary>
    /// <param name="name">Their name.</param>
    /// <exception cref="InvalidDataException">There are none of that name, or they are something else.</exception>
    public double[] GetDoubles(string name) => ParseAll<double>(name);

    /// <summary>Floats.</summary>
    /// <param name="name">Their name.</param>
    /// <exception cref="InvalidDataException">There are none of that name.</exception>
    public float[] GetFloats(string name)
    {
        var source = TensorOf(name);
        var values = new float[source.Count];
        source.CopyTo(values);
        return values;
    }

    /// <summary>Sets all that this has in another.</summary>
    internal void CopyTo(TrainingState other)
    {
        foreach (var (name, text) in _texts.Where(pair => pair.Key.StartsWith(_prefix, StringComparison.Ordinal)))
            other.Set(name[_prefix.Length..], text);
        foreach (var (name, source) in _floats.Where(pair => pair.Key.StartsWith(_prefix, StringComparison.Ordinal)))
            other.Set(name[_prefix.Length..], source.Shape, source.CopyTo);
    }

    /// <summary>Sets floats that are fetched when the file is written.</summary>
    internal void Set(string name, IReadOnlyList<int> shape, Action<Span<float>> copyTo)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _floats[_prefix + name] = new SafetensorsSource(_prefix + name, shape, copyTo);
    }

    /// <summary>Floats with their shape.</summary>
    /// <exception cref="InvalidDataException">There are none of that name.</exception>
    internal SafetensorsSource TensorOf(string name) =>
        _floats.TryGetValue(_prefix + name, out var source) ? source : throw Missing(name);

    private T[] ParseAll<T>(string name)
        where T : INumber<T>
    {
        var parts = GetText(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Select(part => Parse<T>(name, part))];
    }

    private T Parse<T>(string name, string text)
        where T : INumber<T> => T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new InvalidDataException($"{_source}: expected a number under '{_prefix}{name}', but found '{text}'.");

    private InvalidDataException Missing(string name) => new($"{_source}: expected a value under '{_prefix}{name}', but there is none.");
}
