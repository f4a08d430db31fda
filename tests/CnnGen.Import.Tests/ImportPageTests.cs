using CnnGen.Import.Keras;
using CnnGen.Tests.Reference;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>The page on import says what is so.</summary>
public sealed class ImportPageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Fixtures.RepositoryRoot(), "docs", "import.md"));

    [SkippableFact]
    public void TheClassIsWhatComesOfTheFile()
    {
        var options = new ImportOptions { ClassName = "ResNet8", HasWeights = true };
        var imported = NetworkImport.Read(Fixtures.Path("models/resnet8_cifar10.h5"), options);
        Assert.Contains($"```csharp\n{imported.Source}```", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryLayerIsNamed() =>
        Assert.All(KerasRules.Table.Keys, layer => Assert.Contains($"`{layer}`", Page, StringComparison.Ordinal));
}
