using System.Text;
using CnnGen.Formats;
using Microsoft.Build.Framework;

namespace CnnGen.Build;

/// <summary>
/// Writes down what the safetensors files of a project hold, for the analyzer, which may not read files. Of each file only the header is
/// read. What is wrong with a file is written down, too: it matters where a network asks for that file.
/// </summary>
public sealed class WriteWeightHeaders : ITask
{
    /// <inheritdoc/>
    public IBuildEngine BuildEngine { get; set; } = null!;

    /// <inheritdoc/>
    public ITaskHost? HostObject { get; set; }

    /// <summary>The files: by <c>Link</c>, what networks call them, and <c>Embed</c>, whether they go into the assembly.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The text to write; it is left alone where it would not change, so that nothing is compiled again.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>Writes the text.</summary>
    /// <returns>False where two files have one name.</returns>
    public bool Execute()
    {
        var text = new StringBuilder();
        foreach (var files in Files.GroupBy(NameOf, StringComparer.OrdinalIgnoreCase).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            if (files.Skip(1).FirstOrDefault() is { } second)
            {
                Fail($"'{files.First().ItemSpec}' and '{second.ItemSpec}' are both weights of the name '{files.Key}', by which networks ask"
                    + " for them and under which programs find them. Give one of the two items CnnGenWeights another name as its Link.");
                return false;
            }

            Append(text, files.Key, files.First());
        }

        var content = text.ToString();
        if (!File.Exists(Output) || File.ReadAllText(Output) != content)
            File.WriteAllText(Output, content);
        return true;
    }

    private static string NameOf(ITaskItem item) => item.GetMetadata("Link");

    private static void Append(StringBuilder text, string name, ITaskItem file)
    {
        var isEmbedded = file.GetMetadata("Embed").Equals("true", StringComparison.OrdinalIgnoreCase);
        Line(text, isEmbedded ? "embedded" : "file", name);
        try
        {
            var header = Read(name, file.GetMetadata("FullPath"));
            foreach (var entry in header.Entries)
                Line(text, "tensor", $"{entry.Name} {SafetensorsHeader.Describe(entry.Shape)} {entry.DataType}");
            if (header.Metadata.ContainsKey(MetadataKeys.Answer))
                text.Append("answer\n");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Line(text, "unreadable", e.Message);
        }
    }

    /// <summary>Reads a header; see <see cref="SafetensorsHeader"/> for what bounds it.</summary>
    private static SafetensorsHeader Read(string name, string path)
    {
        // A pipe has no bytes, and would never be opened.
        if (new FileInfo(path).Length is var length and < SafetensorsHeader.PrefixLength)
            SafetensorsHeader.LengthOf(name, new byte[length], length);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var prefix = ReadBytes(stream, name, SafetensorsHeader.PrefixLength);
        var json = ReadBytes(stream, name, SafetensorsHeader.LengthOf(name, prefix, stream.Length));
        return SafetensorsHeader.Parse(name, json, stream.Length - prefix.Length - json.Length);
    }

    private static byte[] ReadBytes(FileStream stream, string name, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = stream.Read(bytes, read, count - read);
            if (more == 0)
                throw new InvalidDataException($"{name}: the file became shorter while it was read.");
            read += more;
        }

        return bytes;
    }

    /// <summary>A line: a word, and the rest, in which there are no line breaks.</summary>
    private static void Line(StringBuilder text, string word, string rest)
    {
        text.Append(word).Append(' ');
        foreach (var c in rest)
        {
            // All that some reader takes for a line break.
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                text.Append($"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        text.Append('\n');
    }

    private void Fail(string message) => BuildEngine.LogErrorEvent(new BuildErrorEventArgs(
        subcategory: null, "CNN107", BuildEngine.ProjectFileOfTaskNode, lineNumber: 0, columnNumber: 0, endLineNumber: 0,
        endColumnNumber: 0, message, helpKeyword: null, nameof(WriteWeightHeaders)));
}
