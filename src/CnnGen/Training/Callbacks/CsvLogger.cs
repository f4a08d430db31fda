using System.Globalization;
using System.Text;

namespace CnnGen.Training;

/// <summary>
/// Writes a line for each epoch as soon as it is over, under a header with the names of the results; Keras' <c>CSVLogger</c>. Numbers are
/// those of every culture and read back exactly. <see cref="History.WriteCsv"/> writes all of them at the end.
/// </summary>
/// <remarks>One object serves one training at a time.</remarks>
public sealed class CsvLogger : ITrainingCallback, IResumable
{
    private readonly string _path;
    private IReadOnlyList<string> _names = [];

    /// <summary>A file.</summary>
    /// <param name="path">The file, whose folder must exist.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public CsvLogger(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    /// <summary>
    /// Whether lines go behind those that are there, whose header must be the same; false, for a new file, when left out.
    /// </summary>
    public bool Append { get; init; }

    /// <inheritdoc/>
    public bool IsForOneProcess => true;

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        _names = training.Names;
        var header = $"{ResultNames.Epoch},{string.Join(',', _names)}";
        var goesOn = Append || training.ResumedFrom is not null;
        if (goesOn && File.Exists(_path) && new FileInfo(_path).Length > 0)
        {
            var there = File.ReadLines(_path).First();
            if (there != header)
            {
                throw new InvalidOperationException(
                    $"{_path} has the columns {there}, but this training would append {header}: take another file, or leave Append out.");
            }

            return;
        }

        File.WriteAllText(_path, header + "\n");
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{result.Epoch}");
        foreach (var name in _names)
            line.Append(CultureInfo.InvariantCulture, $",{result[name]}");
        File.AppendAllText(_path, line.Append('\n').ToString());
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("length", new FileInfo(_path).Length);
    }

    /// <summary>Takes back the lines of epochs that are done again; a file that is gone begins anew.</summary>
    /// <param name="state">What <see cref="SaveState"/> wrote.</param>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var file = File.Open(_path, FileMode.Open, FileAccess.Write);
        file.SetLength(Math.Min(file.Length, state.GetInt64("length")));
    }
}
