using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CnnGen.Generator.Tests.Support;

/// <summary>
/// A page of <c>docs/errors</c>: <c># ID: title</c>, text, then the sections Wrong (code, message), Right (code) and Code fix (titles, or
/// why there is none).
/// </summary>
internal sealed partial class HelpPage
{
    private HelpPage(string id, string title, Example? wrong, string? message, Example? right) =>
        (Id, Title, Wrong, Message, Right) = (id, title, wrong, message, right);

    public static string Folder { get; } = Repository.PathOf("docs", "errors");

    public string Id { get; }

    public string Title { get; }

    public Example? Wrong { get; }

    /// <summary>What the wrong example is told.</summary>
    public string? Message { get; }

    public Example? Right { get; }

    /// <summary>The titles of the code fixes for the wrong example, in the order in which they are offered.</summary>
    public IReadOnlyList<string> CodeFixes { get; private init; } = [];

    /// <summary>Why there is no code fix; null where there is one.</summary>
    public string? WhyNoCodeFix { get; private init; }

    public static IEnumerable<string> Ids() =>
        Directory.EnumerateFiles(Folder, "CNN*.md").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    public static HelpPage Read(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, id + ".md")).ReplaceLineEndings("\n");
        var title = TitlePattern().Match(text);
        var sections = text.Split("\n## ");
        string? Section(string name) => sections.FirstOrDefault(section => section.StartsWith(name + "\n", StringComparison.Ordinal));
        var message = MessagePattern().Match(Section("Wrong") ?? "");
        return new(
            title.Groups["id"].Value,
            title.Groups["title"].Value,
            Example.Read(Section("Wrong")),
            message.Success ? message.Groups["message"].Value : null,
            Example.Read(Section("Right")))
        {
            CodeFixes = [.. FixPattern().Matches(Section("Code fix") ?? "").Select(match => match.Groups["title"].Value)],
            WhyNoCodeFix = ReasonPattern().Match(Section("Code fix") ?? "") is { Success: true } reason
                ? reason.Groups["reason"].Value
                : null,
        };
    }

    [GeneratedRegex(@"\A# (?<id>CNN\d{3}): (?<title>.+)\n")]
    private static partial Regex TitlePattern();

    [GeneratedRegex("^- `(?<title>.+)`$", RegexOptions.Multiline)]
    private static partial Regex FixPattern();

    [GeneratedRegex("^None: (?<reason>.+)$", RegexOptions.Multiline)]
    private static partial Regex ReasonPattern();

    [GeneratedRegex(@"^> (?<message>.+)$", RegexOptions.Multiline)]
    private static partial Regex MessagePattern();

    [GeneratedRegex(@"```(?<language>\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodePattern();

    /// <summary>
    /// An example's source, the build properties it shows in an <c>xml</c> block, and the weights of the project in a <c>text</c> block.
    /// </summary>
    internal sealed record Example(string Source, bool AllowUnsafe, string? InstructionSets, string? Weights)
    {
        /// <summary>What the compiler is handed; by default one instruction set.</summary>
        public TestOptions Options => new(InstructionSets ?? "Scalar", weights: Weights);

        public static Example? Read(string? section)
        {
            if (section is null)
                return null;
            var blocks = CodePattern().Matches(section)
                .ToLookup(match => match.Groups["language"].Value, match => match.Groups["code"].Value);
            var project = blocks["xml"].Select(XElement.Parse).SingleOrDefault();
            return new(
                blocks["csharp"].Single(),
                project?.Element("AllowUnsafeBlocks") is not { } allowUnsafe || (bool)allowUnsafe,
                (string?)project?.Element("CnnGenInstructionSets"),
                blocks["text"].SingleOrDefault());
        }
    }
}
