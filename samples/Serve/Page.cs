using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace ServeSample;

/// <summary>
/// The page: files of the folder wwwroot, which are a part of the assembly, so that the program is one file wherever it runs.
/// </summary>
internal static class Page
{
    private const string Folder = "wwwroot/";

    private const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Gives each file its address; <c>/</c> is <c>index.html</c>.</summary>
    /// <param name="app">The application.</param>
    public static void Map(WebApplication app)
    {
        foreach (var name in typeof(Page).Assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Folder, StringComparison.Ordinal))
                continue;
            var (path, file) = (name[Folder.Length..], Read(name));
            app.MapGet($"/{path}", () => Results.Bytes(file.Content, file.Type, entityTag: file.Tag));
            if (path == "index.html")
                app.MapGet("/", () => Results.Bytes(file.Content, file.Type, entityTag: file.Tag));
        }
    }

    /// <summary>
    /// What the browser may do with an answer, where that says nothing else: nothing from elsewhere, in no frame of others.
    /// </summary>
    /// <param name="headers">The answer's headers.</param>
    public static void Protect(IHeaderDictionary headers)
    {
        if (headers.ContentSecurityPolicy.Count == 0)
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
