using System.Text.Json.Nodes;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;
using static CnnGen.Import.Tests.KerasWriter;

namespace CnnGen.Import.Tests;

/// <summary>Layers models of TensorFlow.js: a configuration as Keras has it, and weights in files beside it.</summary>
public sealed class TfjsTests : IDisposable
{
    private const string Same = "\"filters\": 2, \"kernel_size\": 1, \"use_bias\": false";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Numbers of every size, cut into files anywhere, of layers inside a model, too.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReadsWeightsOfEveryKind(bool isConverted)
    {
        var model = Sequential("m", Input("in", 1, 2, 1), Layer("Conv2D", "a", Same),
            Sequential("inner", Layer("Conv2D", "b", Same), Layer("BatchNormalization", "c", "\"epsilon\": 0.0")),
            Layer("Conv2D", "d", Same.Replace("2", "1", StringComparison.Ordinal)));
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data);
        foreach (var value in (float[])[1, -1])
            writer.Write(value);
        foreach (var value in (Half[])[(Half)1, (Half)2, (Half)3, (Half)4])
            writer.Write(value);
        writer.Write([0, 2]);
        foreach (var value in (ushort[])[0, 65535])
            writer.Write(value);
        foreach (var value in (float[])[0, 0, 1, 1, 1, 10])
            writer.Write(value);
        Write(model, isConverted, data.ToArray(),
            Weight("a/kernel", "float32", [1, 1, 1, 2]), Weight("m/inner/b/kernel", "float32", [1, 1, 2, 2], "float16"),
            Weight("c/gamma", "float32", [2], "uint8", 0.5, 1), Weight("c/beta", "float32", [2], "uint16", 1 / 65535.0, -1),
            Weight("c/moving_mean", "float32", [2]), Weight("c/moving_variance", "float32", [2]),
            Weight("d/kernel", "float32", [1, 1, 2, 1]));
        var imported = NetworkImport.Read(_folder["model.json"]);
        Assert.Equal("Model", imported.ClassName);
        using var network = CompiledImport.Create(imported);
        // Pixels 1 and 2: (1, -1), (2, -2); times ((1, 2), (3, 4)): (-2, -2), (-4, -4); gamma (1, 2), beta (-1, 0): (-3, -4), (-5, -8).
        Assert.Equal([-43, -85], network.Predict([1, 2]));
    }

    /// <summary>The name of a layer may be the end of another's.</summary>
    [Fact]
    public void SlashesInNamesAreToldApart()
    {
        const string one = "\"filters\": 1, \"kernel_size\": 1";
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data);
        foreach (var value in (float[])[2, 1, 3, 0])
            writer.Write(value);
        Write(Sequential("m", Input("in", 1, 1, 1), Layer("Conv2D", "b", one), Layer("Conv2D", "a/b", one)), true, data.ToArray(),
            Weight("b/kernel", "float32", [1, 1, 1, 1]), Weight("b/bias", "float32", [1]),
            Weight("a/b/kernel", "float32", [1, 1, 1, 1]), Weight("a/b/bias", "float32", [1]));
        using var network = CompiledImport.Create(NetworkImport.Read(_folder["model.json"]));
        // Three times (2 x + 1).
        Assert.Equal([9f], network.Predict([1]));
    }

    /// <summary>Nothing outside the folder is read, and what is no layers model says what to do.</summary>
    [Theory]
    [InlineData("../w.bin", "must lie beside it")]
    [InlineData("a/../../w.bin", "must lie beside it")]
    [InlineData("..\\w.bin", "must lie beside it")]
    [InlineData("/etc/hostname", "must lie beside it")]
    [InlineData("c:w.bin", "must lie beside it")]
    [InlineData("", "must lie beside it")]
    public void FilesElsewhereAreRefused(string name, string expected)
    {
        Write(Sequential("m", Input("in", 1, 1, 1), Layer("ReLU", "r")), true, [], []);
        var json = JsonNode.Parse(File.ReadAllText(_folder["model.json"]))!;
        json["weightsManifest"]![0]!["paths"] = new JsonArray(name);
        CheckRefused(json, expected);
    }

    [Fact]
    public void OtherModelsAndDamagedOnesAreRefused()
    {
        Write(Sequential("m", Input("in", 1, 1, 1), Layer("Conv2D", "a", Same)), true, new byte[8],
            Weight("a/kernel", "float32", [1, 1, 1, 2]));
        var text = File.ReadAllText(_folder["model.json"]);
        Assert.Equal(2, NetworkImport.Read(_folder["model.json"]).LayerCount);
        Change(json => json["format"] = "graph-model", "this is a graph model of TensorFlow.js");
        Change(json => json["modelTopology"] = new JsonObject { ["node"] = new JsonArray() }, "--output_format tfjs_layers_model");
        Change(json => json.AsObject().Remove("modelTopology"), "it has no modelTopology");
        Change(json => json.AsObject().Remove("weightsManifest"), "it has no weightsManifest");
        Change(json => First(json)["shape"] = new JsonArray(1, 1, 1, 3), "needs 12 bytes, but its files have 8 left");
        Change(json => First(json)["shape"] = new JsonArray(1, 1, 1, 1), "have 8 bytes, but the weights in them 4");
        Change(json => First(json)["shape"] = new JsonArray(-1), "the shape of 'a/kernel' has -1");
        Change(json => First(json)["dtype"] = "string", "is stored as string");
        Change(json => First(json)["dtype"] = "int32", "'a/kernel' holds int32, but must hold floats");
        Change(json => First(json)["name"] = "b/kernel", "layer 'a' (Conv2D): the file has no kernel for it");
        Change(json => json["weightsManifest"]![0]!["paths"]![1] = "group1-shard1of3.bin", "are in 'group1-shard1of3.bin' twice");
        File.Delete(_folder["group1-shard1of3.bin"]);
        Change(json => json["format"] = "layers-model", "its weights are in 'group1-shard1of3.bin', which is not there");

        static JsonNode First(JsonNode json) => json["weightsManifest"]![0]!["weights"]![0]!;

        void Change(Action<JsonNode> change, string expected)
        {
            var json = JsonNode.Parse(text)!;
            change(json);
            CheckRefused(json, expected);
        }
    }

    private void CheckRefused(JsonNode json, string expected)
    {
        File.WriteAllText(_folder["model.json"], json.ToJsonString());
        var error = Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["model.json"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private void Write(JsonObject model, bool isConverted, byte[] data, params JsonObject[] weights) =>
        WriteTfjs(_folder["model.json"], model, isConverted, data, weights);
}
