using System.Text;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary>The command <c>cnngen</c>, installed from its package.</summary>
[Collection(FeedCollection.Name)]
public sealed class ToolPackageTests(PackageFeed feed)
{
    // A dense layer of one number and no bias, as TensorFlow.js has it.
    private const string Model = """
        {"format": "layers-model", "modelTopology": {"class_name": "Sequential", "config": {"name": "m", "layers": [
          {"class_name": "Flatten", "config": {"name": "flatten", "batch_input_shape": [null, 1, 2, 1]}},
          {"class_name": "Dense", "config": {"name": "dense", "units": 1, "use_bias": false}}]}},
         "weightsManifest": [{"paths": ["w.bin"], "weights": [{"name": "dense/kernel", "shape": [2, 1], "dtype": "float32"}]}]}
        """;

    /// <summary>It has the compiler and the generator with it, and compiles for the machine that it runs on.</summary>
    [Fact]
    public void TheInstalledToolCompilesAndRunsAModel()
    {
        var folder = feed.NewFolder(feedOnly: true);
        Command.DotNet(folder, "tool", "install", "CnnGen.Tool", "--tool-path", "tool", "--version", PackageFeed.Version);
        File.WriteAllText(Path.Combine(folder, "model.json"), Model);
        File.WriteAllBytes(Path.Combine(folder, "w.bin"), Bytes(2, 3));
        WriteArray("x.npy", "1, 2, 1", 10, 100);
        WriteArray("y.npy", "1,", 320);

        Assert.Contains("dense (Dense)", Run("summary", "model.json").Output);
        Assert.Contains("1 images: the largest difference is 0, within 0.0001",
            Run("verify", "model.json", "--input", "x.npy", "--expected", "y.npy").Output);
        Assert.Contains("Model: 3 layers, 2 weights", Run("import", "model.json").Output);
        Assert.Contains("public sealed partial class Model;", File.ReadAllText(Path.Combine(folder, "Model.cs")));
        Assert.Contains("Model: 2 nodes, 2 weights", Run("export-onnx", "Model.cs", "--weights", "Model.safetensors").Output);
        Assert.True(File.Exists(Path.Combine(folder, "Model.onnx")));

        Command Run(params string[] arguments)
        {
            var run = Command.Run(Path.Combine(folder, "tool", "cnngen"), folder, arguments);
            Assert.True(run.ExitCode == 0, run.Text);
            return run;
        }

        void WriteArray(string name, string shape, params float[] values)
        {
            var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}\n";
            File.WriteAllBytes(Path.Combine(folder, name),
                [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. Bytes(values)]);
        }

        static byte[] Bytes(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
    }
}
