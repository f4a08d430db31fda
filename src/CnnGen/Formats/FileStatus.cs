using System.Runtime.InteropServices;

namespace CnnGen.Formats;

/// <summary>What a name in the file system stands for.</summary>
internal enum FileKind
{
    Regular,
    Folder,
    Pipe,
    Device,
    Socket,
    Link,
}

/// <summary>
/// What the system tells about a file without opening it: to open a pipe waits for its other end, to open a device may do anything.
/// </summary>
/// <param name="Kind">Its kind; systems other than Linux tell folders from files.</param>
/// <param name="Owner">The user it belongs to; null where the system does not tell.</param>
/// <param name="Group">The group it belongs to; null where the system does not tell.</param>
internal readonly partial record struct FileStatus(FileKind Kind, uint? Owner, uint? Group)
{
    // From Linux' stat.h and fcntl.h.
    private const int RelativeToCurrentFolder = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint KindModeOwnerGroup = 0x1b;
    private const int KindBits = 0xf000;

    /// <summary>Whether it holds bytes that stay.</summary>
    public bool IsRegular => Kind == FileKind.Regular;

    /// <summary>The kind as text: <c>a folder</c>.</summary>
    public string Description => Kind switch
    {
        FileKind.Regular => "a regular file",
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a named pipe (FIFO)",
        FileKind.Device => "a device",
        FileKind.Socket => "a socket",
        _ => "a symbolic link",
    };

    /// <summary>The status of what a path leads to; null where that does not exist or cannot be seen.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether a symbolic link stands for what it leads to, or for itself.</param>
    public static FileStatus? Of(string path, bool followLinks = true)
    {
        path = Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsLinux())
            {
                var result = StatX(RelativeToCurrentFolder, path, followLinks ? 0 : DoNotFollowLinks, KindModeOwnerGroup, out var status);
                return result == 0 ? new FileStatus(KindOf(status.Mode), status.Owner, status.Group) : null;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library older than the call: what .NET tells must do.
        }

        if (!followLinks && new FileInfo(path).LinkTarget is not null)
            return new FileStatus(FileKind.Link, null, null);
        if (Directory.Exists(path))
            return new FileStatus(FileKind.Folder, null, null);
        return File.Exists(path) ? new FileStatus(FileKind.Regular, null, null) : null;
    }

    /// <summary>Gives a file to a group of the process' own. Whether that was possible.</summary>
    /// <param name="path">The file.</param>
    /// <param name="group">The group's number.</param>
    public static bool TrySetGroup(string path, uint group) => ChangeOwner(Path.GetFullPath(path), uint.MaxValue, group) == 0;

    private static FileKind KindOf(int mode) => (mode & KindBits) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        0x1000 => FileKind.Pipe,
        0xc000 => FileKind.Socket,
        0xa000 => FileKind.Link,
        _ => FileKind.Device,
    };

    // The system's own, not what lies beside the program. Unlike that of stat, the layout of statx is the same for all processors.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out StatXBuffer status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ChangeOwner(string path, uint owner, uint group);

    /// <summary>The fields that are read of <c>struct statx</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatXBuffer
    {
        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
