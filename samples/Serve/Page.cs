using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ServeSample;

/// <summary>
/// The page: files of the folder wwwroot, which are a part of the assembly, so that the program is one file wherever it runs.
/// </summary>
internal static class Page
{
    private const string Folder = "wwwroot/";

    private const string Policy = "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'";

    /// <summary>Gives each file its address; <c>/</c> is <c>index.html</c>.</summary>
    /// <param name="app">The application.</param>
    public static void Map(WebApplication app)
    {
        var files = typeof(Page).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Folder.Length..], Read);
        app.MapGet("/{*path}", (string? path) => files.TryGetValue(path is null or "" ? "index.html" : path, out var file)
            ? Results.Bytes(file.Content, file.Type, entityTag: file.Tag)
            : Problem.Of(404, $"There is nothing at /{path}."));
    }

    /// <summary>What the browser may do with an answer: nothing from elsewhere, in no frame of others.</summary>
    /// <param name="headers">The answer's headers.</param>
    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Kept, but asked for again: a new version of the program has a new page.
        headers.CacheControl = "no-cache";
    }

    private static (byte[] Content, string Type, EntityTagHeaderValue Tag) Read(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
        return (content, TypeOf(Path.GetExtension(name)), new EntityTagHeaderValue(tag));
    }

    private static string TypeOf(string extension) => extension switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "application/octet-stream",
    };
}
