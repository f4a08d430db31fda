using System.CommandLine;
using CnnGen.Formats;
using CnnGen.Tests.Support;
using CnnGen.Tool;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>The command <c>cnngen export-onnx</c>.</summary>
public sealed class ExportOnnxCommandTests : IDisposable
{
    private const string Layers = "[Input(4, 4, 1)] [Conv2D(2, 3)] [Flatten] [Dense(3)]";

    private const string Digits = $"using CnnGen; {Layers} public sealed partial class Digits;";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WritesAFileThatImportReads()
    {
        Write("Digits.cs", Digits, "mine.safetensors");
        var (code, output, error) = Run(
            "Digits.cs", "--weights", _folder["mine.safetensors"], "--out", _folder["d.onnx"], "--channels-first");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Digits: 3 nodes, 47 weights", output, StringComparison.Ordinal);
        Assert.Contains(_folder["d.onnx"], output, StringComparison.Ordinal);
        var imported = NetworkImport.Read(_folder["d.onnx"]);
        Assert.Equal(
            ["conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias"], imported.Weights.Select(weight => weight.Name));
        // Weights go there and back unchanged, to the bit.
        imported.SaveWeights(_folder["back.safetensors"]);
        using var network = NetworkCompilation.NewNetwork(NetworkCompilation.Compile(imported.Source, "D.cs").Single());
        network.Load(_folder["back.safetensors"]);
        network.Save(_folder["again.safetensors"]);
        Assert.Equal(Values("mine.safetensors"), Values("again.safetensors"));

        float[] Values(string file) => [.. SafetensorsFile.Read(_folder[file]).Tensors
            .OrderBy(tensor => tensor.Name, StringComparer.Ordinal).SelectMany(tensor => tensor.Floats.ToArray())];
    }

    [Fact]
    public void ReplacesNothingUnlessToldTo()
    {
        Write("Digits.cs", Digits, "mine.safetensors");
        File.WriteAllText(_folder["d.onnx"], "mine");
        string[] arguments = ["Digits.cs", "--weights", _folder["mine.safetensors"], "--out", _folder["d.onnx"]];
        var (code, _, error) = Run(arguments);
        Assert.Equal(1, code);
        Assert.Contains("d.onnx: the file is there", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder["d.onnx"]));
        Assert.Equal(0, Run([.. arguments, "--force"]).Code);
        Assert.NotEqual("mine", File.ReadAllText(_folder["d.onnx"]));
    }

    /// <summary>The file that the class names lies beside it.</summary>
    [Fact]
    public void TakesTheWeightsThatTheClassNames()
    {
        Write("Digits.cs", Digits, "digits.safetensors");
        File.WriteAllText(
            _folder["Digits.cs"], $"using CnnGen; [Weights(\"digits.safetensors\")] {Layers} public sealed partial class Digits;");
        var (code, _, error) = Run("Digits.cs", "--out", _folder["d.onnx"]);
        Assert.Equal((0, ""), (code, error));
        File.WriteAllText(_folder["Other.cs"], Digits);
        error = Run("Other.cs", "--out", _folder["e.onnx"]).Error;
        Assert.Contains("has no [Weights], so say by --weights", error, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        Write("Digits.cs", Digits, "mine.safetensors");
        File.WriteAllText(_folder["Two.cs"], $"""
            using CnnGen;
            [Input(5, 5, 1)] [Conv2D(4, 3)] [Conv2D(2, 1, Name = "more")] [Flatten] [Dense(3)] public sealed partial class One;
            {Layers} public sealed partial class Two;
            """);
        Assert.Contains("must have one network, which --class says, but has One, Two", Export("Two.cs"), StringComparison.Ordinal);
        Assert.Contains("must have a network named Three", Export("Two.cs", "--class", "Three"), StringComparison.Ordinal);
        Assert.Equal("", Export("Two.cs", "--class", "Two"));
        var error = Export("Two.cs", "--class", "One", "--force");
        foreach (var part in (string[])
        [
            "must hold the weights of One, but", "'conv2d/kernel' has the shape (3, 3, 1, 2), but must have (3, 3, 1, 4)",
            "'more/kernel' is missing", "'dense/kernel' has the shape (8, 3), but must have (18, 3)",
        ])
        {
            Assert.Contains(part, error, StringComparison.Ordinal);
        }

        error = Export("Digits.cs", "--opset", "9", "--force");
        Assert.Contains("the opset must be from 18 to 23, but is 9", error, StringComparison.Ordinal);
        File.WriteAllText(_folder["Wrong.cs"], "using CnnGen; [Input(4, 4, 1)] [Conv2D(2, 5)] public sealed partial class Wrong;");
        Assert.Contains("error CNN030", Export("Wrong.cs", "--force"), StringComparison.Ordinal);
        File.WriteAllText(_folder["Worse.cs"], "using CnnGen; [Input(4, 4, 1)] [Conv2D(\"2\", 3)] public sealed partial class Worse;");
        Assert.Contains("Worse.cs does not compile", Export("Worse.cs", "--force"), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder[""], "*.onnx"));
        Assert.Empty(Directory.GetFiles(_folder[""], "*.tmp"));

        string Export(string source, params string[] more) =>
            Run([source, "--weights", _folder["mine.safetensors"], "--out", _folder["x.onnx"], .. more]).Error;
    }

    /// <summary>Writes a class, and weights of it.</summary>
    private void Write(string name, string source, string weights)
    {
        File.WriteAllText(_folder[name], source);
        using var network = NetworkCompilation.NewNetwork(NetworkCompilation.Compile(source, name).Single());
        network.Save(_folder[weights]);
    }

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        string[] whole = ["export-onnx", _folder[arguments[0]], .. arguments[1..]];
        var code = CnnGenCommand.Create().Parse(whole).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
