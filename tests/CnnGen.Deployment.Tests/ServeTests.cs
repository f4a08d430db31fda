using System.Net.Http.Headers;
using System.Text.Json;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary><c>samples/Serve</c> as its page publishes it. What it answers is tested by CnnGen.Serve.Tests.</summary>
[Collection(FeedCollection.Name)]
public sealed class ServeTests
{
    [SkippableFact]
    public async Task TheExecutableAnswersAloneInAnEmptyFolder()
    {
        _ = NativeTools.CCompiler;
        using var folder = new TemporaryFolder();
        // Everything of the build goes into the folder: other test projects run from the repository's own output meanwhile.
        var publish = Command.DotNet(
            Repository.Root, "publish", Path.Combine("samples", "Serve"), "-c", "Release", "-r", NativeTools.RuntimeIdentifier,
            "--artifacts-path", folder["artifacts"], "-o", folder["out"], "-p:RunAnalyzers=false");
        Assert.DoesNotContain("warning", publish.Output);
        var name = OperatingSystem.IsWindows() ? "Serve.exe" : "Serve";
        var program = Path.Combine(Directory.CreateDirectory(folder["alone"]).FullName, name);
        File.Copy(Path.Combine(folder["out"], name), program);

        using var service = WebProgram.Start(program, out var address);
        try
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
            Assert.Equal("ok", await client.GetStringAsync("healthz"));
            using var boot = new ByteArrayContent(
                await File.ReadAllBytesAsync(Repository.PathOf("samples", "Serve", "wwwroot", "pictures", "9.png")));
            boot.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using var answer = await client.PostAsync("predict?top=1", boot);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            var classes = JsonDocument.Parse(text).RootElement.GetProperty("predictions")[0].GetProperty("classes");
            Assert.Equal("Ankle boot", classes[0].GetProperty("label").GetString());
            // As samples/TinyAot, whose weights these are, answers to the same image.
            Assert.Equal(0.9997652, classes[0].GetProperty("probability").GetDouble(), 1e-6);
        }
        finally
        {
            service.Kill();
        }
    }
}
