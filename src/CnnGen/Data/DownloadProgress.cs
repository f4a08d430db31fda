namespace CnnGen.Data;

/// <summary>How far a download is.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="BytesDone">Bytes that came.</param>
/// <param name="BytesTotal">Bytes of the whole file; null when the server does not say.</param>
public readonly record struct DownloadProgress(string File, long BytesDone, long? BytesTotal);
