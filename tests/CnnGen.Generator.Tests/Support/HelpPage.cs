using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CnnGen.Generator.Tests.Support;

/// <summary>A page of <c>generator/docs</c>: <c># ID: title</c>, text, then the sections Wrong (code, message) and Right (code).</summary>
internal sealed partial class HelpPage
{
    private HelpPage(string id, string title, Example? wrong, string? message, Example? right) =>
        (Id, Title, Wrong, Message, Right) = (id, title, wrong, message, right);

    public static string Folder { get; } = Repository.PathOf("generator", "docs");

    public string Id { get; }

    public string Title { get; }

    public Example? Wrong { get; }

    /// <summary>What the wrong example is told.</summary>
    public string? Message { get; }

    public Example? Right { get; }

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
            Example.Read(Section("Right")));
    }

    [GeneratedRegex(@"\A# (?<id>CNN\d{3}): (?<title>.+)\n")]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"^> (?<message>.+)$", RegexOptions.Multiline)]
    private static partial Regex MessagePattern();

    [GeneratedRegex(@"```(?<language>\w+)\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodePattern();

    /// <summary>An example's source, and the build properties it shows in an <c>xml</c> block.</summary>
    internal sealed record Example(string Source, bool AllowUnsafe, string? InstructionSets)
    {
        public static Example? Read(string? section)
        {
            if (section is null)
                return null;
            var blocks = CodePattern().Matches(section).ToLookup(match => match.Groups["language"].Value, match => match.Groups["code"].Value);
            var project = blocks["xml"].Select(XElement.Parse).SingleOrDefault();
            return new(
                blocks["csharp"].Single(),
                project?.Element("AllowUnsafeBlocks") is not { } allowUnsafe || (bool)allowUnsafe,
                (string?)project?.Element("CnnGenInstructionSets"));
        }
    }
}
