namespace CnnGen.Formats;

/// <summary>
/// The one way in which this library opens files to read. A file that is not there, is no regular file or fails while it is read: an
/// <see cref="IOException"/>;
/// one that may not be read: an <see cref="UnauthorizedAccessException"/>. What is wrong in its content is the reader's
/// <see cref="InvalidDataException"/>.
/// </summary>
internal static class RegularFile
{
    private const int Attempts = 10;

    /// <summary>Opens a file to read it from its beginning to its end.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The path leads to a folder, a pipe, a device or a socket, or the file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(path);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
            }
            catch (IOException e) when (attempt < Attempts && e.GetType() == typeof(IOException))
            {
                // In use: a writer that looks for strays locks a file for an instant, which may just have become this one.
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>Refuses what is there and no regular file.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The status of the file; null where there is none.</returns>
    /// <exception cref="IOException">The path leads to a folder, a pipe, a device or a socket.</exception>
    public static FileStatus? Check(string path)
    {
        var status = FileStatus.Of(path);
        return status is not { IsRegular: false } other
            ? status
            : throw new IOException($"{path}: expected a regular file, but it is {other.Description}.");
    }
}
