using System.CommandLine;
using System.Text.Json;
using CnnGen.Formats;
using CnnGen.Import.Loading;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using CnnGen.Tool;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>The command <c>cnngen</c>.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void ImportsAndInspects()
    {
        var (code, output, error) = Run(
            "import", Fixtures.Path("models/fashion_mnist_model.keras"), "--out", _folder["out"], "--class", "Clothes",
            "--namespace", "My.Shop", "--frozen");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Clothes: 8 layers, 225,034 weights", output, StringComparison.Ordinal);
        var source = File.ReadAllText(_folder["out/Clothes.cs"]);
        Assert.Contains("namespace My.Shop;", source, StringComparison.Ordinal);
        Assert.Contains("[Dense(128, Frozen = true)]", source, StringComparison.Ordinal);

        (code, output, _) = Run("inspect", _folder["out/Clothes.safetensors"]);
        Assert.Equal(0, code);
        Assert.Contains("conv2d/kernel    F32   (3, 3, 1, 32)", output, StringComparison.Ordinal);
        Assert.Contains("# imported_from: fashion_mnist_model.keras, Keras 3.8.0", output, StringComparison.Ordinal);

        // What is there stays, unless it is to be replaced.
        File.WriteAllText(_folder["out/Clothes.cs"], "mine");
        (code, _, error) = Run("import", Fixtures.Path("models/fashion_mnist_model.keras"), "--out", _folder["out"], "--class", "Clothes");
        Assert.Equal(1, code);
        Assert.Contains("Clothes.cs: the file is there", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder["out/Clothes.cs"]));
        (code, _, _) = Run(
            "import", Fixtures.Path("models/fashion_mnist_model.keras"), "--out", _folder["out"], "--class", "Clothes",
            "--force", "--float16");
        Assert.Equal(0, code);
        Assert.Contains("F16", Run("inspect", _folder["out/Clothes.safetensors"]).Output, StringComparison.Ordinal);
    }

    /// <summary>The answer is that of the weights as stored; weights that were changed since are told.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void StoresAnAnswerThatLoadingVerifies(bool half)
    {
        var (code, output, error) = Run(
            ["import", Fixtures.Path("models/fashion_mnist_model.keras"), "--out", _folder["out"], "--class", "Clothes", "--answer",
                .. half ? ["--float16"] : Array.Empty<string>()]);
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("\nAnswer to the first test image: [0-9]: 0.[0-9]+, [0-9]: ", output);
        Assert.Contains("\n  <CnnGenWeights Include=\"Clothes.safetensors\" />\n", output, StringComparison.Ordinal);
        Assert.Contains("\n[Weights(\"Clothes.safetensors\", Verify = true)]\n[Input(28, 28, 1)]\n",
            File.ReadAllText(_folder["out/Clothes.cs"]), StringComparison.Ordinal);

        using var network = CompiledImport.Create(NetworkImport.Read(Fixtures.Path("models/fashion_mnist_model.keras")));
        network.Load(_folder["out/Clothes.safetensors"], verify: true);
        var file = SafetensorsFile.Read(_folder["out/Clothes.safetensors"]);
        SafetensorsFile.Write(
            _folder["changed.safetensors"],
            file.Tensors.Select(tensor => new SafetensorsSource(tensor.Name, tensor.Shape, values =>
            {
                tensor.CopyTo(values);
                values[0] += tensor.Name == "dense_1/bias" ? 0.5f : 0;
            })),
            file.Metadata);
        Assert.Contains("answers otherwise than where", Assert.Throws<InvalidDataException>(
            () => network.Load(_folder["changed.safetensors"], verify: true)).Message, StringComparison.Ordinal);
    }

    /// <summary>Parts that come several times are blocks, unless every layer is asked for.</summary>
    [SkippableFact]
    public void WritesBlocksUnlessTold()
    {
        foreach (var (option, count) in ((string[], int)[])[([], 2), (["--no-blocks"], 0)])
        {
            var model = Fixtures.Path("models/resnet8_cifar10.h5");
            var (code, _, error) = Run(["import", model, "--out", _folder["out"], "--class", "ResNet8", "--force", .. option]);
            Assert.Equal((0, ""), (code, error));
            Assert.Equal(count, File.ReadAllText(_folder["out/ResNet8.cs"]).Split("[Block(").Length - 1);
        }
    }

    [Fact]
    public void TellsWhatWasLeftOut()
    {
        KerasWriter.WriteHdf5(_folder["a.h5"], KerasWriter.Sequential(
            "m", KerasWriter.Input("in", 2, 2, 1), KerasWriter.Layer("RandomFlip", "flip"), KerasWriter.Layer("ReLU", "r")), "3.8.0");
        var (code, output, error) = Run("import", _folder["a.h5"], "--out", _folder["out"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("\nNote: layer 'flip' (RandomFlip) does nothing in predictions", output, StringComparison.Ordinal);
        Assert.Contains("'class' is a keyword of C#", Run("import", _folder["a.h5"], "--class", "class").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        File.WriteAllText(_folder["a.h5"], "text");
        var (code, output, error) = Run("import", _folder["a.h5"], "--out", _folder["out"]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Error: ", error, StringComparison.Ordinal);
        Assert.Contains("neither an HDF5 file", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
        Assert.Equal(1, Run("import", _folder["missing.h5"]).Code);
        Assert.Contains("must be a name of C#", Run("import", _folder["a.h5"], "--class", "1 a").Error, StringComparison.Ordinal);
        Assert.Equal(1, Run("inspect", _folder["a.h5"]).Code);
    }

    [SkippableFact]
    public void ShowsTheLayersOfAModel()
    {
        var (code, output, error) = Run("summary", Fixtures.Path("models/fashion_mnist_model.keras"));
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("FashionMnistModel", output, StringComparison.Ordinal);
        Assert.Contains("conv2d_1 (Conv2D)", output, StringComparison.Ordinal);
        Assert.Contains("Parameters: 225,034", output, StringComparison.Ordinal);
        Assert.Contains("\nconv2d/kernel    (3, 3, 1, 32)\n", output, StringComparison.Ordinal);
        Assert.Contains("\ndense_1/bias     (10)\n", output, StringComparison.Ordinal);
    }

    /// <summary>Outputs that Keras gave are met, one that was changed is found; NaN is never within.</summary>
    [SkippableFact]
    public void VerifiesOutputs()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("models/expected.json")));
        var right = expected.RootElement.GetProperty("fashion_mnist_model.keras").GetProperty("cases")[0].GetProperty("output")
            .EnumerateArray().Select(value => (float)value.GetDouble()).ToArray();
        Write("x.npy", [1, 28, 28, 1], [.. Enumerable.Range(0, 28 * 28).Select(i => 37 * i % 256 / 255f)]);
        Write("y.npy", [1, 10], right);
        var (code, output, error) = Verify("y.npy");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("^1 images: the largest difference is [0-9.]+E-0[0-9]+, within 1E-05", output);

        Write("y.npy", [10], [.. right[..3], right[3] + 0.5f, .. right[4..]]);
        (code, output, _) = Verify("y.npy");
        Assert.Equal(1, code);
        Assert.Matches("difference is 0.5, beyond 1E-05\n  image 0, output 3: [0-9.]+, expected 0.500", output);
        Write("y.npy", [1, 10], [.. right[..9], float.NaN]);
        Assert.Equal(1, Verify("y.npy").Code);

        Write("y.npy", [2, 10], [.. right, .. right]);
        Assert.Contains("has 1 images, but", Verify("y.npy").Error, StringComparison.Ordinal);
        Assert.Contains("x.npy has the shape (1, 28, 28, 1), but must have (n, 10), or that without n", Verify("x.npy").Error,
            StringComparison.Ordinal);

        (int Code, string Output, string Error) Verify(string y) => Run("verify", Fixtures.Path("models/fashion_mnist_model.keras"),
            "--input", _folder["x.npy"], "--expected", _folder[y], "--tolerance", "1e-5");
    }

    /// <summary>Outputs of thousands are compared as finely as floats are.</summary>
    [Theory]
    [InlineData(5000.4f, "within 0.0001 of the largest output, 5000.4")]
    [InlineData(5001f, "beyond 0.0001 of the largest output, 5001")]
    public void LargeOutputsAreComparedByTheLargest(float expected, string result)
    {
        KerasWriter.WriteHdf5(_folder["a.h5"], KerasWriter.Sequential("m", KerasWriter.Input("in", 1, 1, 1),
            KerasWriter.Layer("Rescaling", "r", "\"scale\": 1000.0, \"offset\": 0.0")), "3.8.0");
        Write("x.npy", [1, 1, 1, 1], [5]);
        Write("y.npy", [1, 1, 1, 1], [expected]);
        var (_, output, error) = Run("verify", _folder["a.h5"], "--input", _folder["x.npy"], "--expected", _folder["y.npy"]);
        Assert.Equal("", error);
        Assert.Contains(result, output, StringComparison.Ordinal);
    }

    /// <summary>The command and its options are called as they are typed.</summary>
    [Fact]
    public void NamesAreThoseOfTheCommandLine()
    {
        Assert.Contains("cnngen import <FILE>", Run("import", "--help").Output, StringComparison.Ordinal);
        File.WriteAllText(_folder["a.safetensors"], "text");
        Assert.Contains("cnngen weights", Run("import", _folder["a.safetensors"]).Error, StringComparison.Ordinal);
        var (_, _, error) = Run("import", _folder["a.h5"], "--class", "Padding");
        Assert.Contains("Error: --class is 'Padding', which", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error, StringComparison.Ordinal);
    }

    /// <summary>What only the generator sees, such as a window that does not fit, is told as in a build.</summary>
    [Fact]
    public void TellsWhatDoesNotCompile()
    {
        KerasWriter.WriteHdf5(_folder["a.h5"], KerasWriter.Sequential("m", KerasWriter.Input("in", 2, 2, 1),
            KerasWriter.Layer("MaxPooling2D", "pool", "\"pool_size\": 3")), "3.8.0");
        var (code, _, error) = Run("summary", _folder["a.h5"]);
        Assert.Equal(1, code);
        Assert.Contains("A.cs does not compile:\nA.cs(", error, StringComparison.Ordinal);
        Assert.Contains("error CNN03", error, StringComparison.Ordinal);
    }

    /// <summary>Weights of modules become the file of a class, which has the usings of a project.</summary>
    [SkippableFact]
    public void ConvertsWeightsForAClass()
    {
        File.WriteAllText(_folder["Nets.cs"], """
            using CnnGen;
            [CnnGen.Weights("Digits.safetensors", Verify = true), Input(28, 28, 1)]
            [Conv2D(8, 3)] [Conv2D(16, 3)] [Conv2D(24, 3)] [BatchNormalization(Epsilon = 1e-5)]
            [Flatten] [Dense(32)] [Dense(10)] [BatchNormalization(Epsilon = 1e-5)]
            public sealed partial class Digits;

            [Input(1, 1, 1)] [Flatten] [Dense(1)]
            public sealed partial class Nothing { public static int Count(List<int> list) => list.Count(value => value > 0); }
            """);
        string[] command =
            ["weights", Fixtures.Path("models/mnist.safetensors"), "--into", _folder["Nets.cs"], "--out", _folder["d.safetensors"]];
        Assert.Contains(
            "must have one network, which --class says, but has Digits, Nothing", Run(command).Error, StringComparison.Ordinal);
        Assert.Contains("must have a network named Other", Run([.. command, "--class", "Other"]).Error, StringComparison.Ordinal);
        var (code, output, error) = Run([.. command, "--class", "Digits"]);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Digits: 376,938 weights", output, StringComparison.Ordinal);
        Assert.Contains("dense/kernel", Run("inspect", _folder["d.safetensors"]).Output, StringComparison.Ordinal);
        Assert.Contains("d.safetensors: the file is there", Run([.. command, "--class", "Digits"]).Error, StringComparison.Ordinal);
        Assert.Contains("no layer fits it", Run([.. command, "--class", "Nothing"]).Error, StringComparison.Ordinal);
    }

    /// <summary>A class with blocks, as it is written, takes the weights of its own model, under the names that its file has.</summary>
    [SkippableFact]
    public void ConvertsWeightsForBlocks()
    {
        var model = Fixtures.Path("models/resnet8_cifar10.h5");
        Assert.Equal(0, Run("import", model, "--out", _folder["out"], "--class", "ResNet8").Code);
        Assert.Contains("[Block(", File.ReadAllText(_folder["out/ResNet8.cs"]), StringComparison.Ordinal);
        var (code, _, error) = Run("weights", model, "--into", _folder["out/ResNet8.cs"], "--out", _folder["w.safetensors"]);
        Assert.Equal((0, ""), (code, error));
        var imported = SafetensorsFile.Read(_folder["out/ResNet8.safetensors"]).Tensors;
        var converted = SafetensorsFile.Read(_folder["w.safetensors"]).Tensors;
        Assert.Equal(imported.Select(tensor => tensor.Name), converted.Select(tensor => tensor.Name));
        Assert.All(imported.Zip(converted), pair => Assert.Equal(pair.First.Bytes.ToArray(), pair.Second.Bytes.ToArray()));
    }

    private void Write(string name, int[] shape, float[] values)
    {
        using var stream = File.Create(_folder[name]);
        NpyArray.Write(stream, shape, values);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = CnnGenCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
