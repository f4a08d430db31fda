using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>The shape of alpha: an extent of 1 for each axis that is shared.</summary>
public class PReluTests
{
    [Theory]
    [InlineData("", "PRelu", new[] { 6, 5, 8 })]
    [InlineData("", "PRelu(SharedAxes = [])", new[] { 6, 5, 8 })]
    [InlineData("", "PReLU(SharedAxes = new[] { 1, 2 })", new[] { 1, 1, 8 })]
    [InlineData("", "PRelu(SharedAxes = [3, 3])", new[] { 6, 5, 1 })]
    [InlineData("[Flatten] ", "PRelu", new[] { 240 })]
    [InlineData("[Flatten] ", "PRelu(SharedAxes = [1])", new[] { 1 })]
    public void ShapesOfAlpha(string before, string layer, int[] shape)
    {
        var (network, errors) = Build($"{before}[{layer}]");
        Assert.Empty(errors);
        var alpha = Assert.Single(network!.Output.Parameters);
        Assert.Equal("alpha", alpha.Name);
        Assert.Equal(shape, alpha.Shape);
        Assert.Equal(new Generator.Graph.Layers.ConstantValue(0), alpha.Initial);
    }

    [Theory]
    [InlineData("[PRelu(SharedAxes = [1, 4])]", "PRelu 'p_re_lu'|an axis|4|1 for rows, 2 for columns or 3 for channels")]
    [InlineData("[PRelu(SharedAxes = [0])]", "PRelu 'p_re_lu'|an axis|0|1 for rows, 2 for columns or 3 for channels")]
    [InlineData("[Flatten] [PRelu(SharedAxes = [2])]", "PRelu 'p_re_lu'|an axis|2|1, the only axis of (240)")]
    public void AxesThatThereAreNotAreSaid(string layers, string message)
    {
        var error = Assert.Single(Build(layers).Errors);
        Assert.Equal("CNN039", error.Id);
        Assert.Equal(message, string.Join("|", error.MessageArguments));
    }

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layers)
    {
        var compilation = Compiler.Create($"[Input(6, 5, 8)] {layers} partial class Net;");
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
