using CnnGen.CodeFixes;
using CnnGen.CodeFixes.Fixes;
using CnnGen.Data;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Tests.CodeFixes;
using CnnGen.Generator.Tests.Documentation;
using CnnGen.Generator.Tests.Support;
using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>
/// What people write first who come from Keras, PyTorch or plain C#: it works, or one sentence of ours says what to write. The network has
/// its public members in any case, so that code which uses it adds no errors; the exact diagnostics of the whole compilation are in
/// <c>newcomers.txt</c>, one block for each thing that is written.
/// </summary>
public class NewcomerTests
{
    private const string Before = "[Input(12, 12, 1)] ";
    private const string After = " [Flatten] [Dense(10)] public sealed partial class Net;";

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

    private const string Fixed = "=> ";

    private static readonly string[] Table = ["tests", "CnnGen.Generator.Tests", "Diagnostics", "newcomers.txt"];

    public static TheoryData<string> Written => [.. FirstLines];

    /// <summary>The first lines of the blocks.</summary>
    private static IEnumerable<string> FirstLines => new Document(Table).Text.Split("\n\n").Skip(1).Select(block => block.Split('\n')[0]);

    [Theory]
    [MemberData(nameof(Written))]
    public async Task WhatIsWrittenIsAnswered(string written)
    {
        var source = (written.Contains("class Net", StringComparison.Ordinal) ? written : Before + written + After) + Use;
        new Document(Table).VerifyBelow(written, await AnswerAsync(FixedProject.Create(source)));
    }

    [Fact]
    public void NothingIsWrittenTwice() => Assert.Equal(FirstLines.Distinct(), FirstLines);

    [Fact]
    public void NoWordForALayerIsTheNameOfOne()
    {
        var layers = typeof(LayerAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract)
            .Select(type => Words.Normalize(type.Name[..^"Attribute".Length]))
            .ToHashSet();
        // A layer that comes takes its word out of the table; the names that exist may be there in another case only.
        Assert.DoesNotContain(LayerWords.AllAbsent, layers.Contains);
        var words = LayerWords.AllRenamed.Concat(LayerWords.AllAbsent).ToList();
        Assert.Equal(words.Distinct(), words);
    }

    [Fact]
    public void EveryAugmentationIsAWord() => Assert.Equal(
        typeof(IAugmentation).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(IAugmentation)) && !type.IsAbstract)
            .Select(type => Words.Normalize(type.Name))
            .Order(),
        LayerWords.AllAugmentations.Order());

    /// <summary>
    /// Our sentences in source order, the ids of the compiler's errors and warnings, and what the first fix of the first sentence makes of
    /// the class.
    /// </summary>
    private static async Task<IEnumerable<string>> AnswerAsync(FixedProject project)
    {
        // Suggestions are not in the output of a build.
        var sentences = (await project.DiagnosticsAsync()).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info).ToList();
        var complaints = (await project.ComplaintsAsync()).Select(complaint => complaint.Id).ToList();
        var answer = sentences.Select(sentence => $"{sentence.Id} {sentence.GetMessage()}").ToList();
        if (complaints.Count > 0)
            answer.Add(string.Join(" ", complaints));
        if (sentences.Count == 0 || (await project.TitlesAsync(sentences[0].Id)).FirstOrDefault() is not { } title)
            return answer;

        // Working code, not the next error.
        var after = await project.ApplyAsync(sentences[0].Id, title);
        Assert.Empty(await after.ErrorsAsync());
        // An editor has the compiler's errors while typing, and offers the fix there, too.
        var offered = new WriteAsMeant().FixableDiagnosticIds;
        if (offered.Contains(sentences[0].Id))
            Assert.Contains(complaints, offered.Contains);
        var text = Assert.Single(await after.TextsAsync())[..^Use.Length];
        var isLayer = text.StartsWith(Before, StringComparison.Ordinal) && text.EndsWith(After, StringComparison.Ordinal);
        return answer.Append(Fixed + (isLayer ? text[Before.Length..^After.Length] : text));
    }
}
