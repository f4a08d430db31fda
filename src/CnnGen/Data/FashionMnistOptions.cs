namespace CnnGen.Data;

/// <summary>Where <see cref="FashionMnist.Load"/> looks for the data and whether it may download it.</summary>
public sealed record FashionMnistOptions
{
    /// <summary>The folder with the four files. When set, no other place is tried and a missing file is an error.</summary>
    public string? Folder { get; init; }

    /// <summary>The folder of the subset that ships with the program, tried last; null: there is none.</summary>
    public string? SubsetFolder { get; init; }

    /// <summary>Whether missing files may be downloaded from the data set's official address; true by default.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>The address that the four file names are appended to; the official one by default.</summary>
    public Uri BaseAddress { get; init; } = new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");

    /// <summary>How long to wait for a connection, or for the next bytes of a download that has begun; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where downloads are kept; null: <c>cnngen/fashion-mnist</c> in the user's cache folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Told how far a download is, several times a second at most; may be null.</summary>
    public Action<DownloadProgress>? Progress { get; init; }

    /// <summary>Stops a download.</summary>
    public CancellationToken CancellationToken { get; init; }
}
