namespace CnnGen.Samples.Commands;

/// <summary>Names that an option takes, and what is said of others.</summary>
internal static class Names
{
    /// <summary>What is wrong with a name that is none of those that an option takes, with the one that was probably meant.</summary>
    /// <param name="option">The option.</param>
    /// <param name="names">Those that it takes.</param>
    /// <param name="name">The other.</param>
    public static string Refusal(string option, IReadOnlyCollection<string> names, string name)
    {
        var meant = name.ToLowerInvariant();
        // Who leaves much out, such as f1 for f1_score or mse for mean_squared_error, is further from it than from short names.
        var nearest = names.FirstOrDefault(each => meant.Length > 1 && each.Contains(meant, StringComparison.Ordinal))
            ?? names.FirstOrDefault(each => string.Concat(each.Split('_').Select(word => word[0])) == meant)
            ?? names.MinBy(each => Distance(each, meant))!;
        return $"{option} must be one of {string.Join(", ", names)}, but is '{name}'. The nearest is {nearest}.";
    }

    /// <summary>How many letters must be inserted, left out or replaced to make one word of the other (Levenshtein, 1965).</summary>
    private static int Distance(string one, string other)
    {
        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            above = row;
        }

        return above[^1];
    }
}
