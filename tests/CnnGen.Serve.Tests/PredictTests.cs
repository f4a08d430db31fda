using System.Globalization;
using System.Text;
using CnnGen.Serve.Tests.Support;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary><c>POST /predict</c>: whatever a picture comes in, the answer has the bits of the network by itself.</summary>
public sealed class PredictTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly HttpClient _client = shared.Server.Client;

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public async Task RawPixels(int count)
    {
        var pixels = Enumerable.Range(0, count).SelectMany(Clothes.Pixels).ToArray();
        Assert.Equal(Clothes.Predict(pixels), Ask.Probabilities(await _client.Json("predict?top=10", pixels)));
    }

    [Fact]
    public async Task APngFile()
    {
        var answer = await _client.Json("predict?top=10", Clothes.Png(1), "image/png");
        Assert.Equal(Clothes.Predict(Clothes.Prepared(Clothes.Png(1))), Ask.Probabilities(answer));
        var best = answer.GetProperty("predictions")[0].GetProperty("classes")[0];
        Assert.Equal(("Trouser", 1), (best.GetProperty("label").GetString(), best.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task AJpegFile()
    {
        var answer = await _client.Json("predict?top=10", Clothes.Jpeg, "image/jpeg");
        Assert.Equal(Clothes.Predict(Clothes.Prepared(Clothes.Jpeg)), Ask.Probabilities(answer));
        Assert.Equal("Ankle boot", answer.GetProperty("predictions")[0].GetProperty("classes")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task ANegative()
    {
        var negative = Clothes.Prepared(Clothes.Png(1), inverts: true);
        var expected = Clothes.Predict(Clothes.Prepared(Clothes.Png(1)));
        Assert.Equal(expected, Ask.Probabilities(await _client.Json("predict?top=10&invert=true", negative)));
        Assert.NotEqual(expected, Ask.Probabilities(await _client.Json("predict?top=10", negative)));
        Assert.Equal(
            Clothes.Predict(negative), Ask.Probabilities(await _client.Json("predict?top=10&invert=true", Clothes.Png(1), "image/png")));
    }

    [Fact]
    public async Task AFormOfPictures()
    {
        using var form = new MultipartFormDataContent
        {
            { Ask.Content(Clothes.Png(1), "image/png"), "file", "trouser.png" },
            { Ask.Content(Clothes.Jpeg, "image/jpeg"), "file", "boot.jpg" },
        };
        using var response = await _client.PostAsync("predict?top=10", form);
        Assert.Equal(
            Clothes.Predict([.. Clothes.Prepared(Clothes.Png(1)), .. Clothes.Prepared(Clothes.Jpeg)]),
            Ask.Probabilities(await Ask.Json(response)));
    }

    [Fact]
    public async Task Numbers()
    {
        var images = Enumerable.Range(0, 3).Select(i => Clothes.Pixels(i).Select(pixel => pixel.ToString(CultureInfo.InvariantCulture)));
        var json = $$"""{"images":[{{string.Join(',', images.Select(image => $"[{string.Join(',', image)}]"))}}]}""";
        var answer = await _client.Json("predict?top=10", Encoding.UTF8.GetBytes(json), "application/json");
        Assert.Equal(Clothes.Predict([.. Enumerable.Range(0, 3).SelectMany(Clothes.Pixels)]), Ask.Probabilities(answer));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("?top=1", 1)]
    [InlineData("?top=10", 10)]
    public async Task AsManyClassesAsAreAskedFor(string query, int count)
    {
        var answer = await _client.Json($"predict{query}", Clothes.Pixels(0));
        var classes = answer.GetProperty("predictions")[0].GetProperty("classes").EnumerateArray().ToArray();
        Assert.Equal(count, classes.Length);
        var probabilities = classes.Select(found => found.GetProperty("probability").GetSingle()).ToArray();
        Assert.Equal(probabilities.OrderDescending(), probabilities);
    }

    /// <summary>Many at once get what each gets by itself.</summary>
    [Fact]
    public async Task ManyAtOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => _client.Json("predict?top=10", Clothes.Pixels(i))));
        for (var i = 0; i < answers.Length; i++)
            Assert.Equal(Clothes.Predict(Clothes.Pixels(i)), Ask.Probabilities(answers[i]));
    }

    /// <summary>The weights of the program are those of the network: most test images are told right.</summary>
    [Fact]
    public async Task MostAreRight()
    {
        const int count = 500;
        var answer = await _client.Json("predict?top=1", [.. Enumerable.Range(0, count).SelectMany(Clothes.Pixels)]);
        var found = answer.GetProperty("predictions").EnumerateArray()
            .Select(prediction => prediction.GetProperty("classes")[0].GetProperty("index").GetInt32()).ToArray();
        var right = Enumerable.Range(0, count).Count(i => found[i] == Clothes.Images.Labels[i]);
        Assert.InRange(right, count * 9 / 10, count);
    }
}
