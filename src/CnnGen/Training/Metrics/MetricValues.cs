using System.Collections;
using System.Globalization;

namespace CnnGen.Training;

/// <summary>
/// The values of metrics by their names, in the order of <see cref="FitOptions.Metrics"/>. Equal where names and values are.
/// </summary>
public readonly struct MetricValues : IReadOnlyList<KeyValuePair<string, double>>, IEquatable<MetricValues>
{
    private readonly string[]? _names;
    private readonly double[]? _values;

    internal MetricValues(string[] names, double[] values) => (_names, _values) = (names, values);

    /// <summary>Number of metrics.</summary>
    public int Count => _names?.Length ?? 0;

    /// <summary>A metric's name and value.</summary>
    /// <param name="index">Its place.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    public KeyValuePair<string, double> this[int index] => new((_names ?? [])[index], _values![index]);

    /// <summary>A metric's value.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no such metric; the message names those that there are.</exception>
    public double this[string name] => TryGetValue(name, out var value) ? value : throw Unknown(name, _names ?? []);

    /// <summary>Accuracy alone.</summary>
    /// <param name="accuracy">Its value.</param>
    public static MetricValues OfAccuracy(double accuracy) => new([SparseCategoricalAccuracy.DefaultName], [accuracy]);

    /// <summary>A metric's value, where there is such a metric.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; else NaN.</param>
    public bool TryGetValue(string name, out double value)
    {
        var index = Array.IndexOf(_names ?? [], name);
        value = index < 0 ? double.NaN : _values![index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(MetricValues other) =>
        (_names ?? []).AsSpan().SequenceEqual(other._names) && (_values ?? []).AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MetricValues other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var pair in this)
            hash.Add(pair);
        return hash.ToHashCode();
    }

    /// <summary>Whether names and values are the same.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(MetricValues left, MetricValues right) => left.Equals(right);

    /// <summary>Whether names or values differ.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(MetricValues left, MetricValues right) => !left.Equals(right);

    /// <summary><c>accuracy 0.9, ...</c>, the same in every culture.</summary>
    public override string ToString() =>
        string.Join(", ", this.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}")));

    /// <summary>What asking for a result that is not there ends in.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="names">What there is.</param>
    internal static KeyNotFoundException Unknown(string name, IReadOnlyCollection<string> names) =>
        new($"There is no result '{name}'; {(names.Count == 0 ? "there are none" : $"there are {string.Join(", ", names)}")}.");
}
