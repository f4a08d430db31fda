using System.Globalization;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Pipeline;

/// <summary>
/// Builds and programs under cultures that write numbers, and change the case of letters, in another way: byte for byte those of the
/// invariant culture.
/// </summary>
public class CultureTests
{
    private const string Right =
        "[NativeExport] [Input(8, 8, 1)] [Normalization] [Rescaling(0.5, -1.25)] [Conv2D(4, 3)] [Flatten] [Dense(300)] [Dropout(0.25)]"
            + " [Dense(3, Activation.Softmax)] public sealed partial class TitleId;";

    private const string Broken = "[Input(8, 8, 1)] [Rescaling(-1e30, 1e300)] [Conv2D(4, 9)] [Dropout(-1.5)] [Flatten] [Dense(-1)] public"
        + " sealed partial class INVALID;";

    [Theory]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("tr-TR")]
    public async Task NothingDependsOnTheCulture(string name)
    {
        var expected = await TextsAsync();
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            var other = new CultureInfo(name);
            // Otherwise the culture would have nothing to spoil.
            Assert.NotEqual("-1.25 I", (-1.25).ToString(other) + " " + "i".ToUpper(other));
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (other, other);
            Assert.Equal(expected, await TextsAsync());
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }

    /// <summary>Names and texts of generated files, messages, and what the network says of itself.</summary>
    private static async Task<List<string>> TextsAsync()
    {
        var project = Compiler.Create(Right + Broken);
        var files = Compiler.Generate(project).Result.Results.Single().GeneratedSources.SelectMany(
            file => new[] { file.HintName, file.SourceText.ToString() });
        var messages = (await Compiler.AnalyzeAsync(project)).Select(diagnostic => diagnostic.GetMessage(CultureInfo.CurrentCulture));
        var type = (await Compiler.LoadAsync(Compiler.Create(Right))).GetType("TitleId")!;
        using var network = (CompiledNetwork)type.GetConstructors()[0].Invoke([0, null]);
        return [.. files, .. messages, network.Summary(), network.Summary(detailed: true), network.Info.ToString()!];
    }
}
