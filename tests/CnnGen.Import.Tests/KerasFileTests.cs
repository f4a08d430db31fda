using System.Text.Json.Nodes;
using CnnGen.Tests.Support;
using Xunit;
using static CnnGen.Import.Tests.KerasWriter;

namespace CnnGen.Import.Tests;

/// <summary>Files that say the same in another way, and files that other readers got wrong.</summary>
public sealed class KerasFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Groups of archives are counted by class, whatever the layers are called: reading by name swaps them silently.</summary>
    [Fact]
    public void GroupsOfArchivesAreNotNamesOfLayers()
    {
        const string one = "\"filters\": 1, \"kernel_size\": 1, \"use_bias\": false";
        WriteArchive(_folder["m.keras"],
            Sequential("m", Input("in", 2, 2, 1), Layer("Conv2D", "conv2d_1", one), Layer("Conv2D", "conv2d", one),
                Layer("Rescaling", "r", "\"scale\": 1.0, \"offset\": 1.0")),
            ("layers/conv2d", [Tensor([2], 1, 1, 1, 1)]), ("layers/conv2d_1", [Tensor([3], 1, 1, 1, 1)]));
        var imported = NetworkImport.Read(_folder["m.keras"]);
        using var network = CompiledImport.Create(imported);
        Assert.Equal([7, 13, 19, 25], network.Predict([1, 2, 3, 4]));
        Assert.Equal([2], FirstValues(imported, "conv2d/kernel"));
        Assert.Equal([3], FirstValues(imported, "conv2d_1/kernel"));
    }

    /// <summary>
    /// In HDF5 files the group decides, and the last part of a path is the role; names have slashes, umlauts and numbers.
    /// </summary>
    [Fact]
    public void GroupsOfHdf5DecideAndNamesHoldAnything()
    {
        const string one = "\"filters\": 1, \"kernel_size\": [1, 1], \"activation\": null";
        WriteHdf5(_folder["m.h5"],
            Functional("m", "in", "größe 2", Input("in", 1, 2, 1), Layer("Conv2D", "a", one).Reads("in"),
                Layer("Conv2D", "a/b", one).Reads("a"), Layer("Conv2D", "conv2d_10", one).Reads("a/b"),
                Layer("Conv2D", "größe 2", one).Reads("conv2d_10")),
            "2.4.0-tf",
            ("in", []),
            ("conv2d_10", [("conv2d_10_1/bias:0", Tensor([1], 1)), ("conv2d_10_1/kernel:0", Tensor([10], 1, 1, 1, 1))]),
            ("a", [("a/kernel:0", Tensor([1], 1, 1, 1, 1)), ("a/bias:0", Tensor([1], 1))]),
            ("a/b", [("a/b/kernel:0", Tensor([2], 1, 1, 1, 1)), ("a/b/bias:0", Tensor([0], 1))]),
            ("größe 2", [("größe 2/kernel:0", Tensor([1], 1, 1, 1, 1)), ("größe 2/bias:0", Tensor([0.5f], 1))]));
        var imported = NetworkImport.Read(_folder["m.h5"]);
        Assert.Contains("Name = \"a_b\"", imported.Source, StringComparison.Ordinal);
        Assert.Contains("Name = \"größe_2\"", imported.Source, StringComparison.Ordinal);
        using var network = CompiledImport.Create(imported);
        Assert.Equal([21.5f, 41.5f], network.Predict([0, 1]));
    }

    /// <summary>
    /// A stack of a stack of a graph and a pool, and of a stack: weights of models inside are all in one group, trainable ones first.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ModelsInsideModelsAreTakenApart(bool isArchive)
    {
        const string conv = "\"filters\": 2, \"kernel_size\": 1, \"use_bias\": false";
        JsonObject Model() => Sequential("m",
            Sequential("features",
                Functional("backbone", "pixels", "norm", Input("pixels", 1, 2, 1), Layer("Conv2D", "stem", conv).Reads("pixels"),
                    Layer("BatchNormalization", "norm", "\"axis\": [3], \"epsilon\": 0.0").Reads("stem")),
                Layer("GlobalAveragePooling2D", "pool")),
            Sequential("head", Layer("Dense", "hidden", "\"units\": 1"), Layer("Dense", "dense", "\"units\": 1, \"use_bias\": false")));
        var kernel = Tensor([1, 2], 1, 1, 1, 2);
        float[] gamma = [1, 1], beta = [0, 1], mean = [1, 0], variance = [1, 4];
        if (isArchive)
        {
            WriteArchive(_folder["m.x"], Model(),
                ("layers/sequential/layers/functional/layers/conv2d", [kernel]),
                ("layers/sequential/layers/functional/layers/batch_normalization",
                    [Tensor(gamma, 2), Tensor(beta, 2), Tensor(mean, 2), Tensor(variance, 2)]),
                ("layers/sequential_1/layers/dense", [Tensor([1, 10], 2, 1), Tensor([5], 1)]),
                ("layers/sequential_1/layers/dense_1", [Tensor([2], 1, 1)]));
        }
        else
        {
            WriteHdf5(_folder["m.x"], Model(), "2.9.0",
                ("features", [("stem/kernel:0", kernel), ("norm/gamma:0", Tensor(gamma, 2)), ("norm/beta:0", Tensor(beta, 2)),
                    ("norm/moving_mean:0", Tensor(mean, 2)), ("norm/moving_variance:0", Tensor(variance, 2))]),
                ("head", [("hidden/kernel:0", Tensor([1, 10], 2, 1)), ("hidden/bias:0", Tensor([5], 1)),
                    ("dense/kernel:0", Tensor([2], 1, 1))]));
        }

        var imported = NetworkImport.Read(_folder["m.x"], new ImportOptions { ClassName = "Nested" });
        Assert.Contains("Name = \"stem\"", imported.Source, StringComparison.Ordinal);
        using var network = CompiledImport.Create(imported);
        // Pixels 3 and 5: 3, 6 and 5, 10; normalized 2, 4 and 4, 6; mean 3, 5; 3 + 50 + 5; twice.
        Assert.Equal([116f], network.Predict([3, 5]));
    }

    /// <summary>
    /// Layers of one model inside another whose names are each other's with a number, as Keras gives them; TensorFlow has added numbers in
    /// the second file.
    /// </summary>
    [Theory]
    [InlineData("conv2d", "conv2d_1")]
    [InlineData("conv2d_1", "conv2d_1_1")]
    [InlineData("inner/conv2d", "inner/conv2d_1")]
    public void NumberedNamesInsideAreToldApart(string first, string second)
    {
        const string one = "\"filters\": 1, \"kernel_size\": 1";
        WriteHdf5(_folder["m.h5"], Sequential("m", Input("in", 1, 1, 1),
            Sequential("inner", Layer("Conv2D", "conv2d", one), Layer("Conv2D", "conv2d_1", one)), Layer("Flatten", "f")), "2.9.0",
            ("inner", [($"{first}/kernel:0", Tensor([2], 1, 1, 1, 1)), ($"{first}/bias:0", Tensor([1], 1)),
                ($"{second}/kernel:0", Tensor([3], 1, 1, 1, 1)), ($"{second}/bias:0", Tensor([0], 1))]));
        using var network = CompiledImport.Create(NetworkImport.Read(_folder["m.h5"], new ImportOptions { ClassName = "Numbered" }));
        // Three times (2 x + 1).
        Assert.Equal([9f], network.Predict([1]));
    }

    [Fact]
    public void WhatIsAsLeftOutIsReadPast()
    {
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 2, 2, 1),
            Layer("Resizing", "r", "\"height\": 4, \"width\": 4, \"fill_mode\": \"constant\", \"fill_value\": 0.0, \"antialias\": false"),
            Layer("LeakyReLU", "l", "\"alpha\": {\"class_name\": \"__numpy__\", \"value\": 0.25}"),
            Layer("Flatten", "f", "\"data_format\": \"channels_last\"")));
        var source = NetworkImport.Read(_folder["m.keras"]).Source;
        Assert.Contains(
            "[Resizing(4, 4, Name = \"r\")] [LeakyRelu(0.25, Name = \"l\")]\n[Flatten(Name = \"f\")]", source, StringComparison.Ordinal);
    }

    /// <summary>Layers that augment in training alone are passed by, wherever they stand, and told of.</summary>
    [Fact]
    public void AugmentationsAreLeftOut()
    {
        const string one = "\"filters\": 1, \"kernel_size\": 1, \"use_bias\": false";
        WriteArchive(_folder["m.keras"], Sequential("m",
            Sequential("augment", Layer("RandomFlip", "flip", "\"mode\": \"horizontal\", \"batch_input_shape\": [null, 1, 2, 1]"),
                Layer("RandomShear", "shear", "\"x_factor\": 0.1")),
            Layer("Conv2D", "a", one), Layer("RandomContrast", "contrast", "\"factor\": 0.5"), Layer("Conv2D", "b", one)),
            ("layers/conv2d", [Tensor([2], 1, 1, 1, 1)]), ("layers/conv2d_1", [Tensor([3], 1, 1, 1, 1)]));
        var imported = NetworkImport.Read(_folder["m.keras"]);
        Assert.Equal(3, imported.LayerCount);
        Assert.Collection(imported.Notes,
            note => Assert.Equal("layer 'flip' (RandomFlip) does nothing in predictions and is left out; in training,"
                + " FitOptions.Augmentation with RandomFlip does what it did", note),
            note => Assert.StartsWith("layer 'shear' (RandomShear) does nothing", note, StringComparison.Ordinal),
            note => Assert.StartsWith("layer 'contrast' (RandomContrast) does nothing", note, StringComparison.Ordinal));
        using var network = CompiledImport.Create(imported);
        Assert.Equal([6, 12], network.Predict([1, 2]));
    }

    /// <summary>What stands in the way is listed at once, by the names in the file; nothing is written.</summary>
    [Fact]
    public void EverythingThatCannotBeIsListed()
    {
        WriteArchive(_folder["m.keras"], Functional("m", "in", "twice",
            Input("in", 4, 4, 1), Layer("LSTM", "memory", "\"units\": 3").Reads("in"),
            Layer("Lambda", "code", "\"function\": \"evil()\"").Reads("in"),
            Layer("RandomCrop", "crop", "\"height\": 2, \"width\": 2").Reads("in"),
            Layer("Dropout", "rows_only", "\"rate\": 0.5, \"noise_shape\": [null, 1, 1, 1]").Reads("in"),
            Layer("DepthwiseConv2D", "grouped", "\"kernel_size\": 1, \"groups\": 2").Reads("in"),
            Layer("Conv2D", "first", "\"filters\": 1, \"kernel_size\": 1, \"data_format\": \"channels_middle\", \"wonder\": 3")
                .Reads("memory"),
            Layer("BatchNormalization", "rows", "\"axis\": [1], \"renorm\": true").Reads("first"),
            Layer("Activation", "round", "\"activation\": \"my_function\"").Reads("rows"),
            Twice(Layer("Dense", "twice", "\"units\": 3"))));
        var error = Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["m.keras"]));
        string[] expected =
        [
            "layer 'memory' (LSTM): there is no such layer", "layer 'code' (Lambda): there is no such layer",
            "layer 'crop' (RandomCrop): predictions, too, depend on it", "layer 'rows_only' (Dropout): noise_shape = [null,1,1,1] is not",
            "layer 'grouped' (DepthwiseConv2D): groups is 2, but must be 1",
            "layer 'first' (Conv2D): data_format is channels_middle", "layer 'first' (Conv2D): wonder = 3 is not supported",
            "layer 'rows' (BatchNormalization): axis is [1], but must be -1 or 3", "layer 'rows' (BatchNormalization): renorm = true",
            "layer 'round' (Activation): the activation \"my_function\" is not supported", "layer 'twice' (Dense): it is called 2 times",
        ];
        Assert.All(expected, each => Assert.Contains(each, error.Message, StringComparison.Ordinal));
        Assert.True(error.Problems.Count >= expected.Length);

        static JsonObject Twice(JsonObject layer)
        {
            layer.Reads("round");
            layer["inbound_nodes"]!.AsArray().Add(layer["inbound_nodes"]![0]!.DeepClone());
            return layer;
        }
    }

    [Fact]
    public void WeightsThatAreNotThereAreNamed()
    {
        const string one = "\"filters\": 1, \"kernel_size\": 1";
        WriteArchive(_folder["m.keras"], Sequential("m", Input("in", 2, 2, 1), Layer("Conv2D", "c", one), Layer("Conv2D", "d", one)),
            ("layers/conv2d", [Tensor([2], 1, 1, 1, 1)]));
        var error = Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["m.keras"]));
        Assert.Contains("layer 'c' (Conv2D): the file has no bias for it", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "layer 'd' (Conv2D): its weights cannot be read: there is no group layers/conv2d_1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hard_sigmoid", "2.4.0", false)]
    [InlineData("hard_sigmoid", "3.8.0", true)]
    [InlineData("swish", "2.4.0", true)]
    public void AnActivationMeansWhatItsVersionMeant(string activation, string version, bool isRead)
    {
        var layer = Layer("Activation", "a", $"\"activation\": \"{activation}\"");
        WriteHdf5(_folder["m.h5"], Sequential("m", Input("in", 1, 1, 1), layer), version);
        if (isRead)
            Assert.Equal(2, NetworkImport.Read(_folder["m.h5"]).LayerCount);
        else
            Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["m.h5"]));
    }

    [Fact]
    public void AFileOfSomethingElseSaysWhatItIsNot()
    {
        File.WriteAllText(_folder["d.x"], "text");
        var other = Assert.Throws<ImportException>(() => NetworkImport.Read(_folder["d.x"]));
        Assert.Contains("neither an HDF5 file", other.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => NetworkImport.Read(_folder["missing.h5"]));
    }

    private float[] FirstValues(ImportedNetwork network, string tensor)
    {
        network.SaveWeights(_folder["w.safetensors"]);
        return CnnGen.Formats.SafetensorsFile.Read(_folder["w.safetensors"])[tensor].Floats.ToArray();
    }
}
