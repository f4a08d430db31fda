using CnnGen.CodeFixes;
using CnnGen.Data;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Tests.CodeFixes;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>
/// What people write first who come from Keras, PyTorch or plain C#: it works, or one sentence of ours says what to write. The network has its public members in any case, so
/// that code which uses it adds no errors; the exact diagnostics of the whole compilation are in <see cref="NewcomerTable"/>.
/// </summary>
public class NewcomerTests
{
    private const string Use =
        """

        static class Program
        {
            static void Use(float[] images, float[] outputs)
            {
                using var net = new Net(seed: 1);
                net.Predict(images, outputs);
                Console.WriteLine(net.Summary() + Net.ParameterCount + Net.OutputSize);
            }
        }
        """;

    public static TheoryData<string> Working => new(NewcomerTable.Working);

    public static TheoryData<string, string, string, string?> Rejected
    {
        get
        {
            var data = new TheoryData<string, string, string, string?>();
            foreach (var (written, sentences, compiler, mended) in NewcomerTable.Rejected)
                data.Add(written, sentences, compiler, mended);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Working))]
    public async Task ThisWorks(string written) => Assert.Equal(("", ""), await ObserveAsync(written));

    [Theory]
    [MemberData(nameof(Rejected))]
    public async Task ThisIsAnsweredByASentence(string written, string sentences, string compiler, string? mended)
    {
        Assert.Equal((sentences, compiler), await ObserveAsync(written));
        Assert.Equal(mended, await MendAsync(written));
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public async Task WhereThereIsAFixAnEditorOffersItAtTheCompilersErrorToo(string written, string sentences, string compiler, string? mended)
    {
        var provider = new WriteAsMeant();
        if (mended is null || !provider.FixableDiagnosticIds.Contains(sentences[..6]))
            return;
        Assert.Contains(compiler.Split(' '), provider.FixableDiagnosticIds.Contains);
        Assert.NotEmpty(await FixedProject.Create(Source(written)).TitlesAsync(sentences[..6]));
    }

    [Fact]
    public void NoWordForALayerIsTheNameOfOne()
    {
        var layers = typeof(LayerAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract)
            .Select(type => Words.Normalize(type.Name[..^"Attribute".Length]))
            .ToHashSet();
        // A layer that comes takes its word out of the table; the names that exist may be there in another case only.
        Assert.DoesNotContain(LayerWords.AllAbsent, layers.Contains);
        Assert.Equal(LayerWords.AllRenamed.Count() + LayerWords.AllAbsent.Count(), LayerWords.AllRenamed.Concat(LayerWords.AllAbsent).Distinct().Count());
    }

    [Fact]
    public void EveryAugmentationIsAWord() => Assert.Equal(
        typeof(IAugmentation).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(IAugmentation)) && !type.IsAbstract)
            .Select(type => Words.Normalize(type.Name))
            .Order(),
        LayerWords.AllAugmentations.Order());

    /// <summary>What stands on the class before its other layers, or the whole class.</summary>
    private static string Source(string written) =>
        (written.Contains("class Net", StringComparison.Ordinal) ? written : $"[Input(12, 12, 1)] {written} [Flatten] [Dense(10)] public sealed partial class Net;") + Use;

    /// <summary>Our sentences and the ids of the compiler's errors and warnings, in source order.</summary>
    private static async Task<(string Sentences, string Compiler)> ObserveAsync(string written)
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create(Source(written)), new TestOptions("Scalar"));
        var ours = result.Diagnostics.Concat(await Compiler.AnalyzeAsync(compilation)).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);
        return (
            string.Join("\n", ours.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage()}")),
            string.Join(" ", Compiler.Complaints(compilation).OrderBy(complaint => complaint.Location.SourceSpan.Start).Select(complaint => complaint.Id)));
    }

    /// <summary>What the first fix of the first sentence makes of it: code without any error; null where none is offered.</summary>
    private static async Task<string?> MendAsync(string written)
    {
        var project = FixedProject.Create(Source(written));
        var id = (await ObserveAsync(written)).Sentences[..6];
        if ((await project.TitlesAsync(id)).FirstOrDefault() is not { } title)
            return null;
        var after = await project.ApplyAsync(id, title);
        Assert.Empty(await after.ErrorsAsync());
        var text = Assert.Single(await after.TextsAsync())[..^Use.Length];
        return written.Contains("class Net", StringComparison.Ordinal) ? text : text["[Input(12, 12, 1)] ".Length..^" [Flatten] [Dense(10)] public sealed partial class Net;".Length];
    }

    [Fact]
    public async Task Dump()
    {
        var t = new System.Text.StringBuilder();
        var w = new System.Text.StringBuilder();
        foreach (var line in File.ReadAllLines("/tmp/newc/cases.txt").Where(l => l.Length > 0))
        {
            var (s, c) = await ObserveAsync(line);
            if (s == "" && c == "") { w.AppendLine($"        {Lit(line)},"); continue; }
            string? m;
            try { m = s == "" ? "NOTHING" : await MendAsync(line); } catch (Exception e) { m = "FAILED " + e.Message; }
            t.AppendLine($"        ({Lit(line)}, {Lit(s)}, {Lit(c)}, {(m is null ? "null" : Lit(m))}),");
        }
        File.WriteAllText("/tmp/newc/rows.txt", w + "-----\n" + t);
        static string Lit(string s) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(s, true);
    }
}
