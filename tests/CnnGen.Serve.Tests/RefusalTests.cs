using System.Net;
using System.Text;
using CnnGen.Serve.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Serve.Tests;

/// <summary>What is wrong is answered by problem details, with a sentence that says what is taken.</summary>
public sealed class RefusalTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string Zeros = string.Join(',', Enumerable.Repeat("0", 784));

    private readonly HttpClient _client = shared.Server.Client;

    [Theory]
    [InlineData("predict?top=0", "top is a whole number from 1 to 10, not '0'")]
    [InlineData("predict?top=11", "not '11'")]
    [InlineData("predict?top=many", "not 'many'")]
    [InlineData("predict?invert=yes", "invert is true or false, not 'yes'")]
    [InlineData("inspect?layer=conv", "layer is one of input, normalization, conv2d")]
    [InlineData("inspect/gradcam?class=10", "class is a whole number from 0 to 9, not '10'")]
    [InlineData("inspect/gradcam?class=-1", "not '-1'")]
    [InlineData("inspect/gradcam?layer=dense", "'dense' gives no map")]
    [InlineData("inspect/receptive-field", "layer is one of")]
    [InlineData("inspect/receptive-field?layer=conv2d_2&row=14", "row is a whole number from 0 to 13, not '14'")]
    [InlineData("inspect/receptive-field?layer=dense&channel=10", "channel is a whole number from 0 to 9")]
    public async Task AQuery(string path, string sentence)
    {
        using var response = await _client.Post(path, Clothes.Pixels(0));
        await response.IsProblem(HttpStatusCode.BadRequest, sentence);
    }

    /// <summary>What the client leaves out is no fault of the server.</summary>
    [Theory]
    [InlineData("no part")]
    [InlineData("--cut\r\nContent-Disposition: form-data; name=file; filename=a.png\r\n\r\nabc")]
    public async Task AFormThatIsCutShort(string body)
    {
        using var response = await _client.Post("predict", Encoding.ASCII.GetBytes(body), "multipart/form-data; boundary=cut");
        await response.IsProblem(HttpStatusCode.BadRequest, "The form ends before its last part does");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(783)]
    [InlineData(785)]
    public async Task RawPixelsOfNoImage(int length)
    {
        using var response = await _client.Post("predict", new byte[length]);
        await response.IsProblem(HttpStatusCode.BadRequest, "784 bytes for each image", $"but {length} bytes came");
    }

    [Theory]
    [InlineData(null, "The request has no Content-Type: it is image/png or image/jpeg")]
    [InlineData("application/x-www-form-urlencoded", "not 'application/x-www-form-urlencoded'")]
    [InlineData("image/webp", "not 'image/webp'")]
    public async Task AContentType(string? type, string sentence)
    {
        using var response = await _client.Post("predict", Clothes.Pixels(0), type);
        await response.IsProblem(HttpStatusCode.UnsupportedMediaType, sentence);
    }

    [Fact]
    public async Task APictureThatIsNone()
    {
        using var response = await _client.Post("predict", "GIF89a"u8.ToArray(), "image/png");
        await response.IsProblem(HttpStatusCode.BadRequest, "expected a picture of format PNG, JPEG", "474946383961");
    }

    [Fact]
    public async Task APictureThatIsCutOff()
    {
        using var response = await _client.Post("predict", Clothes.Png(1)[..100], "image/png");
        await response.IsProblem(HttpStatusCode.BadRequest, "the picture");
    }

    /// <summary>A header of 10,000 x 10,000 pixels is refused before memory for them is taken.</summary>
    [Fact]
    public async Task AHugePicture()
    {
        var before = GC.GetTotalAllocatedBytes();
        using var response = await _client.Post("predict", Png.HeaderOf(10_000, 10_000), "image/png");
        await response.IsProblem(HttpStatusCode.BadRequest, "20000000");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20_000_000);
    }

    [Theory]
    [InlineData("", "at $, line 1")]
    [InlineData("[]", "Expected {\"images\"")]
    [InlineData("{}", "there are no images")]
    [InlineData("{\"images\":[]}", "there are no images")]
    [InlineData("{\"images\":[[1,2]]}", "images[0] must have 784 numbers (28 rows of 28), but has 2")]
    [InlineData("{\"images\":[null]}", "images[0] must have 784 numbers")]
    [InlineData("{\"images\":[[ZEROS],[ZEROS,0]]}", "images[1] must have 784 numbers (28 rows of 28), but has 785")]
    [InlineData("{\"images\":[[ZEROS],[\"NaN\",ZEROS]]}", "images[1] must have 784 numbers")]
    [InlineData("{\"images\":[[NaN]]}", "at $.images[0][0], line 1")]
    public async Task JsonOfAnotherForm(string json, string sentence)
    {
        using var response = await _client.Post(
            "predict", Encoding.UTF8.GetBytes(json.Replace("ZEROS", Zeros, StringComparison.Ordinal)), "application/json");
        await response.IsProblem(HttpStatusCode.BadRequest, sentence);
    }

    [Theory]
    [InlineData("\"NaN\"", "images[1][2] must be a number from 0 to 255, but is NaN")]
    [InlineData("\"Infinity\"", "images[1][2] must be a number from 0 to 255, but is Infinity")]
    [InlineData("1e39", "images[1][2]")]
    [InlineData("-1", "but is -1")]
    [InlineData("255.5", "but is 255.5")]
    public async Task ANumberThatIsNoPixel(string number, string sentence)
    {
        var image = string.Join(',', Enumerable.Range(0, 784).Select(i => i == 2 ? number : "0"));
        using var response = await _client.Post(
            "predict", Encoding.UTF8.GetBytes($"{{\"images\":[[{Zeros}],[{image}]]}}"), "application/json");
        await response.IsProblem(HttpStatusCode.BadRequest, sentence);
    }

    [Fact]
    public async Task AFormWithoutFiles()
    {
        using var form = new MultipartFormDataContent { { new StringContent("none"), "file" } };
        using var response = await _client.PostAsync("predict", form);
        await response.IsProblem(HttpStatusCode.BadRequest, "1 to 64 pictures as files, but this one 0");
    }

    [Fact]
    public async Task AFormWithAPictureThatIsNone()
    {
        using var form = new MultipartFormDataContent
        {
            { Ask.Content(Clothes.Png(1), "image/png"), "file", "trouser.png" },
            { Ask.Content([1, 2, 3], "image/png"), "file", "none.png" },
        };
        using var response = await _client.PostAsync("predict", form);
        await response.IsProblem(HttpStatusCode.BadRequest, "picture 1");
    }

    /// <summary>The limit of pixels is of all pictures of a form together.</summary>
    [Fact]
    public async Task AFormOfManyLargePictures()
    {
        using var form = new MultipartFormDataContent
        {
            { Ask.Content(Clothes.Png(1), "image/png"), "file", "trouser.png" },
            { Ask.Content(Png.HeaderOf(5_000, 4_000), "image/png"), "file", "large.png" },
        };
        using var response = await _client.PostAsync("predict", form);
        await response.IsProblem(HttpStatusCode.BadRequest, "picture 1", "19999216");
    }

    [Fact]
    public async Task SeveralPicturesToLookInto()
    {
        using var response = await _client.Post("inspect", new byte[2 * 784]);
        await response.IsProblem(HttpStatusCode.BadRequest, "One picture at a time can be looked into, but 2 came");
    }

    [Fact]
    public async Task FiltersOfALayerWithoutSome()
    {
        using var response = await _client.GetAsync("model/filters?layer=dropout");
        await response.IsProblem(HttpStatusCode.NotFound, "layer is one of conv2d, conv2d_1", "not 'dropout'");
    }

    [Theory]
    [InlineData("GET", "nothing", HttpStatusCode.NotFound, "There is nothing at /nothing")]
    [InlineData("GET", "pictures/../../Serve.csproj", HttpStatusCode.NotFound, "There is nothing at /Serve.csproj")]
    [InlineData("GET", "predict", HttpStatusCode.MethodNotAllowed, "/predict takes POST, not GET")]
    [InlineData("PUT", "model", HttpStatusCode.MethodNotAllowed, "/model takes GET, not PUT")]
    public async Task AnAddress(string method, string path, HttpStatusCode status, string sentence)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _client.SendAsync(request);
        await response.IsProblem(status, sentence);
    }
}
