using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Diagnostics;

/// <summary>
/// Where the page of an error can be opened. The address of all pages is the property <c>HelpLinkBase</c> of <c>Directory.Build.props</c>.
/// While that is empty, the pages that came with the package are linked: the build says where they are, so such links are those of a
/// compilation, and descriptors have none.
/// </summary>
/// <param name="Folder">The folder with the pages, with a separator at its end; null where the build does not say.</param>
internal sealed record HelpLinks(string? Folder)
{
    /// <summary>The MSBuild property with the folder, as compilers hand it over; the package's <c>CnnGen.props</c> sets it.</summary>
    public const string FolderProperty = "build_property.CnnGenErrorPages";

    /// <summary>The address of all pages, with a slash at its end; empty while there is none.</summary>
    public static readonly string Address = typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "HelpLinkBase")?.Value ?? "";

    /// <summary>What the project of the user says.</summary>
    public static HelpLinks Read(AnalyzerConfigOptions options)
    {
        options.TryGetValue(FolderProperty, out var folder);
        // A number sign or semicolon in a path ends the value, as it begins a comment in the file that carries it: no link then, rather
        // than a wrong one.
        return new(folder is not null && (folder.EndsWith("/", StringComparison.Ordinal) || folder.EndsWith("\\", StringComparison.Ordinal))
            ? folder
            : null);
    }

    /// <summary>The link of a page that is the same everywhere; empty where there is none.</summary>
    public static string Of(string id) => Of(id, Address);

    internal static string Of(string id, string address) => address.Length > 0 ? $"{address}{id}.md" : "";

    /// <summary>A descriptor whose link opens on this machine.</summary>
    /// <param name="descriptor">The one of the table.</param>
    /// <param name="note">What is added to its message, for example which use of a block it is about.</param>
    public DiagnosticDescriptor Open(DiagnosticDescriptor descriptor, string note = "") =>
        note.Length == 0 && (descriptor.HelpLinkUri.Length > 0 || Folder is null)
        ? descriptor
        : new(
            descriptor.Id,
            descriptor.Title,
            $"{descriptor.MessageFormat}{note.Replace("{", "{{").Replace("}", "}}")}",
            descriptor.Category,
            descriptor.DefaultSeverity,
            descriptor.IsEnabledByDefault,
            descriptor.Description,
            // A file's URI: terminals and editors make a link of it.
            descriptor.HelpLinkUri.Length > 0 || Folder is null
                ? descriptor.HelpLinkUri
                : new Uri(Path.Combine(Folder, $"{descriptor.Id}.md")).AbsoluteUri,
            [.. descriptor.CustomTags]);
}
