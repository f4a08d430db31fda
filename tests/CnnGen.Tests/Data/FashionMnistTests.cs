using System.Net;
using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class FashionMnistTests : IDisposable
{
    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_subset_in_the_repository_is_balanced_and_holds_the_first_images()
    {
        var data = FashionMnist.Load(new FashionMnistOptions { Folder = Subset() });
        AssertBalanced(data.Train, 600);
        AssertBalanced(data.Test, 100);
        // The published set begins with these labels.
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2], data.Train.Labels[..8].ToArray());
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6], data.Test.Labels[..8].ToArray());
    }

    [Fact]
    public void An_explicit_folder_has_no_fallback()
    {
        var names = Names.Select(name => $"{name}.gz").ToArray();
        var error =
            Assert.Throws<FileNotFoundException>(() => Load(new FashionMnistOptions { Folder = _folder.Path, SubsetFolder = Subset() }));
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));

        CopySubset(_folder.Path, Names[..3]);
        error =
            Assert.Throws<FileNotFoundException>(() => Load(new FashionMnistOptions { Folder = _folder.Path, SubsetFolder = Subset() }));
        Assert.DoesNotContain(names[0], error.Message, StringComparison.Ordinal);
        Assert.Contains(names[3], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_are_tried_in_order_and_the_cache_after_them()
    {
        var (first, second, cache) =
            (Directory.CreateDirectory(_folder["first"]).FullName, _folder["second"], Directory.CreateDirectory(_folder["cache"]).FullName);
        var options = new FashionMnistOptions { CacheFolder = cache, AllowDownload = false };
        CopySubset(cache, Names);
        Assert.Equal($"from {cache}", Load(options, null, "", first, second).Source);
        Directory.CreateDirectory(second);
        CopySubset(second, Names);
        Assert.Equal($"from {second}", Load(options, first, second).Source);
        CopySubset(first, Names);
        Assert.Equal($"from {first}", Load(options, first, second).Source);
    }

    [Fact]
    public void The_subset_is_the_last_resort_and_says_why()
    {
        var options = new FashionMnistOptions { CacheFolder = _folder["cache"], AllowDownload = false, SubsetFolder = Subset() };
        var data = Load(options, _folder["nowhere"]);
        Assert.True(data.IsSubset);
        Assert.Contains(Subset(), data.Source, StringComparison.Ordinal);
        Assert.Contains(_folder["nowhere"], data.Source, StringComparison.Ordinal);
        Assert.Contains(_folder["cache"], data.Source, StringComparison.Ordinal);
        var error = Assert.Throws<FileNotFoundException>(() => Load(options with { SubsetFolder = null }, _folder["nowhere"]));
        Assert.Contains(_folder["nowhere"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_an_error_and_not_passed_over()
    {
        CopySubset(_folder.Path, Names);
        var path = _folder[$"{Names[0]}.gz"];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1000]);
        var options = new FashionMnistOptions { CacheFolder = _folder.Path, AllowDownload = false, SubsetFolder = Subset() };
        Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => Load(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_another_shape_are_refused()
    {
        CopySubset(_folder.Path, Names);
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0];
        var path = _folder.Write($"{Names[2]}.gz", images);
        _folder.Write($"{Names[3]}.gz", [0, 0, 8, 1, 0, 0, 0, 1, 0]);
        var error = Assert.Throws<InvalidDataException>(() => Load(new FashionMnistOptions { Folder = _folder.Path }));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("28 x 28", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_download_appears_only_when_its_content_is_right()
    {
        var content = IdxFileTests.Gzip([1, 2, 3]);
        const string sha256 = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";
        using var server = new FileServer(
            new Dictionary<string, byte[]> { ["/good.gz"] = content, ["/cut.gz"] = content[..^12], ["/plain.gz"] = [1, 2, 3] });
        using var client = new HttpClient();
        var progress = new List<DownloadProgress>();
        var options = new FashionMnistOptions { Progress = progress.Add };

        VerifiedDownload.Fetch(client, server.Address("good.gz"), _folder["good.gz"], new("good.gz", sha256), options);
        Assert.Equal(content, File.ReadAllBytes(_folder["good.gz"]));
        Assert.Equal(new DownloadProgress("good.gz", content.Length, content.Length), Assert.Single(progress));

        var other = Assert.Throws<InvalidDataException>(
            () => VerifiedDownload.Fetch(client, server.Address("good.gz"), _folder["other"], new("other", new string('0', 64)), options));
        Assert.Contains(sha256, other.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(
            () => VerifiedDownload.Fetch(client, server.Address("cut.gz"), _folder["cut"], new("cut.gz", sha256), options));
        Assert.Throws<InvalidDataException>(
            () => VerifiedDownload.Fetch(client, server.Address("plain.gz"), _folder["plain"], new("plain.gz", sha256), options));
        Assert.Throws<HttpRequestException>(
            () => VerifiedDownload.Fetch(client, server.Address("missing.gz"), _folder["missing"], new("missing.gz", sha256), options));
        Assert.Equal([_folder["good.gz"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_server_cannot_fill_the_disk_or_keep_the_processor_busy()
    {
        const int tooMuch = (64 << 20) + 1;
        using var server = new FileServer(new Dictionary<string, byte[]>
        {
            ["/endless.gz"] = new byte[tooMuch],
            ["/bomb.gz"] = IdxFileTests.Gzip(new byte[tooMuch]),
        });
        using var client = new HttpClient();
        Assert.All(["endless.gz", "bomb.gz"], name =>
        {
            var error = Assert.Throws<InvalidDataException>(() =>
                VerifiedDownload.Fetch(client, server.Address(name), _folder[name], new(name, new string('0', 64)), new DatasetOptions()));
            Assert.Equal($"{server.Address(name)}: expected at most {tooMuch - 1} bytes, but more came.", error.Message);
        });
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failed_download_falls_back_and_says_why()
    {
        using var server = new FileServer(Names.ToDictionary(name => $"/{name}.gz", _ => IdxFileTests.Gzip([1, 2, 3])));
        var options = new FashionMnistOptions { CacheFolder = _folder["cache"], BaseAddress = server.Address(""), SubsetFolder = Subset() };
        var data = Load(options);
        Assert.True(data.IsSubset);
        Assert.Contains("SHA-256", data.Source, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public void A_silent_server_is_given_up_and_a_cancelled_download_stops()
    {
        // Accepts and never answers.
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var options = new FashionMnistOptions
        {
            CacheFolder = _folder.Path,
            BaseAddress = address,
            Timeout = TimeSpan.FromMilliseconds(100),
            SubsetFolder = Subset()
        };
        Assert.Contains("nothing came for 0.1 seconds", Load(options).Source, StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(
            () => Load(options with { CancellationToken = new CancellationToken(canceled: true) }));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static FashionMnistData Load(FashionMnistOptions options, params string?[] places) => FashionMnist.LoadFirst(options, places);

    private static void AssertBalanced(ImageDataset set, int perClass)
    {
        Assert.Equal((28, 28, 1), (set.Height, set.Width, set.Channels));
        Assert.Equal(Enumerable.Repeat(perClass, FashionMnist.ClassNames.Count), set.Labels.ToArray().CountBy(label => label)
            .OrderBy(c => c.Key).Select(c => c.Value));
    }

    private static void CopySubset(string folder, IEnumerable<string> names)
    {
        foreach (var name in names)
            File.Copy(Path.Combine(Subset(), $"{name}.gz"), Path.Combine(folder, $"{name}.gz"), overwrite: true);
    }

    private static string Subset()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var subset = Path.Combine(folder.FullName, "samples", "FashionMnist", "data");
            if (Directory.Exists(subset))
                return subset;
        }

        throw new DirectoryNotFoundException($"samples/FashionMnist/data in no folder above {AppContext.BaseDirectory}");
    }
}
