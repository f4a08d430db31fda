using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>The networks of <c>samples/Architectures</c>: each reads like the table of its paper, and has its number of
/// parameters.</summary>
public class ArchitectureTests
{
    // A page of a book.
    private const int MostLines = 70;

    [Theory]
    [InlineData("ResNet50", 25_636_712)]
    [InlineData("MobileNetV2", 3_538_984)]
    // Keras counts one more: its Normalization keeps how many images it has seen.
    [InlineData("EfficientNetB0", 5_330_571 - 1)]
    [InlineData("DenseNet121", 8_062_504)]
    [InlineData("UNet", 31_030_593)]
    public void TheNetworkHasThePublishedParameters(string name, int parameters)
    {
        var text = File.ReadAllText(Repository.PathOf("samples", "Architectures", $"{name}.cs"));
        var compilation = Compiler.Create(text);
        Assert.Empty(Compiler.Complaints(compilation));
        var type = compilation.GetTypeByMetadataName($"Architectures.{name}")!;
        var (network, errors) = NetworkBuilder.Build(NetworkSource.Read(type, compilation, CancellationToken.None)!.Declaration);

        Assert.Empty(errors);
        Assert.Equal(parameters, network!.Layers.Sum(layer => layer.Parameters.Sum(parameter => parameter.Count)));
        Assert.InRange(text.Split('\n').Length, 20, MostLines);
    }

    [Fact]
    public void EveryNetworkIsCounted() => Assert.Equal(
        typeof(ArchitectureTests).GetMethod(nameof(TheNetworkHasThePublishedParameters))!.GetCustomAttributes(false)
            .OfType<InlineDataAttribute>().Select(data => $"{data.GetData(null!).Single()[0]}.cs").Order(),
        Directory.EnumerateFiles(Repository.PathOf("samples", "Architectures"), "*.cs").Select(Path.GetFileName).Order());
}
