namespace CnnGen.Formats;

/// <summary>Where a path really leads, as the system finds it.</summary>
internal static class SymbolicLinks
{
    // As many as Linux follows.
    private const int Limit = 40;

    /// <summary>Follows every link on the way of a path, the last included. What it leads to need not exist.</summary>
    /// <param name="path">The path.</param>
    /// <returns>A full path without links.</returns>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Follow(string path)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;

        // Not File.ResolveLinkTarget: it takes ".." in a link for the folder above in the text, where the system goes up from where a
        // folder's link leads.
        var resolved = "/";
        var names = new Stack<string>();
        Push(names, full);
        for (var followed = 0; names.TryPop(out var name);)
        {
            if (name is "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }

            var next = Path.Join(resolved, name);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                resolved = next;
                continue;
            }

            if (++followed > Limit)
            {
                throw new IOException(
                    $"{path}: expected a file, but its symbolic links lead in a circle or through more than {Limit} links.");
            }

            if (Path.IsPathRooted(link))
                resolved = "/";
            Push(names, link);
        }

        return resolved;
    }

    /// <summary>The first name of a path comes to lie on top.</summary>
    private static void Push(Stack<string> names, string path)
    {
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            if (name != ".")
                names.Push(name);
        }
    }
}
