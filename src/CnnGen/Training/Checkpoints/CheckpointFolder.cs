using System.Globalization;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>The checkpoints of one training in a folder.</summary>
/// <param name="options">Which folder, and how many are kept.</param>
internal sealed class CheckpointFolder(CheckpointOptions options)
{
    private const string Before = "checkpoint-";
    private const string Behind = ".safetensors";

    /// <summary>All checkpoints, the last one first; none where there is no folder.</summary>
    public IReadOnlyList<string> Files => Directory.Exists(options.Folder)
        ? [.. Directory.EnumerateFiles(options.Folder, $"{Before}*{Behind}").Where(file => StepOf(file) >= 0).OrderByDescending(StepOf)]
        : [];

    /// <summary>The file of a step.</summary>
    /// <param name="step">Steps of the training so far.</param>
    public string PathOf(long step) =>
        Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"{Before}{step:D9}{Behind}"));

    /// <summary>Makes the folder, and sees to it that the next checkpoint can be written.</summary>
    /// <exception cref="IOException">It cannot, or training is not to be resumed and there are checkpoints of another.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Prepare()
    {
        if (File.Exists(options.Folder))
            throw new IOException($"{options.Folder} is a file, but checkpoints need a folder: take another path.");
        Directory.CreateDirectory(options.Folder);
        if (!options.Resume && Files is [var last, ..])
        {
            throw new IOException(
                $"{options.Folder} holds checkpoints of an earlier training, up to {Path.GetFileName(last)}: set Resume = true to go on"
                + " with it, or take another folder.");
        }

        SafetensorsFile.CheckWritable(PathOf(0));
    }

    /// <summary>
    /// The last checkpoint that is whole; null where there is none at all. What comes of a damaged one, an older one gives as well: the
    /// steps between are taken again, to the bit.
    /// </summary>
    /// <exception cref="InvalidDataException">All of them are damaged.</exception>
    public SafetensorsFile? FindLast()
    {
        InvalidDataException? first = null;
        foreach (var file in Files)
        {
            try
            {
                return CheckpointFile.ReadWhole(file);
            }
            catch (InvalidDataException e)
            {
                first ??= e;
            }
        }

        return first is null ? null : throw new InvalidDataException(
            $"{options.Folder}: no checkpoint in it is whole, so there is nothing to go on from. Remove them, or begin in another folder."
                + $" The last one: {first.Message}",
            first);
    }

    /// <summary>Removes all but the last ones.</summary>
    public void RemoveOld()
    {
        foreach (var file in Files.Skip(options.Keep))
            File.Delete(file);
    }

    private static long StepOf(string file)
    {
        var number = Path.GetFileName(file)[Before.Length..^Behind.Length];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
    }
}
