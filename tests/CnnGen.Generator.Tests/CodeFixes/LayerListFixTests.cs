using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>Fixes of the list of layers: what is there twice, what stands in the wrong place, and names.</summary>
public class LayerListFixTests
{
    [Theory]
    [InlineData("[Input(8, 8, 1)]\n[Input(32, 32, 3)] // colours\n[Flatten]\n", "[Input(8, 8, 1)]\n[Flatten]\n")]
    [InlineData("[Input(8, 8, 1)] [Input(32, 32, 3)]\n[Flatten]\n", "[Input(8, 8, 1)]\n[Flatten]\n")]
    [InlineData("[Input(8, 8, 1)]\n[Input(32, 32, 3)] [Flatten]\n", "[Input(8, 8, 1)]\n[Flatten]\n")]
    [InlineData("[Input(8, 8, 1)] [Input(32, 32, 3)] [Flatten] ", "[Input(8, 8, 1)] [Flatten] ")]
    [InlineData("[Input(8, 8, 1), Input(32, 32, 3), Flatten]", "[Input(8, 8, 1), Flatten]")]
    [InlineData("[Input(8, 8, 1)] [Input(32, 32, 3), Flatten]", "[Input(8, 8, 1)] [Flatten]")]
    public async Task TheSecondInputIsRemoved(string wrong, string right) =>
        await FixedProject.ExpectAsync(
            "CNN011", "Remove [Input(32, 32, 3)]", $"{wrong}public partial class Net;", $"{right}public partial class Net;");

    [Theory]
    [InlineData("[Rescaling(2)]\n[Input(8, 8, 1)] // grey\n[Flatten]\n", "[Input(8, 8, 1)] // grey\n[Rescaling(2)]\n[Flatten]\n")]
    [InlineData("[Rescaling(2)] [Flatten] [CnnGen.Input(8, 8, 1)]\n", "[CnnGen.Input(8, 8, 1)]\n[Rescaling(2)] [Flatten]\n")]
    [InlineData("[LayerDefaults(KernelSize = 3)]\n[Rescaling(2), Input(8, 8, 1), Flatten]\n",
        "[LayerDefaults(KernelSize = 3)]\n[Input(8, 8, 1)]\n[Rescaling(2), Flatten]\n")]
    public async Task TheInputMovesToTheTop(string wrong, string right) =>
        await FixedProject.ExpectAsync(
            "CNN012", "Move [Input] to the top", $"{wrong}public partial class Net;", $"{right}public partial class Net;");

    [Theory]
    [InlineData("[Rescaling(2)]\n[Conv2D(4, 3)]\n[Normalization] // of pixels\n[Flatten]\n",
        "[Rescaling(2)]\n[Normalization] // of pixels\n[Conv2D(4, 3)]\n[Flatten]\n")]
    [InlineData("[LayerDefaults(KernelSize = 3)] [Conv2D(4)] [Normalization(NormalizationAxis.Channel)]\n",
        "[LayerDefaults(KernelSize = 3)] [Normalization(NormalizationAxis.Channel)] [Conv2D(4)]\n")]
    public async Task NormalizationMovesUp(string wrong, string right) =>
        await FixedProject.ExpectAsync("CNN018", "Move [Normalization] above [Conv2D]", $"[Input(8, 8, 1)] {wrong}partial class Net;",
            $"[Input(8, 8, 1)] {right}partial class Net;");

    [Fact]
    public async Task ASecondNormalizationStays() =>
        Assert.Empty(
            await FixedProject.Create("[Input(8, 8, 1)] [Normalization] [Normalization] partial class Net;").TitlesAsync("CNN018"));

    [Theory]
    [InlineData("[LayerDefaults(KernelSize = 3)]\n[LayerDefaults(Padding = Padding.Same, Strides = 2)]\n",
        "[LayerDefaults(KernelSize = 3, Padding = Padding.Same, Strides = 2)]\n")]
    [InlineData("[LayerDefaults] [Input(8, 8, 1)] [LayerDefaults(KernelSize = 3)] ", "[LayerDefaults(KernelSize = 3)] [Input(8, 8, 1)] ")]
    [InlineData("[LayerDefaults(KernelSize = 3)] [LayerDefaults] ", "[LayerDefaults(KernelSize = 3)] ")]
    public async Task LayerDefaultsAreJoined(string wrong, string right)
    {
        var input = wrong.Contains("[Input", StringComparison.Ordinal) ? "" : "[Input(8, 8, 1)]\n";
        await FixedProject.ExpectAsync(
            "CNN014", "Join it with the [LayerDefaults] above", $"{input}{wrong}[Conv2D(4)]\npublic partial class Net;",
            $"{input}{right}[Conv2D(4)]\npublic partial class Net;");
    }

    [Theory]
    [InlineData("[LayerDefaults(KernelSize = 3)] [Conv2D(4)] [LayerDefaults(Strides = 2)] [Conv2D(4)]")]
    [InlineData("[LayerDefaults(KernelSize = 3)] [LayerDefaults(KernelSize = 2)] [Conv2D(4)]")]
    public async Task LayerDefaultsThatDisagreeStay(string layers) =>
        Assert.Empty(await FixedProject.Create($"[Input(8, 8, 1)] {layers} partial class Net;").TitlesAsync("CNN014"));

    [Theory]
    [InlineData("CNN016", "digits/0-9", "Rename the layer to 'digits_0-9'", "digits_0-9")]
    [InlineData("CNN016", "head?", "Rename the layer to 'head__1'", "head__1")]
    [InlineData("CNN017", "head_", "Rename the layer to 'head__1'", "head__1")]
    [InlineData("CNN017", "dense", "Rename the layer to 'dense_1'", "dense_1")]
    public async Task ALayerIsRenamed(string id, string wrong, string title, string right)
    {
        await FixedProject.ExpectAsync(id, title, Source(wrong), Source(right));

        static string Source(string name) =>
            $"[Input(8, 8, 1)] [Flatten(Name = \"head_\")] [Dense(8)] [Dense(10, Name = \"{name}\", UseBias = false)] partial class Net;";
    }

    [Fact]
    public async Task LayersOfOneNameAllGetTheirOwn()
    {
        var project = FixedProject.Create(Source("a", "a", "a", "a_1"));
        var after = await project.ApplyToAllAsync("CNN017", "Rename the layer to 'a_2'");
        Assert.Equal([Source("a", "a_2", "a_3", "a_1")], await after.TextsAsync());

        static string Source(params string[] names) =>
            $"[Input(8, 8, 1)] [Flatten] {string.Concat(names.Select(name => $"[Dense(8, Name = \"{name}\")] "))}partial class Net;";
    }

    [Theory]
    [InlineData("CNN016", "[Dense(10, Name = \"\")]", "[Dense(10)]")]
    [InlineData("CNN016", "[Dense(10, Name = \"a b\", UseBias = false)]", "[Dense(10, UseBias = false)]")]
    [InlineData("CNN017", "[Flatten(Name = \"flatten\")]", "[Flatten]")]
    [InlineData("CNN017", "[Flatten(Name = \"flatten\"), Dense(10)]", "[Flatten, Dense(10)]")]
    public async Task ANameIsRemoved(string id, string wrong, string right) =>
        await FixedProject.ExpectAsync(id, "Remove the layer's name", $"[Input(8, 8, 1)] [Flatten] {wrong} partial class Net;",
            $"[Input(8, 8, 1)] [Flatten] {right} partial class Net;");

    [Fact]
    public async Task ANameWhoseAutomaticOneIsTakenIsOnlyChanged() => Assert.Equal(
        ["Rename the layer to 'a_b'"],
        await FixedProject.Create("[Input(8, 8, 1)] [Flatten] [Dense(1, Name = \"a b\")] [Dense(1, Name = \"dense\")] partial class Net;")
            .TitlesAsync("CNN016"));
}
