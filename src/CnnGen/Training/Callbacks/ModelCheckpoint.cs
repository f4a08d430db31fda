using System.Globalization;
using System.Text.RegularExpressions;

namespace CnnGen.Training;

/// <summary>
/// Saves the weights after each epoch, or where a result is the best so far; Keras' <c>ModelCheckpoint</c>. A file is written beside its
/// target and renamed, so that there is always a whole one.
/// </summary>
/// <remarks>One object serves one training at a time.</remarks>
public sealed partial class ModelCheckpoint : ITrainingCallback, IResumable
{
    private readonly string _path;
    private readonly string _monitor;
    private readonly int? _keep;
    private readonly Queue<string> _files = new();
    private TrainingContext? _training;
    private WatchedResult? _watched;

    /// <summary>Files and what to watch.</summary>
    /// <param name="path">
    /// The file, whose folder must exist. <c>{epoch}</c> and names of results stand for their values, with a format where one is given:
    /// <c>run-{epoch:D2}-{val_loss:F3}.safetensors</c>.
    /// </param>
    /// <param name="monitor">The result to watch where the best is saved; <c>val_loss</c> when left out.</param>
    /// <exception cref="ArgumentException">The path is empty, or has a format of Python, such as <c>{epoch:02d}</c>.</exception>
    public ModelCheckpoint(string path, string monitor = "val_loss")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (PythonFormat().Match(path) is { Success: true } python)
        {
            var digits = python.Groups["digits"].Value.TrimStart('0', '.');
            throw new ArgumentException(
                $"{python.Value} has a format of Python: write {{{python.Groups["name"]}:{python.Groups["kind"].Value.ToUpperInvariant()}"
                    + $"{digits}}}.",
                nameof(path));
        }

        (_path, _monitor) = (path, monitor);
    }

    /// <summary>Whether only epochs whose result is the best so far are saved; false when left out.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>Which way the result gets better; as its metric says when left out.</summary>
    public Direction Direction { get; init; }

    /// <summary>How many of the files that it wrote are kept, the last ones, at least 1; all when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Keep
    {
        get => _keep;
        init => _keep = value is { } number ? SettingRange.AtLeast(number, 1, nameof(Keep)) : null;
    }

    /// <summary>The file that was written last; null before the first.</summary>
    public string? LastPath { get; private set; }

    /// <inheritdoc/>
    public bool IsForOneProcess => true;

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (_training, _watched, LastPath) = (training, null, null);
        _files.Clear();
        foreach (Match place in PlacePattern().Matches(_path))
        {
            var name = place.Groups["name"].Value;
            if (name != ResultNames.Epoch)
                training.IsHigherBetter(name);
        }

        if (!SaveBestOnly)
            return;
        _watched = new WatchedResult(_monitor, Direction, leastChange: 0);
        _watched.Begin(training);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        if (_watched is not null && !_watched.IsBest(result))
            return;
        var path = PathOf(result);
        _training!.Network.Save(path);
        LastPath = path;
        if (_files.Contains(path))
            return;
        _files.Enqueue(path);
        while (_files.Count > Keep)
            File.Delete(_files.Dequeue());
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_watched is not null)
            state.Set("best", _watched.Best);
        state.Set("last", LastPath ?? "");
        // No path holds a line break that a user would choose.
        state.Set("files", string.Join('\n', _files));
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_watched is not null && state.Contains("best"))
            _watched.Best = state.GetDouble("best");
        LastPath = state.GetText("last") is { Length: > 0 } last ? last : null;
        _files.Clear();
        foreach (var file in state.GetText("files").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _files.Enqueue(file);
    }

    private string PathOf(EpochResult result) => PlacePattern().Replace(_path, place =>
    {
        var (name, format) = (place.Groups["name"].Value, place.Groups["format"].Value);
        // Not of one type: a whole number has formats of its own.
        var value = name == ResultNames.Epoch ? result.Epoch : (IFormattable?)result[name];
        return value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
    });

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<format>[^{}]+))?\}")]
    private static partial Regex PlacePattern();

    [GeneratedRegex(@"\{(?<name>\w+):(?<digits>[\d.]+)(?<kind>[defg])\}")]
    private static partial Regex PythonFormat();
}
