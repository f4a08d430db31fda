using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>Downloads files and keeps only what has the expected content.</summary>
internal static class VerifiedDownload
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Downloads one file. The target appears only once its content was checked.</summary>
    /// <param name="client">The client.</param>
    /// <param name="address">The file to fetch.</param>
    /// <param name="target">Where to put it; its folder must exist.</param>
    /// <param name="file">What is expected there.</param>
    /// <param name="options">Timeout, progress and cancellation.</param>
    /// <exception cref="InvalidDataException">Something else came than the expected content.</exception>
    /// <exception cref="HttpRequestException">The server could not be reached or refused.</exception>
    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public static void Fetch(HttpClient client, Uri address, string target, ExpectedFile file, DatasetOptions options) =>
        AtomicFile.Write(target, stream =>
        {
            // On the pool, so that waiting here cannot block a context the continuation needs.
            Task.Run(() => CopyAsync(client, address, stream, file, options)).GetAwaiter().GetResult();
            stream.Position = 0;
            var actual = file.Sha256Of?.Invoke(stream) ?? ContentHash(stream, address.ToString(), file.MostBytes);
            if (actual != file.Sha256)
                throw new InvalidDataException($"{address}: expected content with SHA-256 {file.Sha256}, but got {actual}.");
        });

    /// <summary>SHA-256 of the uncompressed content of a gzip stream, in lower-case hexadecimal.</summary>
    /// <param name="compressed">The gzip stream; stays open.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="mostBytes">The most that it may hold.</param>
    /// <exception cref="InvalidDataException">It is no whole gzip stream, or holds more than that.</exception>
    public static string ContentHash(Stream compressed, string name, long mostBytes)
    {
        using var content = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var done = 0L; Read() is > 0 and var count; hash.AppendData(buffer, 0, count))
            CheckLength(done += count, mostBytes, name);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        int Read()
        {
            try
            {
                return content.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{name}: expected whole gzip data, but it is damaged or truncated.", e);
            }
        }
    }

    private static void CheckLength(long bytes, long mostBytes, string name)
    {
        if (bytes > mostBytes)
            throw new InvalidDataException($"{name}: expected at most {mostBytes} bytes, but more came.");
    }

    private static async Task CopyAsync(HttpClient client, Uri address, Stream target, ExpectedFile file, DatasetOptions options)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        try
        {
            patience.CancelAfter(options.Timeout);
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            var total = response.Content.Headers.ContentLength;
            await using var source = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            var buffer = new byte[1 << 16];
            var done = 0L;
            var sinceReport = Stopwatch.StartNew();
            while (true)
            {
                // Patience is for the next bytes, not for the whole file: slow lines are welcome, dead ones are not.
                patience.CancelAfter(options.Timeout);
                var count = await source.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                if (count == 0)
                    break;
                await target.WriteAsync(buffer.AsMemory(0, count), patience.Token).ConfigureAwait(false);
                done += count;
                CheckLength(done, file.MostBytes, address.ToString());
                if (sinceReport.Elapsed < ReportInterval)
                    continue;
                options.Progress?.Invoke(new DownloadProgress(file.Name, done, total));
                sinceReport.Restart();
            }

            options.Progress?.Invoke(new DownloadProgress(file.Name, done, total));
        }
        catch (OperationCanceledException e) when (!options.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{address}: nothing came for {options.Timeout.TotalSeconds:0.#} seconds.", e);
        }
    }
}
