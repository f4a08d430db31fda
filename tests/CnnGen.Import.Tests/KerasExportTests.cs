using System.IO.Compression;
using System.Text;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using PureHDF;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>Weights that are written for Keras.</summary>
public sealed class KerasExportTests : IDisposable
{
    private const string Source = """
        using CnnGen;
        [Input(6, 6, 2)]
        [Normalization]
        [Conv2D(4, 3)] [BatchNormalization] [PRelu(SharedAxes = [1, 2])]
        [SeparableConv2D(3, 2, Name = "apart")] [LayerNormalization(Center = false)]
        [Conv2DTranspose(2, 2)] [Dropout(0.5)]
        [Conv2D(2, 1, UseBias = false)]
        [Flatten] [Dense(3)] [Dense(2, Frozen = true)]
        public sealed partial class Exported;
        """;

    // As Keras' classes make them, in this order; it refuses a layer with another number of them.
    private static readonly (string Group, string Name, int[][] Shapes)[] Expected =
    [
        ("normalization", "normalization", [[6, 6, 2], [6, 6, 2], []]),
        ("conv2d", "conv2d", [[3, 3, 2, 4], [4]]), ("batch_normalization", "batch_normalization", [[4], [4], [4], [4]]),
        ("p_re_lu", "p_re_lu", [[1, 1, 4]]), ("separable_conv2d", "apart", [[2, 2, 4, 1], [1, 1, 4, 3], [3]]),
        ("layer_normalization", "layer_normalization", [[3]]), ("conv2d_transpose", "conv2d_transpose", [[2, 2, 2, 3], [2]]),
        ("conv2d_1", "conv2d_1", [[1, 1, 2, 2]]), ("dense", "dense", [[32, 3], [3]]), ("dense_1", "dense_1", [[3, 2], [2]]),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly INetwork _network = CompiledImport.Compile(Source, "Exported");

    public KerasExportTests()
    {
        var random = new Random(1);
        foreach (var parameter in _network.Parameters)
            parameter.CopyFrom([.. Enumerable.Range(0, parameter.Count).Select(_ => 0.5f + random.NextSingle())]);
    }

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// Groups, numbers and shapes as Keras' loader walks them: layers/CLASS_NUMBER/vars/NUMBER, weights in the order of add_weight.
    /// </summary>
    [Fact]
    public void Hdf5IsLaidOutAsKerasLoadsIt()
    {
        _network.SaveKeras(_folder["w.weights.h5"]);
        using var file = H5File.OpenRead(_folder["w.weights.h5"]);
        Assert.Equal(["layers"], file.Children().Select(child => child.Name));
        Assert.Equal(Expected.Select(layer => layer.Group).Order(), file.Group("layers").Children().Select(child => child.Name).Order());
        foreach (var (group, _, shapes) in Expected)
        {
            var vars = file.Group($"layers/{group}/vars");
            Assert.Equal(shapes.Length, vars.Children().Count());
            for (var i = 0; i < shapes.Length; i++)
                Assert.Equal(shapes[i].Select(extent => (ulong)extent), vars.Dataset($"{i}").Space.Dimensions);
        }

        Assert.Equal(Values("conv2d/bias"), file.Dataset("layers/conv2d/vars/1").Read<float[]>());
    }

    /// <summary>Arrays in the order of set_weights, stored as NumPy stores them.</summary>
    [Fact]
    public void NumPyIsLaidOutAsNumPyWritesIt()
    {
        _network.SaveKeras(_folder["w.npz"]);
        using var archive = ZipFile.OpenRead(_folder["w.npz"]);
        var shapes = Expected.SelectMany(layer => layer.Shapes).ToList();
        Assert.Equal(shapes.Count, archive.Entries.Count);
        Assert.Equal("separable_conv2d", Expected[4].Group);
        Assert.Equal(["apart/depthwise_kernel.npy", "apart/pointwise_kernel.npy", "apart/bias.npy"],
            archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("apart", StringComparison.Ordinal)));
        foreach (var (entry, shape) in archive.Entries.Zip(shapes))
        {
            Assert.Equal(entry.Length, entry.CompressedLength);
            using var reader = new BinaryReader(entry.Open());
            Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], reader.ReadBytes(8));
            var length = reader.ReadUInt16();
            Assert.Equal(0, (10 + length) % 64);
            var header = Encoding.ASCII.GetString(reader.ReadBytes(length));
            var extents = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
            var type = shape.Length == 0 ? "<i4" : "<f4";
            Assert.Equal($"{{'descr': '{type}', 'fortran_order': False, 'shape': {extents}, }}", header.TrimEnd());
            Assert.EndsWith("\n", header, StringComparison.Ordinal);
            Assert.Equal(shape.Aggregate(4, (product, extent) => product * extent), entry.Length - 10 - length);
        }
    }

    [Theory]
    [InlineData("w.weights.h5")]
    [InlineData("w.npz")]
    public void WhatIsWrittenIsReadBack(string file)
    {
        _network.SaveKeras(_folder[file]);
        using var other = CompiledImport.Compile(Source.Replace("Exported", "ReadBack", StringComparison.Ordinal), "ReadBack");
        other.LoadKeras(_folder[file]);
        foreach (var (theirs, ours) in _network.Parameters.Zip(other.Parameters))
        {
            var values = new float[ours.Count];
            ours.CopyTo(values);
            Assert.Equal(Values(theirs.Name), values);
        }

        Assert.Equal([file], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void WhatCannotBeWrittenLeavesThePreviousFile()
    {
        var name = Assert.Throws<ArgumentException>("path", () => _network.SaveKeras(_folder["w.h5"]));
        Assert.Contains("must end in .weights.h5", name.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => _network.SaveKeras(_folder["missing/w.npz"]));
        File.WriteAllText(_folder["w.npz"], "before");
        _network.Parameters[^1].CopyFrom([float.NaN, 1]);
        var error = Assert.Throws<NotFiniteNumberException>(() => _network.SaveKeras(_folder["w.npz"]));
        Assert.Contains("'dense_1/bias' holds values that are NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(_folder["w.npz"]));
        Assert.Equal(["w.npz"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    private float[] Values(string name)
    {
        var parameter = _network.Parameters.Single(parameter => parameter.Name == name);
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return values;
    }

    /// <summary>
    /// The network that ships with samples/Pretrained: what samples/TinyAot has trained, written by SaveKeras. With CNNGEN_ACCEPT=1 it is
    /// written again.
    /// </summary>
    [Fact]
    public void TheClothesOfTheSampleAreThoseThatTheOtherSampleLearned()
    {
        var samples = Path.Combine(Fixtures.RepositoryRoot(), "samples");
        var shipped = Path.Combine(samples, "Pretrained", "clothes.weights.h5");
        var source = File.ReadAllText(Path.Combine(samples, "TinyAot", "TinyCnn.cs"));
        using var network = CompiledImport.Compile(source, "TinyAot.TinyCnn");
        network.Load(Path.Combine(samples, "TinyAot", "tiny.safetensors"));
        if (Environment.GetEnvironmentVariable("CNNGEN_ACCEPT") == "1")
            network.SaveKeras(shipped);
        var expected = network.Parameters.ToDictionary(parameter => parameter.Name, Values);
        foreach (var parameter in network.Parameters)
            parameter.CopyFrom(new float[parameter.Count]);
        network.LoadKeras(shipped);
        Assert.All(network.Parameters, parameter => Assert.Equal(expected[parameter.Name], Values(parameter)));

        static float[] Values(Parameter parameter)
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            return values;
        }
    }
}
