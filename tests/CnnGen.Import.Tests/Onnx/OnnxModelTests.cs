using CnnGen.Import.Onnx;
using CnnGen.Tests.Reference;
using global::Onnx;
using Xunit;

namespace CnnGen.Import.Tests.Onnx;

/// <summary>A model that others have published gives the outputs that its authors give.</summary>
public sealed class OnnxModelTests
{
    [SkippableTheory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(2, 9)]
    public void GivesWhatItsAuthorsGive(int set, int winner)
    {
        var path = Fixtures.Path("models/mnist-onnx/model.onnx");
        var imported = NetworkImport.Read(path, new ImportOptions { ClassName = "MnistOnnx" });
        using var network = CompiledImport.Create(imported);
        var outputs = network.Predict(Read($"test_data_set_{set}/input_0.pb"));
        Assert.All(Read($"test_data_set_{set}/output_0.pb").Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 5e-3));
        Assert.Equal(winner, Array.IndexOf(outputs, outputs.Max()));
        OnnxComparison.AssertSame(path, network, imported.Source, 1e-4);
    }

    private static float[] Read(string name)
    {
        var tensor = TensorProto.Parser.ParseFrom(File.ReadAllBytes(Fixtures.Path($"models/mnist-onnx/{name}")));
        return new OnnxTensors(".").Read(tensor).ToFloats();
    }
}
