using System.CommandLine;
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

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = CnnGenCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
