namespace CnnGen.Import;

/// <summary>What a file is.</summary>
internal enum FileKind
{
    /// <summary>Something else.</summary>
    Other,

    /// <summary>HDF5.</summary>
    Hdf5,

    /// <summary>An archive: <c>.keras</c>, <c>.npz</c>.</summary>
    Zip,

    /// <summary>An object in JSON.</summary>
    Json,
}

/// <summary>The first bytes of a file, which say what it is, whatever its name.</summary>
internal static class FileStart
{
    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>What a file is.</summary>
    /// <param name="file">The file, which stands at its beginning, and does so again.</param>
    public static FileKind Of(Stream file)
    {
        Span<byte> bytes = stackalloc byte[16];
        ReadOnlySpan<byte> start = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith(Hdf5))
            return FileKind.Hdf5;
        if (start.StartsWith("PK\x03\x04"u8))
            return FileKind.Zip;
        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        return text.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? FileKind.Json : FileKind.Other;
    }
}
