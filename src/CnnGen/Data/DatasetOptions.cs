namespace CnnGen.Data;

/// <summary>Where a published data set is looked for and whether it may be downloaded.</summary>
public record DatasetOptions
{
    /// <summary>The folder with the data set's files. When set, no other place is tried and a missing file is an error.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether missing files may be downloaded from the data set's official address; true by default.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>The address that names of files are appended to; null: the official one.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>How long to wait for a connection, or for the next bytes of a download that has begun; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where downloads are kept; null: a folder of the data set in <c>cnngen</c> in the user's cache folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Told how far a download is, several times a second at most; may be null.</summary>
    public Action<DownloadProgress>? Progress { get; init; }

    /// <summary>Stops a download.</summary>
    public CancellationToken CancellationToken { get; init; }
}
