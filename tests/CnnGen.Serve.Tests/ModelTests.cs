using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CnnGen.Data;
using CnnGen.Serve.Tests.Support;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary>What the program tells of the network and of itself.</summary>
public sealed class ModelTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly HttpClient _client = shared.Server.Client;

    [Fact]
    public async Task TheModel()
    {
        var model = await Ask.Json(await _client.GetAsync("model"));
        Assert.Equal("ClothesCnn", model.GetProperty("name").GetString());
        Assert.Equal([28, 28, 1], model.GetProperty("inputShape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal(FashionMnist.ClassNames, model.GetProperty("classNames").EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal(ClothesCnn.ParameterCount, model.GetProperty("parameters").GetInt32());
        Assert.Equal(
            ClothesCnn.Information.Layers.Select(layer => (layer.Name, layer.Kind, layer.ParameterCount)),
            model.GetProperty("layers").EnumerateArray().Select(layer => (
                layer.GetProperty("name").GetString()!,
                layer.GetProperty("kind").GetString()!,
                layer.GetProperty("parameters").GetInt32())));
    }

    [Fact]
    public async Task ItsDiagram()
    {
        using var response = await _client.GetAsync("model/diagram.svg");
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("svg", XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("", "conv2d")]
    [InlineData("?layer=conv2d_3", "conv2d_3")]
    [InlineData("?layer=dense", "dense")]
    public async Task ItsFilters(string query, string layer)
    {
        var filters = await Ask.Json(await _client.GetAsync($"model/filters{query}"));
        using var network = ClothesCnn.Trained();
        var kernel = network.Parameters.Single(parameter => parameter.Name == $"{layer}/kernel");
        var values = new float[kernel.Count];
        kernel.CopyTo(values);
        Assert.Equal(layer, filters.GetProperty("layer").GetString());
        Assert.Equal(kernel.Shape, filters.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal(values, Ask.Values(filters));
    }

    [Fact]
    public async Task ItsHealth() => Assert.Equal("ok", await _client.GetStringAsync("healthz"));

    [Fact]
    public async Task ItsMetrics()
    {
        var before = await ImagesAsync();
        await _client.Json("predict", [.. Enumerable.Range(0, 7).SelectMany(Clothes.Pixels)]);
        Assert.True(await ImagesAsync() >= before + 7);
        var metrics = await _client.GetStringAsync("metrics");
        Assert.Contains("http_server_request_duration_seconds_count{", metrics);
        Assert.Contains("dotnet_gc_collections_total{", metrics);
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("index.html", "text/html")]
    [InlineData("app.js", "text/javascript")]
    [InlineData("page.css", "text/css")]
    [InlineData("pictures/9.png", "image/png")]
    [InlineData("nothing", "application/problem+json")]
    public async Task NothingFromElsewhere(string path, string type)
    {
        using var response = await _client.GetAsync(path);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task AFileThatIsThereAlreadyIsNotSentAgain()
    {
        using var first = await _client.GetAsync("page.css");
        using var request = new HttpRequestMessage(HttpMethod.Get, "page.css");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    private async Task<double> ImagesAsync()
    {
        // What was read lately is given again for a moment.
        await Task.Delay(350);
        var metrics = await _client.GetStringAsync("metrics");
        return Regex.Matches(metrics, @"^cnngen_images_total\{.*?\} (\d+)", RegexOptions.Multiline)
            .Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }
}
