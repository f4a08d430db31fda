using CnnGen.Data;
using CnnGen.Serve.Tests.Support;
using CnnGen.Visualization;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary>What looks inside gives what the library gives.</summary>
public sealed class InspectTests(SharedServer shared) : IClassFixture<SharedServer>, IDisposable
{
    private readonly HttpClient _client = shared.Server.Client;
    private readonly ClothesCnn _network = ClothesCnn.Trained();
    private readonly byte[] _pixels = Clothes.Pixels(0);

    private float[] Image => Array.ConvertAll(_pixels, pixel => (float)pixel);

    public void Dispose() => _network.Dispose();

    [Fact]
    public async Task AllLayers()
    {
        var answer = await _client.Json("inspect", _pixels);
        using var inspector = _network.Inspect();
        var values = inspector.Activations(Image);
        Assert.Equal(Image, Ask.Values(answer.GetProperty("input")));
        var layers = answer.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(
            ClothesCnn.Information.Layers.Select(layer => layer.Name), layers.Select(layer => layer.GetProperty("name").GetString()!));
        foreach (var layer in layers)
        {
            var name = layer.GetProperty("name").GetString()!;
            Assert.Equal(values[name].ToArray(), Ask.Values(layer));
            Assert.Equal(inspector.ActivationOf(name).ToString(), layer.GetProperty("activation").GetString());
        }

        Assert.Equal(
            values["dense"].ToArray(), answer.GetProperty("probabilities").EnumerateArray().Select(probability => probability.GetSingle()));
    }

    [Fact]
    public async Task TheLayersThatAreNamed()
    {
        var answer = await _client.Json("inspect?layer=dense&layer=conv2d", Clothes.Png(9), "image/png");
        Assert.Equal(
            ["conv2d", "dense"], answer.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()!));
        Assert.Equal(Array.ConvertAll(Clothes.Prepared(Clothes.Png(9)), pixel => (float)pixel), Ask.Values(answer.GetProperty("input")));
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("?class=3", 3, null)]
    [InlineData("?class=3&layer=conv2d_2", 3, "conv2d_2")]
    public async Task GradCam(string query, int? output, string? layer)
    {
        var answer = await _client.Json($"inspect/gradcam{query}", _pixels);
        var expected = output ?? Clothes.Images.Labels[0];
        using var inspector = _network.Inspect();
        var map = inspector.GradCam(Image, expected, layer);
        Assert.Equal(expected, answer.GetProperty("class").GetInt32());
        Assert.Equal(FashionMnist.ClassNames[expected], answer.GetProperty("label").GetString());
        Assert.Equal([map.Rows, map.Columns], answer.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt32()));
        Assert.Equal(map.Values, Ask.Values(answer));
    }

    [Theory]
    [InlineData("conv2d_3", 7, 6, 5)]
    [InlineData("conv2d", 0, 27, 31)]
    [InlineData("dense", 0, 0, 9)]
    public async Task AReceptiveField(string layer, int row, int column, int channel)
    {
        var answer = await _client.Json(
            $"inspect/receptive-field?layer={layer}&row={row}&column={column}&channel={channel}", _pixels);
        using var inspector = _network.Inspect();
        var expected = inspector.ReceptiveField(layer, row, column);
        var field = answer.GetProperty("field");
        Assert.Equal(expected, new PixelRectangle(
            field.GetProperty("row").GetInt32(), field.GetProperty("column").GetInt32(), field.GetProperty("rows").GetInt32(),
            field.GetProperty("columns").GetInt32()));
        var shape = ClothesCnn.Information.Layers.Single(each => each.Name == layer).OutputShape;
        var place = shape.Count == 1 ? channel : (((row * shape[1]) + column) * shape[2]) + channel;
        Assert.Equal(inspector.Gradients(Image, layer, place)[0].ToArray(), Ask.Values(answer.GetProperty("gradient")));
        Assert.Equal(inspector.LastActivations[layer][place], answer.GetProperty("value").GetSingle());
    }

    [Fact]
    public async Task ManyAtOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => _client.Json("inspect?layer=dense", Clothes.Pixels(i))));
        using var inspector = _network.Inspect();
        for (var i = 0; i < answers.Length; i++)
        {
            Assert.Equal(
                inspector.Activations(Clothes.Pixels(i))["dense"].ToArray(), Ask.Values(answers[i].GetProperty("layers")[0]));
        }
    }
}
