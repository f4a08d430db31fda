using System.IO.Compression;
using System.Text;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using PureHDF;
using Xunit;
using static CnnGen.Import.Tests.KerasWriter;

namespace CnnGen.Import.Tests;

/// <summary>Weights alone, of Keras, in classes that were written by hand.</summary>
public sealed class KerasWeightsTests : IDisposable
{
    // Names that are not Keras', as those of files are not the class's either.
    private const string Source = """
        using CnnGen;
        [Input(1, 2, 1)]
        [Normalization(NormalizationAxis.Channel)]
        [Conv2D(2, 1, Name = "first")] [BatchNormalization(Epsilon = 0)] [PRelu(SharedAxes = [1, 2], Name = "bend")]
        [Conv2D(1, 1, UseBias = false, Name = "second")]
        public sealed partial class ByHand;
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly INetwork _network = CompiledImport.Compile(Source, "ByHand");

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    /// <summary>Layers are counted by class, and their names say nothing.</summary>
    [Theory]
    [InlineData("layers")]
    [InlineData("_layer_checkpoint_dependencies")]
    public void WeightsOfKeras3(string container)
    {
        WriteWeights(_folder["w.weights.h5"], Groups(container));
        _network.LoadKeras(_folder["w.weights.h5"]);
        CheckOutputs();
    }

    /// <summary>The same in an archive that has the model, too, which is not asked for.</summary>
    [Fact]
    public void WeightsOfAnArchive()
    {
        WriteArchive(_folder["m.keras"], Sequential("m"), Groups("layers"));
        _network.LoadKeras(_folder["m.keras"]);
        CheckOutputs();
    }

    /// <summary>Layers with weights are listed in order; the last part of a name is the role, in any order.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WeightsOfKeras2(bool isWhole)
    {
        var layers = new (string, (string, H5Dataset)[])[]
        {
            ("input_1", []),
            ("normalization", [("mean:0", Tensor([1], 1)), ("variance:0", Tensor([4], 1)), ("count:0", new H5Dataset(7L))]),
            // What is inside another model is in its group: trainable weights first.
            ("model", [("zzz/kernel:0", Tensor([2, 4], 1, 1, 1, 2)), ("zzz/bias:0", Tensor([0, 1], 2)),
                ("aaa_3/gamma:0", Tensor([1, 1], 2)), ("aaa_3/beta:0", Tensor([0, -3], 2)),
                ("aaa_3/moving_mean:0", Tensor([0, 0], 2)), ("aaa_3/moving_variance:0", Tensor([1, 1], 2))]),
            ("p_re_lu", [("p_re_lu/alpha:0", Tensor([0.5f, 0.25f], 1, 1, 2))]),
            ("conv2d_10", [("conv2d_10_1/kernel:0", Tensor([1, 10], 1, 1, 2, 1))]),
        };
        if (isWhole)
            WriteHdf5(_folder["w.h5"], Sequential("m"), "2.4.0", layers);
        else
            WriteGroups(_folder["w.h5"], layers);
        _network.LoadKeras(_folder["w.h5"]);
        CheckOutputs();
    }

    /// <summary>By names, whatever stands around them, and by order; floats of any size, and arrays that were transposed.</summary>
    [Theory]
    [InlineData("{0}")]
    [InlineData("my_model/{0}:0")]
    [InlineData("arr_{1}")]
    public void ArraysOfNumPy(string name)
    {
        // Two arrays above ten, so that the order of numbers is not that of texts.
        WriteArrays(name, "<f4",
            ("normalization/mean", [1], [1f]), ("normalization/variance", [1], [4f]), ("normalization/count", null, [7f]),
            ("first/kernel", [1, 1, 1, 2], [2f, 4f]), ("first/bias", [2], [0f, 1f]),
            ("batch_normalization/gamma", [2], [1f, 1f]), ("batch_normalization/beta", [2], [0f, -3f]),
            ("batch_normalization/moving_mean", [2], [0f, 0f]), ("batch_normalization/moving_variance", [2], [1f, 1f]),
            ("bend/alpha", [1, 1, 2], [0.5f, 0.25f]), ("second/kernel", [1, 1, 2, 1], [1f, 10f]));
        _network.LoadKeras(_folder["w.npz"]);
        CheckOutputs();
    }

    /// <summary>A dense kernel whose first axis runs fastest, as one has it that was transposed, and floats of other sizes.</summary>
    [Theory]
    [InlineData("<f2", false)]
    [InlineData("<f4", true)]
    [InlineData("<f8", true)]
    public void ArraysOfOtherTypesAndOrders(string type, bool isFortran)
    {
        using var network = CompiledImport.Compile("""
            using CnnGen;
            [Input(1, 1, 3)]
            [Flatten] [Dense(2, UseBias = false)]
            public sealed partial class OneKernel;
            """, "OneKernel");
        float[] values = isFortran ? [1, 2, 3, 10, 20, 30] : [1, 10, 2, 20, 3, 30];
        WriteArrays("{0}", type, isFortran, ("dense/kernel", [3, 2], values));
        network.LoadKeras(_folder["w.npz"]);
        Assert.Equal([6, 60], network.Predict([1, 1, 1]));
    }

    /// <summary>What a file of Keras has is what is imported of it, to the bit.</summary>
    [SkippableTheory]
    [InlineData("fashion_mnist_model.keras")]
    [InlineData("fashion_mnist_model.h5")]
    [InlineData("resnet8_cifar10.h5")]
    [InlineData("mobilenet_v1_0.25_224_imagenet.h5")]
    public void WholeModelsGiveWhatTheirImportGives(string file)
    {
        var imported = NetworkImport.Read(Fixtures.Path($"models/{file}"));
        using var expected = CompiledImport.Create(imported);
        using var network = CompiledImport.NewNetwork(imported);
        network.LoadKeras(Fixtures.Path($"models/{file}"));
        foreach (var (theirs, ours) in expected.Parameters.Zip(network.Parameters))
            Assert.Equal(Values(theirs), Values(ours));
    }

    /// <summary>What does not fit is listed, all of it, whatever the kind of file; and the network stays as it was.</summary>
    [Fact]
    public void EverythingThatDoesNotFitIsListed()
    {
        var before = _network.Predict([1, 5]);
        WriteWeights(_folder["w.weights.h5"],
            ("layers/conv2d", [Tensor([2, 4], 1, 1, 2, 1), Tensor([0, 1], 2), Tensor([1], 1)]),
            ("layers/conv2d_1", [Tensor([1, 10], 1, 1, 2, 1)]),
            ("layers/dense", [Tensor([1], 1, 1)]), ("layers/functional/layers/conv2d", [Tensor([1], 1)]));
        CheckProblems("w.weights.h5",
            "'first/kernel' (1, 1, 1, 2): 'layers/conv2d/vars/0' has the shape (1, 1, 2, 1), but must have (1, 1, 1, 2)",
            "'normalization/mean' (1): there is no 'layers/normalization/vars/0' in the file",
            "'bend/alpha' (1, 1, 2): there is no 'layers/p_re_lu/vars/0' in the file",
            "'layers/conv2d': it has 3 weights, but must have 2", "'layers/dense': it has 1 weights, but the network has no layer for it",
            "'layers/functional': it is a model inside the model");

        WriteGroups(_folder["w.h5"],
            ("normalization", [("mean:0", Tensor([1], 1)), ("wonder:0", Tensor([4], 1))]),
            ("dense", [("dense/bias:0", Tensor([1, 2, 3], 3))]));
        CheckProblems("w.h5",
            "layer 'normalization': the network has no layer for its weights: mean (1), wonder (1)",
            "layer 'dense': the network has no layer for its weights: bias (3)", "'normalization/mean' (1): the file does not have it",
            "'bend/alpha' (1, 1, 2): the file does not have it");

        WriteArrays("{0}", "<f4", ("first/kernel", [2], [1f, 1f]), ("first/bias", [2], [0f, 0f]), ("m/first/bias", [2], [0f, 0f]),
            ("a/second/kernel", [1, 1, 2, 1], [1f, 1f]), ("b/second/kernel", [1, 1, 2, 1], [1f, 1f]));
        CheckProblems("w.npz",
            "'first/kernel' (1, 1, 1, 2): 'first/kernel' has the shape (2), but must have (1, 1, 1, 2)",
            "'second/kernel' (1, 1, 2, 1): the file has several of it: 'b/second/kernel', 'a/second/kernel'",
            "'m/first/bias' (2): the network has no weight of this name", "'bend/alpha' (1, 1, 2): the file does not have it");

        WriteArrays("arr_{1}", ">f4", ("normalization/mean", [1], [1f]));
        CheckProblems("w.npz", "'arr_0' (1): it holds >f4, but must hold little-endian floats (<f2, <f4 or <f8), as x.astype");

        // A variance below zero, which no data can have given.
        WriteWeights(_folder["w.weights.h5"], [("layers/normalization", [Tensor([1], 1), Tensor([-4], 1)]), .. Groups("layers").Skip(1)]);
        CheckProblems("w.weights.h5", "no variance is below zero");
        File.WriteAllText(_folder["w.npz"], "text");
        CheckProblems("w.npz", "neither an HDF5 file");
        Assert.Equal(before, _network.Predict([1, 5]));
        Assert.ThrowsAny<IOException>(() => _network.LoadKeras(_folder["missing.npz"]));
    }

    /// <summary>Keras' skip_mismatch: a base that the file has, and a head of its own.</summary>
    [Fact]
    public void WhatDiffersIsSkippedWhereThatIsWanted()
    {
        using var network = CompiledImport.Compile("""
            using CnnGen;
            [Input(1, 2, 1)]
            [Normalization(NormalizationAxis.Channel)]
            [Conv2D(2, 1)] [BatchNormalization(Epsilon = 0)]
            [Conv2D(3, 1)] [Flatten] [Dense(4)]
            public sealed partial class OtherHead;
            """, "OtherHead");
        var before = network.Parameters.ToDictionary(parameter => parameter.Name, Values);
        WriteWeights(_folder["w.weights.h5"], Groups("layers"));
        Assert.Throws<ImportException>(() => network.LoadKeras(_folder["w.weights.h5"]));
        Assert.All(network.Parameters, parameter => Assert.Equal(before[parameter.Name], Values(parameter)));

        var skipped = network.LoadKeras(_folder["w.weights.h5"], skipMismatch: true);
        string[] expected =
        [
            "'conv2d_1/bias' (3)", "'conv2d_1/kernel' (1, 1, 2, 3)", "'dense/bias' (4)", "'dense/kernel' (6, 4)", "'layers/p_re_lu'",
        ];
        Assert.Equal(expected, skipped.Select(problem => problem.Place).Order(StringComparer.Ordinal));
        var after = network.Parameters.ToDictionary(parameter => parameter.Name, Values);
        Assert.Equal([2, 4], after["conv2d/kernel"]);
        Assert.Equal([0, -3], after["batch_normalization/beta"]);
        Assert.Equal([4], after["normalization/variance"]);
        foreach (var name in (string[])["conv2d_1/kernel", "conv2d_1/bias", "dense/kernel", "dense/bias"])
            Assert.Equal(before[name], after[name]);

        // A layer that has one of its weights in the file keeps both of its own; where that is all, nothing would be loaded.
        WriteWeights(_folder["w.weights.h5"], ("layers/dense", [Tensor([1, 2, 3], 3), Tensor([7, 7, 7, 7], 4)]));
        Assert.Throws<ImportException>(() => network.LoadKeras(_folder["w.weights.h5"], skipMismatch: true));
        Assert.Equal(before["dense/bias"], Values(network.Parameters.Single(parameter => parameter.Name == "dense/bias")));
        Assert.Empty(_network.LoadKeras(Written(), skipMismatch: true));

        string Written()
        {
            WriteWeights(_folder["all.weights.h5"], Groups("layers"));
            return _folder["all.weights.h5"];
        }
    }

    /// <summary>From where a stream stands, whether it can go back or not.</summary>
    [Fact]
    public void WeightsOfAStream()
    {
        WriteWeights(_folder["w.weights.h5"], Groups("layers"));
        var file = File.ReadAllBytes(_folder["w.weights.h5"]);
        using var stream = new MemoryStream([1, 2, 3, .. file]) { Position = 3 };
        _network.LoadKeras(stream);
        CheckOutputs();
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(file);
        zipped.Position = 0;
        using var unzipped = new GZipStream(zipped, CompressionMode.Decompress);
        _network.LoadKeras(unzipped);
        CheckOutputs();
        var error = Assert.Throws<ImportException>(() => _network.LoadKeras(new MemoryStream([1, 2]), source: "'net.h5'"));
        Assert.StartsWith("'net.h5': ", error.Message, StringComparison.Ordinal);
    }

    private void CheckProblems(string file, params string[] expected)
    {
        var error = Assert.Throws<ImportException>(() => _network.LoadKeras(_folder[file]));
        Assert.All(expected, each => Assert.Contains(each, error.Message, StringComparison.Ordinal));
    }

    /// <summary>Pixels 1 and 5: 0 and 2; kernels give 0, 1 and 4, 9; minus 3: 0, -2 and 4, 6; bent -0.5; 1 and 10 times them.</summary>
    private void CheckOutputs() => Assert.Equal([-5, 64], _network.Predict([1, 5]));

    private static (string Group, H5Dataset[] Weights)[] Groups(string container) =>
    [
        ($"{container}/normalization", [Tensor([1], 1), Tensor([4], 1), new H5Dataset(7)]),
        ($"{container}/conv2d", [Tensor([2, 4], 1, 1, 1, 2), Tensor([0, 1], 2)]),
        ($"{container}/batch_normalization", [Tensor([1, 1], 2), Tensor([0, -3], 2), Tensor([0, 0], 2), Tensor([1, 1], 2)]),
        ($"{container}/p_re_lu", [Tensor([0.5f, 0.25f], 1, 1, 2)]),
        ($"{container}/conv2d_1", [Tensor([1, 10], 1, 1, 2, 1)]),
    ];

    private void WriteArrays(string name, string type, params (string Name, int[]? Shape, float[] Values)[] arrays) =>
        WriteArrays(name, type, false, arrays);

    /// <summary>Writes arrays as NumPy does; one without a shape is a whole number.</summary>
    private void WriteArrays(string name, string type, bool isFortran, params (string Name, int[]? Shape, float[] Values)[] arrays)
    {
        using var stream = File.Create(_folder["w.npz"]);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        // Behind others, as numbers decide.
        foreach (var (array, number) in arrays.Select((array, number) => (array, number)).Reverse())
        {
            var entryName = string.Format(null, CompositeFormat.Parse(name), array.Name, number);
            using var entry = archive.CreateEntry($"{entryName}.npy").Open();
            var shape = string.Join(", ", array.Shape ?? []) + (array.Shape?.Length == 1 ? "," : "");
            var header = $"{{'descr': '{(array.Shape is null ? "<i8" : type)}', 'fortran_order': {(isFortran ? "True" : "False")},"
                + $" 'shape': ({shape}), }}\n";
            using var writer = new BinaryWriter(entry);
            writer.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header)]);
            foreach (var value in array.Values)
            {
                if (array.Shape is null)
                    writer.Write((long)value);
                else if (type == "<f2")
                    writer.Write((Half)value);
                else if (type == "<f8")
                    writer.Write((double)value);
                else
                    writer.Write(value);
            }
        }
    }

    private static float[] Values(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return values;
    }
}
