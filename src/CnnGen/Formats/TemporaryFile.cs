using Microsoft.Win32.SafeHandles;

namespace CnnGen.Formats;

/// <summary>
/// A file that is written beside its target and takes its place when it is whole. While its writer lives, it is locked; one that is not
/// is a stray of a process that was killed.
/// </summary>
internal sealed class TemporaryFile : Stream
{
    private const string Prefix = ".cnngen-";
    private const string Suffix = ".tmp";

    /// <summary>How often another name is tried, where a writer that clears away took the new file for a stray.</summary>
    private const int Attempts = 10;

    private readonly FileStream _file;

    private TemporaryFile(FileStream file) => _file = file;

    /// <summary>Its path.</summary>
    public string Name => _file.Name;

    /// <summary>What the system knows it by.</summary>
    public SafeFileHandle Handle => _file.SafeFileHandle;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    /// <summary>Makes one under a name that nobody has and that no file system finds too long.</summary>
    /// <param name="path">The target, for messages.</param>
    /// <param name="folder">The target's folder.</param>
    /// <param name="mode">Its mode, less what the umask takes away; null: that of any new file.</param>
    /// <exception cref="IOException">There is no such folder, or no file can be made in it.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made in it.</exception>
    public static TemporaryFile Create(string path, string folder, UnixFileMode? mode)
    {
        // Shared for renaming on Windows; on Unix this is the shared lock by which a living writer is known. Writers write in large pieces.
        var options =
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0 };
        if (mode is { } kept && !OperatingSystem.IsWindows())
            options.UnixCreateMode = kept;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Never the same name twice: who removes a stray by its name cannot meet another file.
                var file = new FileStream(Path.Join(folder, $"{Prefix}{Path.GetRandomFileName()}{Suffix}"), options);
                // From here on it is locked, and nobody removes it.
                if (File.Exists(file.Name))
                    return new TemporaryFile(file);
                file.Dispose();
                throw new IOException("Writers that clear away took it for a stray.");
            }
            catch (DirectoryNotFoundException e)
            {
                throw new DirectoryNotFoundException($"{path}: expected a file in an existing folder, but there is no folder {folder}.", e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new UnauthorizedAccessException(
                    $"{path}: expected a folder in which files may be made, but {folder} does not allow it.", e);
            }
            catch (IOException e) when (attempt == Attempts)
            {
                throw new IOException($"{path}: no file can be made in {folder}. {e.Message}", e);
            }
            catch (IOException)
            {
                // Between making the file and locking it, a writer that clears away may have come first.
            }
        }
    }

    /// <summary>Removes those of a folder that no living writer holds.</summary>
    /// <param name="folder">The folder.</param>
    public static void RemoveStrays(string folder)
    {
        try
        {
            foreach (var stray in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            {
                if (FileStatus.Of(stray, followLinks: false) is { IsRegular: true })
                    RemoveUnlessHeld(stray);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that does not exist or cannot be listed: the first is reported when the file is made, the second keeps its strays.
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _file.Read(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes bytes at the position.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <exception cref="IOException">The file cannot be written, or would be too large.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // That the system finds a file too large (EFBIG), .NET takes for a wrong argument.
            throw new IOException($"The file would be larger than the file system or a limit of the process allows: '{Name}'.", e);
        }
    }

    public override void Flush() => _file.Flush();

    /// <summary>Waits until the disk holds what was written.</summary>
    public void FlushToDisk() => _file.Flush(flushToDisk: true);

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void SetLength(long value) => _file.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    private static void RemoveUnlessHeld(string stray)
    {
        try
        {
            new FileStream(stray, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Held, another user's, or already gone.
        }
    }
}
