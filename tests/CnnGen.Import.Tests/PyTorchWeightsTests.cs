using System.Text.Json;
using CnnGen.Formats;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>Weights of PyTorch's modules in classes that were written by hand.</summary>
public sealed class PyTorchWeightsTests : IDisposable
{
    private const string Epsilon = "Epsilon = 1e-5";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A published network gives its numbers, whether layers have the names of its modules or none.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void GivesWhatItsFileGives(bool isNamed)
    {
        string Name(string name) => isNamed ? $", Name = \"{name}\"" : "";
        using var network = CompiledImport.Compile($"""
            using CnnGen;
            [Input(28, 28, 1)]
            [Conv2D(8, 3, Activation = Activation.Relu{Name("conv1")})]
            [Conv2D(16, 3, Activation = Activation.Relu{Name("conv2")})]
            [Conv2D(24, 3, Activation = Activation.Relu{Name("conv3")})] [BatchNormalization({Epsilon}{Name("norm1")})]
            [Flatten]
            [Dense(32, Activation = Activation.Relu{Name("fc1")})]
            [Dense(10{Name("fc2")})] [BatchNormalization({Epsilon}{Name("norm2")})] [LogSoftmax]
            public sealed partial class TorchDigits;
            """, "TorchDigits");
        network.LoadPyTorch(Fixtures.Path("models/mnist.safetensors"));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("models/expected.json")));
        var cases = expected.RootElement.GetProperty("mnist.safetensors").GetProperty("cases");
        foreach (var each in cases.EnumerateArray())
        {
            var pixels = Pixels(each.GetProperty("input").GetString()!);
            var outputs = network.Predict(Array.ConvertAll(pixels, pixel => (pixel / 255 - 0.1307f) / 0.3081f));
            foreach (var (value, actual) in each.GetProperty("output").EnumerateArray().Zip(outputs, (value, actual) => (value, actual)))
                Assert.Equal(value.GetDouble(), actual, each.GetProperty("tolerance").GetDouble());
        }

        Assert.Equal(4, cases.GetArrayLength());
    }

    /// <summary>Every layout, by values that are their own places: (out, in, rows, columns) there, out last here.</summary>
    [Fact]
    public void LayoutsAreTurned()
    {
        using var network = CompiledImport.Compile("""
            using CnnGen;
            [Input(4, 5, 3)]
            [Conv2D(4, 2)] [DepthwiseConv2D(2, DepthMultiplier = 2)] [Conv2DTranspose(2, 3)] [PRelu(SharedAxes = [1, 2])]
            [LayerNormalization]
            [Flatten] [BatchNormalization] [Dropout(0.5)]
            [Dense(2, UseBias = false)]
            public sealed partial class Layouts;
            """, "Layouts");
        // Behind the transposed convolution the map is (4, 5, 2).
        (string Name, int[] Shape)[] tensors =
        [
            ("a.weight", [4, 3, 2, 2]), ("a.bias", [4]), ("b.weight", [8, 1, 2, 2]), ("b.bias", [8]), ("c.weight", [8, 2, 3, 3]),
            ("c.bias", [2]), ("d.weight", [2]), ("e.weight", [2]), ("e.bias", [2]), ("f.weight", [40]), ("f.bias", [40]),
            ("f.running_mean", [40]), ("f.running_var", [40]), ("g.weight", [2, 40]),
        ];
        Write(tensors);
        network.LoadPyTorch(_folder["w.safetensors"]);

        float Place(int[] shape, params int[] index) => shape.Zip(index).Aggregate(0, (place, axis) => place * axis.First + axis.Second);
        var compared = 0;
        Check("conv2d/kernel", [2, 2, 3, 4], i => Place([4, 3, 2, 2], i[3], i[2], i[0], i[1]));
        Check("depthwise_conv2d/kernel", [2, 2, 4, 2], i => Place([8, 1, 2, 2], i[2] * 2 + i[3], 0, i[0], i[1]));
        Check("conv2d_transpose/kernel", [3, 3, 2, 8], i => Place([8, 2, 3, 3], i[3], i[2], i[0], i[1]));
        Check("p_re_lu/alpha", [1, 1, 2], i => i[2]);
        // Of the flattened map, value (row, column, channel) is PyTorch's (channel, row, column).
        float Flat(int i) => Place([2, 4, 5], i % 2, i / 10, i / 2 % 5);
        Check("dense/kernel", [40, 2], i => i[1] * 40 + Flat(i[0]));
        foreach (var role in (string[])["gamma", "beta", "moving_mean", "moving_variance"])
            Check($"batch_normalization/{role}", [40], i => Flat(i[0]));
        Check("conv2d/bias", [4], i => i[0]);
        Assert.Equal(10, compared);

        void Check(string name, int[] shape, Func<int[], float> expected)
        {
            var parameter = network.Parameters.Single(parameter => parameter.Name == name);
            Assert.Equal(shape, parameter.Shape);
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            for (var i = 0; i < values.Length; i++)
            {
                var (index, rest) = (new int[shape.Length], i);
                for (var axis = shape.Length - 1; axis >= 0; rest /= shape[axis--])
                    index[axis] = rest % shape[axis];
                Assert.Equal(expected(index), values[i]);
            }

            compared++;
        }
    }

    /// <summary>What is not as it must be is listed at once, and the network stays as it was.</summary>
    [Fact]
    public void EverythingThatDoesNotFitIsListed()
    {
        using var network = CompiledImport.Compile("""
            using CnnGen;
            [Input(4, 4, 2)]
            [Conv2D(2, 3, Padding = Padding.Same, UseBias = false)] [Conv2D(2, 3, Padding = Padding.Same, UseBias = false)]
            [Conv2D(2, 1, UseBias = false, Name = "named")] [BatchNormalization]
            [Flatten] [Dense(3)]
            public sealed partial class Unlike;
            """, "Unlike");
        var before = network.Predict(new float[32]);
        Write([("x.weight", [2, 2, 3, 3]), ("y.weight", [2, 2, 3, 3]), ("named.weight", [2, 2, 3, 3]), ("named.bias", [2]),
            ("lstm.weight_ih", [8, 2]), ("bn.weight", [2]), ("bn.bias", [2])]);
        var error = Assert.Throws<ImportException>(() => network.LoadPyTorch(_folder["w.safetensors"]));
        string[] expected =
        [
            "'conv2d/kernel' (3, 3, 2, 2): modules 'x', 'y' fit 'conv2d', 'conv2d_1', and nothing tells which is whose: give each layer the"
                + " name of its module, as in Name = \"x\"",
            "'conv2d_1/kernel' (3, 3, 2, 2): modules 'x', 'y' fit",
            "'named/kernel' (1, 1, 2, 2): 'named.weight' has the shape (2, 2, 3, 3), but must have (2, 2, 1, 1)",
            "'named.bias' (2): the layer of its module's name has no such weight",
            "module 'lstm': no layer fits it: weight_ih (8, 2)", "module 'bn': no layer fits it: weight (2), bias (2)",
            "'batch_normalization/gamma' (2): no module of the file has its weight (2) and what else the layer has",
            "'dense/kernel' (32, 3): no module of the file has its weight (3, 32)", "'dense/bias' (3): no module",
        ];
        Assert.All(expected, each => Assert.Contains(each, error.Message, StringComparison.Ordinal));
        Assert.Equal(before, network.Predict(new float[32]));

        File.WriteAllText(_folder["w.safetensors"], "PK\x03\x04, a pickle in an archive");
        error = Assert.Throws<ImportException>(() => network.LoadPyTorch(_folder["w.safetensors"]));
        Assert.Contains("safetensors.torch.save_file", error.Message, StringComparison.Ordinal);
    }

    private void Write((string Name, int[] Shape)[] tensors) => SafetensorsFile.Write(
        _folder["w.safetensors"], tensors.Select(tensor => new SafetensorsSource(tensor.Name, tensor.Shape, values =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = i;
        })));

    private static float[] Pixels(string input)
    {
        var pixels = new float[28 * 28];
        if (input.StartsWith("mnist-onnx", StringComparison.Ordinal))
        {
            // The values are the end of the file, whatever stands in front.
            var bytes = File.ReadAllBytes(Fixtures.Path($"models/{input.Split(',')[0]}"));
            Buffer.BlockCopy(bytes, bytes.Length - sizeof(float) * pixels.Length, pixels, 0, sizeof(float) * pixels.Length);
            return pixels;
        }

        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = 37 * i % 256;
        return pixels;
    }
}
