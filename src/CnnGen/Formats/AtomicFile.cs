namespace CnnGen.Formats;

/// <summary>
/// Writes a file so that a reader, a crash or a full disk leaves either the previous file or the new one, never a part. A symbolic link is
/// followed: the file it leads to is replaced, the link stays. The mode and the group of a file that is replaced are kept; a new one gets
/// what the process' umask says.
/// </summary>
internal static class AtomicFile
{
    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file beside the target, flushes it to the disk and renames it over the target. When
    /// anything fails, the temporary file is removed and the target is as before. What a killed process left behind, the next call for a
    /// file of that folder removes.
    /// </summary>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="IOException">
    /// The folder does not exist, the path leads to something other than a regular file (a folder, a pipe, a device, a socket, a circle
    /// of links), or the disk is full or fails.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder may not be written to, or the target is write-protected or belongs to another user or group, so that it would not be
    /// the same file when replaced.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        var (stream, target, isNew) = Begin(path);
        var isWritten = false;
        try
        {
            using (stream)
            {
                write(stream);
                stream.FlushToDisk();
                isWritten = true;
                // Still open, so that nobody can take it for a stray.
                File.Move(stream.Name, target, overwrite: true);
            }
        }
        catch (Exception e)
        {
            TryDelete(stream.Name);
            // Such as a full disk: nobody knows the temporary file by its name. What the writer throws is its own.
            if (!isWritten && !e.Message.Contains(stream.Name, StringComparison.Ordinal))
                throw;
            var message = $"{path}: could not be written{(isNew ? "" : ", and is as it was before")}."
                + $" {e.Message.Replace(stream.Name, target, StringComparison.Ordinal)}";
            throw e is UnauthorizedAccessException ? new UnauthorizedAccessException(message, e) : new IOException(message, e);
        }
    }

    /// <summary>
    /// Throws what <see cref="Write"/> would throw before it writes; the target stays as it is. What only replacing it can show is not
    /// foreseen: a disk that is full by then, or a file that something is mounted on.
    /// </summary>
    /// <param name="path">The target.</param>
    public static void Check(string path)
    {
        var (stream, target, isNew) = Begin(path);
        using (stream)
            TryDelete(stream.Name);
        if (isNew)
            return;
        try
        {
            // One that is immutable has the right owner and mode, and still cannot be written to.
            using var present = File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{path}: expected a file that may be written to, but the system does not allow it.", e);
        }
    }

    /// <summary>Checks the target, and opens the temporary file that will take its place.</summary>
    /// <returns>The file, where links lead to, and whether nothing is there yet.</returns>
    private static (TemporaryFile Stream, string Target, bool IsNew) Begin(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Before links are followed: /dev/stdout is one, and what it leads to has no name.
        RegularFile.Check(path);
        var target = SymbolicLinks.Follow(path);
        var previous = RegularFile.Check(target);
        if (previous is null)
            CheckName(path, target);
        var mode = previous is null ? null : ModeToKeep(path, target);
        // The same folder is the same file system, where a rename is atomic.
        var folder = Path.GetDirectoryName(target) ?? target;
        TemporaryFile.RemoveStrays(folder);
        var stream = TemporaryFile.Create(path, folder, mode);
        try
        {
            if (previous is { } replaced)
                KeepOwnership(path, stream, replaced, mode);
            return (stream, target, previous is null);
        }
        catch
        {
            TryDelete(stream.Name);
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a name that no file can have; the temporary one is shorter.</summary>
    private static void CheckName(string path, string target)
    {
        try
        {
            File.GetAttributes(target);
        }
        catch (PathTooLongException e)
        {
            throw new PathTooLongException($"{path}: expected a name that the system takes, but it is too long.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is no such file yet.
        }
    }

    /// <summary>The mode of the file that will be replaced; null on systems without modes.</summary>
    private static UnixFileMode? ModeToKeep(string path, string target)
    {
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(target);
        var isProtected = mode is null ? new FileInfo(target).IsReadOnly : (mode & UnixFileMode.UserWrite) == 0;
        return isProtected
            ? throw new UnauthorizedAccessException(
                $"{path}: expected a file that may be replaced, but it is write-protected. Make it writable, or write to another name.")
            : mode;
    }

    private static void KeepOwnership(string path, TemporaryFile temporary, FileStatus replaced, UnixFileMode? mode)
    {
        var made = FileStatus.Of(temporary.Name);
        if (made?.Owner != replaced.Owner)
        {
            throw new UnauthorizedAccessException(
                $"{path}: expected a file of this process' user, but it belongs to user {replaced.Owner} and would not, once replaced. "
                + "Delete it first, or write to another name.");
        }

        if (made?.Group != replaced.Group && !FileStatus.TrySetGroup(temporary.Name, replaced.Group!.Value))
        {
            throw new UnauthorizedAccessException(
                $"{path}: expected a file of a group of this process, but it belongs to group {replaced.Group} and would not, once"
                + " replaced. Delete it first, or write to another name.");
        }

        // Beside what the umask took away: a change of the group removes bits, too.
        if (mode is { } kept && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary.Handle, kept);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
