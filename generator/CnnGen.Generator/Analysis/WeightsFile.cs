using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Analysis;

/// <summary>A safetensors file of the project, as the build has written it down: an analyzer may not read files.</summary>
/// <param name="Name">What networks call it.</param>
/// <param name="Tensors">What it holds, in the order of the file.</param>
internal sealed record WeightsFile(string Name, EquatableArray<StoredTensor> Tensors)
{
    /// <summary>How the text ends that the build's task writes, <c>WriteWeightHeaders</c> of <c>CnnGen.Build</c>.</summary>
    private const string Extension = ".cnnweights";

    /// <summary>Whether it is a part of the assembly, rather than a file beside the program.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether it holds the answer of the network whose weights it has.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>Why it cannot be read; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>All files of a project.</summary>
    /// <param name="texts">The texts that the build gives analyzers.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IReadOnlyList<WeightsFile> Read(ImmutableArray<AdditionalText> texts, CancellationToken cancellation) =>
        [.. texts.SelectMany(text => Read(text, cancellation))];

    /// <summary>
    /// Reads the lines <c>file NAME</c> or <c>embedded NAME</c>, and behind each <c>tensor NAME (SHAPE) TYPE</c> for every tensor and
    /// <c>answer</c> where there is one, or <c>unreadable REASON</c>; nothing from a text about anything else.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static IReadOnlyList<WeightsFile> Read(AdditionalText text, CancellationToken cancellation)
    {
        var files = new List<WeightsFile>();
        if (!text.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            return files;
        var tensors = new List<StoredTensor>();
        foreach (var line in $"{text.GetText(cancellation)}".Split('\n'))
        {
            var rest = line.Substring(line.IndexOf(' ') + 1).TrimEnd('\r');
            switch (line.TrimEnd('\r').Split(' ')[0])
            {
                case "file" or "embedded":
                    Close();
                    files.Add(new(rest, EquatableArray<StoredTensor>.Empty) { IsEmbedded = line[0] == 'e' });
                    break;
                case "tensor":
                    var (shape, type) = (rest.LastIndexOf(" (", StringComparison.Ordinal), rest.LastIndexOf(' '));
                    tensors.Add(new(rest[..shape], rest[(shape + 1)..type], rest[(type + 1)..]));
                    break;
                case "answer":
                    files[^1] = files[^1] with { HasAnswer = true };
                    break;
                case "unreadable":
                    files[^1] = files[^1] with { Problem = rest };
                    break;
            }
        }

        Close();
        return files;

        void Close()
        {
            if (tensors.Count > 0)
                files[^1] = files[^1] with { Tensors = new(tensors) };
            tensors.Clear();
        }
    }
}

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name: <c>conv2d_1/kernel</c>.</param>
/// <param name="Shape">Its shape in words: <c>(3, 3, 1, 8)</c>.</param>
/// <param name="DataType">Its type: <c>F32</c>.</param>
internal sealed record StoredTensor(string Name, string Shape, string DataType)
{
    // What a checkpoint holds besides the weights; no layer's name has a colon.
    private const string OtherPrefix = "training:";

    /// <summary>What networks read.</summary>
    public const string Types = "F32, F16 or BF16";

    /// <summary>Whether it is a weight or state of a network, and not of what a checkpoint holds besides.</summary>
    public bool IsWeight => !Name.StartsWith(OtherPrefix, StringComparison.Ordinal);

    /// <summary>The layer whose it is: all in front of the last slash.</summary>
    public string Layer => Name[..Math.Max(Name.LastIndexOf('/'), 0)];

    /// <summary>What the layer calls it.</summary>
    public string Role => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>Whether a network reads its type.</summary>
    public bool IsRead => DataType is "F32" or "F16" or "BF16";

    public override string ToString() => $"'{Name}' {Shape}";
}
