using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

/// <summary>A file that others publish: it comes once, whole and as expected, or not at all.</summary>
public sealed class PublishedFileTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 1000).Select(i => (byte)(7 * i))];
    private static readonly string Right = Convert.ToHexString(SHA256.HashData(Content));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItIsDownloadedOnceAndThenInTheCache()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { ["/models/net.h5"] = Content });
        var file = new PublishedFile(server.Address("models/net.h5"), Right, Content.Length);
        var progress = new List<DownloadProgress>();
        var options = new DatasetOptions { CacheFolder = _folder["cache"], Progress = progress.Add };
        Assert.Equal("net.h5", file.Name);
        Assert.EndsWith(Path.Combine("cnngen", "models"), file.DefaultCacheFolder(), StringComparison.Ordinal);

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(_folder[Path.Combine("cache", "net.h5")], file.Find(options));
            Assert.Equal(Content, File.ReadAllBytes(file.Find(options)));
            Assert.Equal(1, server.Requests);
        }

        Assert.Equal([new DownloadProgress("net.h5", 1000, 1000)], progress);
        // A mirror has it under the same name, at another address.
        using var mirror = new FileServer(new Dictionary<string, byte[]> { ["/net.h5"] = Content });
        file.Find(new DatasetOptions { CacheFolder = _folder["other"], BaseAddress = mirror.Address("") });
        Assert.Equal(1, mirror.Requests);
    }

    [Fact]
    public void WhatIsNotTheFileIsRefusedAndNothingStays()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { ["/net.h5"] = Content });
        var options = new DatasetOptions { CacheFolder = _folder["cache"] };
        var other = new PublishedFile(server.Address("net.h5"), new string('0', 64), Content.Length);
        Assert.Equal($"No net.h5: {_folder["cache"]} lacks net.h5; the download failed ({server.Address("net.h5")}: expected content with"
            + $" SHA-256 {new string('0', 64)}, but got {Right.ToLowerInvariant()}.).", Refusal(other, options));
        var small = new PublishedFile(server.Address("net.h5"), Right, Content.Length - 1);
        Assert.Contains("expected at most 999 bytes, but more came", Refusal(small, options), StringComparison.Ordinal);
        var missing = new PublishedFile(server.Address("none.h5"), Right, Content.Length);
        Assert.Contains("404", Refusal(missing, options), StringComparison.Ordinal);
        var forbidden = new PublishedFile(server.Address("net.h5"), Right, Content.Length);
        Assert.Equal($"No net.h5: {_folder["cache"]} lacks net.h5.", Refusal(forbidden, options with { AllowDownload = false }));
        Assert.Equal($"No net.h5: {_folder.Path} lacks net.h5.", Refusal(forbidden, options with { Folder = _folder.Path }));
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public async Task AConnectionThatIsCutLeavesNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            Assert.InRange(await stream.ReadAsync(new byte[1024]), 1, 1024);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this"u8.ToArray());
        });
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/net.h5");
        var message = Refusal(new(address, Right, 1000), new DatasetOptions { CacheFolder = _folder["cache"] });
        await server;
        Assert.StartsWith($"No net.h5: {_folder["cache"]} lacks net.h5; the download failed (", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public void AnotherFileInItsPlaceIsNamedRatherThanReplaced()
    {
        var path = _folder.Write("net.h5", [1, 2, 3]);
        var file = new PublishedFile(new("http://127.0.0.1:9/net.h5"), Right, Content.Length);
        var error = Assert.Throws<InvalidDataException>(() => file.Find(new DatasetOptions { CacheFolder = _folder.Path }));
        Assert.StartsWith($"{path}: expected http://127.0.0.1:9/net.h5 with SHA-256 {Right.ToLowerInvariant()}, but it has ", error.Message,
            StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    /// <summary>The same content in another file is the right one, where the content is what counts.</summary>
    [Fact]
    public void WhatCountsMayBeAPartOfTheFile()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { ["/net.h5"] = [9, .. Content], ["/no.h5"] = [8, .. Content] });
        var options = new DatasetOptions { CacheFolder = _folder["cache"] };
        Assert.Equal([9, .. Content], File.ReadAllBytes(Of("net.h5").Find(options)));
        Assert.Contains("does not begin with 9", Refusal(Of("no.h5"), options), StringComparison.Ordinal);

        PublishedFile Of(string name) => new(server.Address(name), Right, 2000, stream =>
            stream.ReadByte() == 9
                ? Convert.ToHexStringLower(SHA256.HashData(stream))
                : throw new InvalidDataException("it does not begin with 9"));
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new PublishedFile(new("file:///net.h5"), Right, 1));
        Assert.Throws<ArgumentException>(() => new PublishedFile(new("http://host/folder/"), Right, 1));
        Assert.Throws<ArgumentException>(() => new PublishedFile(new("net.h5", UriKind.Relative), Right, 1));
        Assert.Throws<ArgumentException>(() => new PublishedFile(new("http://host/net.h5"), "abc", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PublishedFile(new("http://host/net.h5"), Right, 0));
    }

    private static string Refusal(PublishedFile file, DatasetOptions options) =>
        Assert.Throws<FileNotFoundException>(() => file.Find(options)).Message;
}
