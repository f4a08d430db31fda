namespace CnnGen.Generator;

/// <summary>Compares names as people mean them: not by case, not by underscores, and with a slip of the finger.</summary>
internal static class Words
{
    public static string Normalize(string name) => name.Replace("_", "").ToLowerInvariant();

    /// <summary>The candidate that is meant: the same up to case and underscores, else the nearest; null where none is near.</summary>
    public static string? Nearest(string name, IReadOnlyCollection<string> candidates)
    {
        var word = Normalize(name);
        return candidates.FirstOrDefault(candidate => Normalize(candidate) == word)
            ?? candidates.Select(candidate => (Name: candidate, Distance: Distance(word, Normalize(candidate))))
                .Where(pair => pair.Distance <= 2 && pair.Distance * 5 <= word.Length * 2)
                .OrderBy(pair => pair.Distance)
                .Select(pair => pair.Name)
                .FirstOrDefault();
    }

    /// <summary>All candidates, the nearest first; those that are as near in their order.</summary>
    public static IEnumerable<string> ByDistance(string name, IEnumerable<string> candidates)
    {
        var word = Normalize(name);
        return candidates.OrderBy(candidate => Distance(word, Normalize(candidate)));
    }

    /// <summary>How many characters are to be inserted, removed or replaced (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
