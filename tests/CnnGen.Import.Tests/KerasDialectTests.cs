using System.Text.Json.Nodes;
using CnnGen.Tests.Support;
using Xunit;
using static CnnGen.Import.Tests.KerasWriter;

namespace CnnGen.Import.Tests;

/// <summary>One model, as Keras' versions and users write it down: where channels are, what is left out, what is a list.</summary>
public sealed class KerasDialectTests : IDisposable
{
    private const string One = "\"filters\": 2, \"kernel_size\": 1, \"use_bias\": false";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Of channels, rows and columns of two each, value c * 4 + h * 2 + w. Flatten brings channels to the end where it says that they are
    /// first, and leaves everything as it lies where it does not.
    /// </summary>
    [Theory]
    [InlineData("channels_first", new float[] { 0, 4, 1, 5, 2, 6, 3, 7 })]
    [InlineData("channels_last", new float[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    public void FlattenFollowsItsOwnFormat(string format, float[] expected)
    {
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 2, 2, 2),
            Layer("Conv2D", "c", $"{One}, \"data_format\": \"channels_first\""), Layer("Flatten", "f", $"\"data_format\": \"{format}\""),
            Layer("Dense", "d", "\"units\": 8, \"use_bias\": false")),
            ("layers/conv2d", [Tensor([1, 0, 0, 1], 1, 1, 2, 2)]), ("layers/dense", [Identity(8)]));
        var imported = NetworkImport.Read(_folder["m.keras"]);
        Assert.Equal(["the model has its channels first; the class takes images with their channels last"], imported.Notes);
        using var network = CompiledImport.Create(imported);
        // With the channels last.
        Assert.Equal(expected, network.Predict([0, 4, 1, 5, 2, 6, 3, 7]));
    }

    /// <summary>A flatten alone says enough.</summary>
    [Fact]
    public void AFlattenSaysWhereChannelsAre()
    {
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 3, 1, 2),
            Layer("Flatten", "f", "\"data_format\": \"channels_first\""), Layer("Dense", "d", "\"units\": 6, \"use_bias\": false")),
            ("layers/dense", [Identity(6)]));
        using var network = CompiledImport.Create(NetworkImport.Read(_folder["m.keras"]));
        Assert.Equal([1, 2, 3], network.Info.InputShape);
        Assert.Equal([1, 2, 3, 4, 5, 6], network.Predict([1, 2, 3, 4, 5, 6]));
    }

    /// <summary>Everything that has a format or an axis, in both, gives the same for the same images.</summary>
    [Fact]
    public void ModelsWithTheirChannelsFirstGiveWhatThoseWithThemLastGive()
    {
        var (first, last) = (Network(isFirst: true), Network(isFirst: false));
        using (first)
        using (last)
        {
            var random = new Random(1);
            float[] images = [.. Enumerable.Range(0, 2 * first.Info.InputSize).Select(_ => (float)random.NextDouble())];
            Assert.Equal(last.Info.InputShape, first.Info.InputShape);
            var (expected, actual) = (last.Predict(images), first.Predict(images));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    /// <summary>Its own, where it says something else than its neighbours: the axes are taken as they come.</summary>
    [Fact]
    public void EachLayerHasAFormatOfItsOwn()
    {
        // (channels, rows, columns) of 2, 3 and 4; the second convolution takes the 4 for channels.
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 2, 3, 4),
            Layer("Conv2D", "a", $"{One}, \"data_format\": \"channels_first\""),
            Layer("Conv2D", "b", "\"filters\": 1, \"kernel_size\": 1, \"use_bias\": false"),
            Layer("Flatten", "f")),
            ("layers/conv2d", [Tensor([1, 0, 0, 10], 1, 1, 2, 2)]), ("layers/conv2d_1", [Tensor([1, 2, 3, 4], 1, 1, 4, 1)]));
        using var network = CompiledImport.Create(NetworkImport.Read(_folder["m.keras"]));
        var image = new float[24];
        // Channel 0 is 1 + its column, channel 1 the row.
        for (var i = 0; i < 12; i++)
            (image[2 * i], image[(2 * i) + 1]) = (1 + (i % 4), i / 4);
        // By channel, then by row.
        Assert.Equal([30, 30, 30, 0, 100, 200], network.Predict(image));
    }

    [Fact]
    public void SequencesHaveTheirChannelsLast()
    {
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 2, 6),
            Layer("Conv1D", "c", $"{One}, \"data_format\": \"channels_first\"")),
            ("layers/conv1d", [Tensor([1, 0, 0, 1], 1, 2, 2)]));
        Assert.Contains("layer 'c' (Conv1D): data_format is channels_first, but must be channels_last",
            Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["m.keras"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SoftmaxOverColumnsIsRefused()
    {
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 2, 2, 2),
            Layer("Conv2D", "c", $"{One}, \"activation\": \"softmax\", \"data_format\": \"channels_first\"")),
            ("layers/conv2d", [Tensor([1, 0, 0, 1], 1, 1, 2, 2)]));
        Assert.Contains("layer 'c' (Conv2D): its activation is over columns",
            Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["m.keras"])).Message, StringComparison.Ordinal);
    }

    /// <summary>Shapes, lists, axes, types and activations in all of their spellings: the same class, and the same bits.</summary>
    [Fact]
    public void OneConfigurationHasManySpellings()
    {
        string[] shapes = ["batch_shape", "batch_input_shape"];
        string[] axes = ["3", "-1", "[3]"];
        string[] types =
        [
            "\"float32\"", """{"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}""",
            """{"class_name": "Policy", "config": {"name": "float32"}}""",
        ];
        string[] functions =
        [
            "\"relu\"", """{"class_name": "ReLU", "config": {"name": "re_lu"}}""",
            """{"module": "builtins", "class_name": "function", "config": "relu", "registered_name": "function"}""",
            """{"module": "keras.layers", "class_name": "ReLU", "config": {"name": "r", "max_value": null}, "registered_name": null}""",
        ];
        var (sources, outputs) = (new HashSet<string>(), new HashSet<string>());
        for (var way = 0; way < 12; way++)
        {
            var type = $"\"dtype\": {types[way % 3]}";
            // A stack may begin without an input, which its first layer then tells of.
            var hasInput = way % 2 == 0;
            JsonObject input = Layer("InputLayer", "in", type);
            JsonObject convolution = Layer(
                "Conv2D", "c", $"\"filters\": 2, \"kernel_size\": [1, 1], \"activation\": {functions[way % 4]}, {type}");
            (hasInput ? input : convolution)["config"]![shapes[way / 2 % 2]] = new JsonArray(null, 2, 3, 1);
            JsonObject[] layers =
            [
                .. hasInput ? [input, convolution] : (JsonObject[])[convolution],
                Layer("BatchNormalization", "b", $"\"axis\": {axes[way % 3]}, \"momentum\": 0.99, \"epsilon\": 0.001"),
                Layer("Dense", "d", $"\"units\": 1, \"activation\": {(way % 2 == 0 ? "null" : "\"linear\"")}, {type}"),
            ];
            var model = Sequential("m", layers);
            // Once, the list of layers was all of it.
            if (way % 4 == 3)
                model["config"] = model["config"]!["layers"]!.DeepClone();
            var path = _folder[$"m{way}.h5"];
            WriteHdf5(path, model, "2.3.1",
                ("c", [("c/kernel:0", Tensor([2, -3], 1, 1, 1, 2)), ("c/bias:0", Tensor([0.1f, 0.2f], 2))]),
                ("b", [("b/gamma:0", Tensor([1, 2], 2)), ("b/beta:0", Tensor([0.5f, 0], 2)), ("b/moving_mean:0", Tensor([0, 1], 2)),
                    ("b/moving_variance:0", Tensor([1, 3], 2))]),
                ("d", [("d/kernel:0", Tensor([1, 1], 2, 1)), ("d/bias:0", Tensor([0.25f], 1))]));
            var imported = NetworkImport.Read(path, new ImportOptions { ClassName = "Same" });
            sources.Add(imported.Source.Replace($"m{way}.h5", "m.h5", StringComparison.Ordinal));
            using var network = CompiledImport.Create(imported);
            outputs.Add(string.Join(" ", network.Predict([0.3f, -1, 2, 0.7f, 0, 1]).Select(BitConverter.SingleToInt32Bits)));
        }

        Assert.Single(sources);
        Assert.Single(outputs);
    }

    /// <summary>More than 64 KB of names are in several attributes, the eleventh behind the tenth, and not behind the first.</summary>
    [Fact]
    public void NamesInSeveralAttributesAreOneList()
    {
        const int layers = 12;
        var source = "using CnnGen;\n[Input(1, 1, 1)]\n" + string.Concat(Enumerable.Repeat("[Conv2D(1, 1, UseBias = false)]\n", layers))
            + "public sealed partial class Long;";
        WriteGroups(_folder["w.h5"], parts: layers, [.. Enumerable.Range(0, layers).Select(
            i => ($"conv2d_{layers - i}", new[] { ($"conv2d_{layers - i}/kernel:0", Tensor([i], 1, 1, 1, 1)) }))]);
        using var network = CompiledImport.Compile(source, "Long");
        network.LoadKeras(_folder["w.h5"]);
        Assert.Equal(Enumerable.Range(0, layers).Select(i => (float)i), network.Parameters.Select(parameter =>
        {
            var value = new float[1];
            parameter.CopyTo(value);
            return value[0];
        }));
    }

    private INetwork Network(bool isFirst)
    {
        var (format, axis) = (isFirst ? "\"data_format\": \"channels_first\"" : "\"data_format\": \"channels_last\"", isFirst ? 1 : 3);
        var shared = isFirst ? "[2, 3]" : "[1, 2]";
        var random = new Random(3);
        var path = _folder[$"{(isFirst ? "first" : "last")}.keras"];
        WriteArchive(path, Functional("m", "in", "out",
            isFirst ? Input("in", 3, 9, 8) : Input("in", 9, 8, 3),
            Layer("Rescaling", "scale", "\"scale\": 2.0, \"offset\": -1.0").Reads("in"),
            Layer("Conv2D", "a", $"\"filters\": 4, \"kernel_size\": 3, \"padding\": \"same\", {format}").Reads("scale"),
            Layer("BatchNormalization", "b", $"\"axis\": [{axis}]").Reads("a"),
            Layer("PReLU", "p", $"\"shared_axes\": {shared}").Reads("b"),
            Layer("DepthwiseConv2D", "c", $"\"kernel_size\": 3, \"padding\": \"same\", {format}").Reads("p"),
            Layer("Add", "sum").Reads("p", "c"),
            Layer("MaxPooling2D", "pool", $"\"pool_size\": [3, 2], {format}").Reads("sum"),
            Layer("UpSampling2D", "up", $"\"size\": [3, 2], {format}").Reads("pool"),
            Layer("Concatenate", "cat", $"\"axis\": {axis}").Reads("up", "sum"),
            Layer("Softmax", "soft", $"\"axis\": {axis}").Reads("cat"),
            Layer("LayerNormalization", "norm", $"\"axis\": [{axis}]").Reads("soft"),
            Layer("GlobalAveragePooling2D", "gap", $"\"keepdims\": true, {format}").Reads("norm"),
            Layer("Multiply", "times").Reads("cat", "gap"),
            Layer("ZeroPadding2D", "pad", $"\"padding\": [[1, 0], [0, 2]], {format}").Reads("times"),
            Layer("SpatialDropout2D", "drop", $"\"rate\": 0.5, {format}").Reads("pad"),
            Layer("Flatten", "flat", format).Reads("drop"),
            Layer("Dense", "out", "\"units\": 5").Reads("flat")),
            ("layers/conv2d", [Draw(3, 3, 3, 4), Draw(4)]),
            ("layers/batch_normalization", [Draw(4), Draw(4), Draw(4), Tensor([1, 2, 3, 4], 4)]),
            ("layers/p_re_lu", [isFirst ? Draw(4, 1, 1) : Draw(1, 1, 4)]), ("layers/depthwise_conv2d", [Draw(3, 3, 4, 1), Draw(4)]),
            ("layers/layer_normalization", [Draw(8), Draw(8)]), ("layers/dense", [Draw(10 * 10 * 8, 5), Draw(5)]));
        return CompiledImport.Create(NetworkImport.Read(path));

        PureHDF.H5Dataset Draw(params int[] shape) => Tensor(
            [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => (float)random.NextDouble() - 0.5f)], shape);
    }

    private static PureHDF.H5Dataset Identity(int size) =>
        Tensor([.. Enumerable.Range(0, size * size).Select(i => i / size == i % size ? 1f : 0)], size, size);
}
