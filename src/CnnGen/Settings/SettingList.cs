using System.Globalization;

namespace CnnGen.Training;

/// <summary>
/// Settings as texts under their names, in the order in which they are added, the same in every culture: what
/// <see cref="IHasSettings"/> tells of itself. A setting that is not set (null) is left out.
/// </summary>
public sealed class SettingList
{
    private readonly List<KeyValuePair<string, string>> _entries;
    private readonly string _prefix;

    /// <summary>Holds nothing yet.</summary>
    public SettingList()
        : this([], "")
    {
    }

    private SettingList(List<KeyValuePair<string, string>> entries, string prefix) => (_entries, _prefix) = (entries, prefix);

    /// <summary>All of them, by full names.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Entries => _entries;

    /// <summary>Adds a text.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">What it is.</param>
    public void Add(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value is not null)
            _entries.Add(new(_prefix + name, value));
    }

    /// <summary>Adds a number, with all its digits.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">What it is.</param>
    public void Add(string name, double? value) => Add(name, value is { } number ? Text(number) : null);

    /// <summary>Adds a number of single precision.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">What it is.</param>
    public void Add(string name, float? value) => Add(name, value?.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Adds a whole number.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">What it is.</param>
    public void Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a switch.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">What it is.</param>
    public void Add(string name, bool value) => Add(name, value ? "true" : "false");

    /// <summary>Adds a choice.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="value">What it is.</param>
    /// <typeparam name="T">The choices.</typeparam>
    public void Add<T>(string name, T value)
        where T : struct, Enum => Add(name, value.ToString());

    /// <summary>Adds something with settings of its own: the name of its class, and its settings behind <c>name.</c></summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="part">What it is; nothing is added of null.</param>
    public void AddPart(string name, object? part)
    {
        Add(name, part?.GetType().Name);
        (part as IHasSettings)?.AddSettings(Section(name));
    }

    /// <summary>Adds a list of such things: names of classes, and the settings of each behind <c>name[0].</c> and so on.</summary>
    /// <param name="name">The name of the setting.</param>
    /// <param name="parts">What they are.</param>
    public void AddParts(string name, IEnumerable<object> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        object[] all = [.. parts];
        Add(name, string.Join(", ", all.Select(part => part.GetType().Name)));
        for (var i = 0; i < all.Length; i++)
            (all[i] as IHasSettings)?.AddSettings(Section($"{name}[{i}]"));
    }

    /// <summary>All of them in one line, such as <c>Beta1 0.9, Beta2 0.999</c>.</summary>
    public override string ToString() => string.Join(", ", _entries.Select(entry => $"{entry.Key} {entry.Value}"));

    /// <summary>A number as it is added.</summary>
    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Something in one line, with its settings.</summary>
    /// <param name="part">What it is.</param>
    internal static string Describe(object part)
    {
        var own = new SettingList();
        (part as IHasSettings)?.AddSettings(own);
        return own._entries.Count == 0 ? part.GetType().Name : $"{part.GetType().Name} ({own})";
    }

    /// <summary>The same list, where <c>name.</c> goes before each name.</summary>
    /// <param name="name">What the section is called.</param>
    internal SettingList Section(string name) => new(_entries, $"{_prefix}{name}.");
}
