using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CnnGen.Data;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Documentation;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary>The projects that <c>dotnet new</c> makes, from the package and as the page on deployment has it.</summary>
[Collection(FeedCollection.Name)]
public sealed class TemplateTests(PackageFeed feed)
{
    // What curl --data-binary says of its body.
    private const string AsCurl = "application/x-www-form-urlencoded";

    private static readonly Regex Warning = new("warning (CS|CNN|IL|NU|CA)");

    private readonly Document _page = new("docs/deployment.md");

    /// <summary>The packages that projects ask for are of the version that the templates are packed with, whichever that is.</summary>
    [Theory]
    [InlineData("cnn/CnnProject", 2)]
    [InlineData("cnn-serve/CnnService", 3)]
    public void VersionsAreThoseOfTheTemplates(string project, int packages)
    {
        var versions = Regex.Matches(
            File.ReadAllText(Repository.PathOf("src", "CnnGen.Templates", "content", $"{project}.csproj")), "Version=\"(.*?)\"");
        Assert.Equal(packages, versions.Count);
        Assert.All(versions, version => Assert.Equal("CNNGEN_VERSION", version.Groups[1].Value));
    }

    [SkippableFact]
    public void AProjectTrainsAndPredicts()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The page's commands are those of Linux.");
        var home = NewHome();
        WriteClothes(Path.Combine(home, "data"));
        var output = UserShell.Run(home, home, _page.Block("templates-cnn"), ("CNNGEN_DATA", Path.Combine(home, "data")));
        Assert.DoesNotMatch(Warning, output);
        Assert.Matches(@"[0-9.]+ ?% of 100 test pictures right; weights in network\.safetensors", output);
        Assert.Matches(@"boot\.png: [A-Z][A-Za-z/ -]+ \([0-9.]+ ?%\)", output);
    }

    /// <summary>
    /// A network for pictures of one's own, trained and served: both programs make pictures small in the same way. Cats have white columns
    /// that are in the middle of each four, which is where a bilinear resize looks; an antialiased one would see the grey of the dogs.
    /// </summary>
    [SkippableFact]
    public async Task AProjectForPicturesLearnsWhatFoldersHave()
    {
        const int side = 256;
        Skip.IfNot(OperatingSystem.IsLinux(), "The page's commands are those of Linux.");
        var home = NewHome();
        UserShell.Run(home, home, "dotnet new cnn --data pictures --aot -o Pets");
        Assert.False(File.Exists(Path.Combine(home, "Pets", "boot.png")));
        var project = Path.Combine(home, "Pets");
        Assert.Contains("<PublishAot>true</PublishAot>", File.ReadAllText(Path.Combine(project, "Pets.csproj")));
        foreach (var name in new[] { "cat", "dog" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(project, "pictures", name)).FullName;
            for (var i = 0; i < 20; i++)
            {
                var (bright, dark) = name == "cat" ? (235 + i, i) : (118 + i, 118 + i);
                File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), Png.Grey(side, side,
                    [.. Enumerable.Range(0, side * side).Select(place => (byte)(place % 4 is 1 or 2 ? bright : dark))]));
            }
        }

        var output = UserShell.Run(
            home, project, "dotnet run -c Release\ndotnet run -c Release -- predict pictures/cat/3.png pictures/dog/3.png");
        Assert.DoesNotMatch(Warning, output);
        Assert.Contains("of 8 test pictures right", output);
        Assert.Contains("pictures/cat/3.png: cat", output);
        Assert.Contains("pictures/dog/3.png: dog", output);
        var error = Assert.ThrowsAny<Exception>(() => UserShell.Run(home, project, "dotnet run -c Release -- predict none.png"));
        Assert.Contains("none.png", error.Message);
        Assert.DoesNotContain("   at ", error.Message);

        UserShell.Run(home, home, """
            dotnet new cnn-serve -o PetService
            cp Pets/Network.cs Pets/network.safetensors PetService
            dotnet build -c Release PetService
            """);
        using var service = WebProgram.Start(
            "dotnet", out var address, Path.Combine(home, "PetService", "bin", "Release", "net10.0", "PetService.dll"));
        try
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
            foreach (var name in new[] { "cat", "dog" })
            {
                var picture = await File.ReadAllBytesAsync(Path.Combine(project, "pictures", name, "3.png"));
                var (status, text) = await Answer(client, "predict", picture);
                Assert.Equal(HttpStatusCode.OK, status);
                var classes = JsonDocument.Parse(text).RootElement;
                Assert.Equal(2, classes.GetArrayLength());
                Assert.Equal(name, classes[0].GetProperty("name").GetString());
            }
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    [SkippableFact]
    public void AnOlderFrameworkIsAnOption()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The page's commands are those of Linux.");
        var home = NewHome();
        UserShell.Run(home, home, """
            dotnet new cnn --framework net9.0 --no-restore -o Train
            dotnet new cnn-serve --framework net9.0 --no-restore -o Serve
            """);
        foreach (var name in new[] { "Train", "Serve" })
        {
            var project = File.ReadAllText(Path.Combine(home, name, $"{name}.csproj"));
            Assert.Contains("<TargetFramework>net9.0</TargetFramework>", project);
            Assert.Contains($"""Include="CnnGen" Version="{PackageFeed.Version}" """.TrimEnd(), project);
            Assert.False(Directory.Exists(Path.Combine(home, name, "obj")));
        }
    }

    /// <summary>Published as one executable, it answers rightly, refuses what is wrong, and goes on.</summary>
    [SkippableFact]
    public async Task AServiceAnswers()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The page's commands are those of Linux.");
        _ = NativeTools.CCompiler;
        var home = NewHome();
        var beside = Directory.CreateDirectory(Path.Combine(home, "Clothes")).FullName;
        Assert.DoesNotMatch(Warning, UserShell.Run(home, beside, _page.Block("templates-serve")));
        var folder = Path.Combine(home, "ClothesService");
        Assert.False(File.Exists(Path.Combine(folder, "out", "network.safetensors")), "the weights are no part of the program");

        using var service = WebProgram.Start(Path.Combine(folder, "out", "ClothesService"), out var address);
        try
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
            Assert.Equal("ok", await client.GetStringAsync("healthz"));
            var model = await client.GetFromJsonAsync<JsonElement>("model");
            Assert.Equal([28, 28, 1], model.GetProperty("inputShape").EnumerateArray().Select(side => side.GetInt32()));

            var boot = await File.ReadAllBytesAsync(Path.Combine(folder, "boot.png"));
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Answer(client, "predict", boot)));
            Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, answers[0].Text), answer));
            var classes = JsonDocument.Parse(answers[0].Text).RootElement;
            Assert.Equal(3, classes.GetArrayLength());
            Assert.Equal("Ankle boot", classes[0].GetProperty("name").GetString());
            // As samples/TinyAot answers to the same image.
            Assert.Equal(0.9997652, classes[0].GetProperty("probability").GetDouble(), 1e-6);

            await AssertRefused(400, "expected a picture of format PNG, JPEG, PGM or PPM", "predict", [1, 2, 3]);
            await AssertRefused(400, "but the file is empty", "predict", []);
            await AssertRefused(400, "announces 10000 x 10000", "predict", Png.HeaderOf(10_000, 10_000));
            await AssertRefused(400, "top is 1 to 10, not 11", "predict?top=11", boot);
            await AssertRefused(400, "top is 1 to 10, not x", "predict?top=x", boot);
            await AssertRefused(413, "Request body too large", "predict", new byte[11 << 20]);
            await AssertRefused(404, "", "other", boot);
            await AssertRefused(415, "must be the picture itself", "predict", boot, "multipart/form-data");
            Assert.Equal((HttpStatusCode.OK, answers[0].Text), await Answer(client, "predict", boot));

            async Task AssertRefused(int status, string message, string path, byte[] body, string type = AsCurl)
            {
                var (code, text) = await Answer(client, path, body, type);
                Assert.Equal(status, (int)code);
                var problem = JsonDocument.Parse(text).RootElement;
                Assert.Equal(status, problem.GetProperty("status").GetInt32());
                Assert.Contains(message, message.Length == 0 ? "" : problem.GetProperty("detail").GetString());
            }
        }
        finally
        {
            service.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A home folder that has the templates, and whose projects find the packages.</summary>
    private string NewHome()
    {
        var home = feed.NewFolder(feedOnly: false);
        UserShell.Run(home, home, $"dotnet new install CnnGen.Templates@{PackageFeed.Version}");
        return home;
    }

    /// <summary>500 images to learn from and 100 to test with, as the four files of the data set.</summary>
    private static void WriteClothes(string folder)
    {
        Directory.CreateDirectory(folder);
        var subset = FashionMnist.Load(new FashionMnistOptions { Folder = Repository.PathOf("samples", "FashionMnist", "data") });
        foreach (var (name, set) in new[] { ("train", subset.Train.Take(500)), ("t10k", subset.Test.Take(100)) })
        {
            byte[] images = [0, 0, 8, 3, .. Number(set.Count), .. Number(28), .. Number(28), .. set.Bytes];
            byte[] labels = [0, 0, 8, 1, .. Number(set.Count), .. set.Labels.ToArray().Select(label => (byte)label)];
            File.WriteAllBytes(Path.Combine(folder, $"{name}-images-idx3-ubyte"), images);
            File.WriteAllBytes(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), labels);
        }

        static byte[] Number(int value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            return bytes;
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> Answer(
        HttpClient client, string path, byte[] body, string type = AsCurl)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(type);
        // As curl does it: what is large is sent once the server has said that it wants it.
        request.Headers.ExpectContinue = body.Length > 1 << 20;
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
