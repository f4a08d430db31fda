namespace CnnGen.Import;

/// <summary>A file cannot be imported. The message lists everything that stands in the way, so that all can be mended at once.</summary>
public sealed class ImportException : Exception
{
    /// <summary>A file with several problems.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">What stands in the way; at least one thing.</param>
    public ImportException(string path, IReadOnlyList<ImportProblem> problems)
        : base(Describe(path, problems)) => Problems = problems;

    /// <summary>A file that cannot be read at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is the matter, and what to do.</param>
    /// <param name="cause">What was thrown; null where nothing was.</param>
    public ImportException(string path, string reason, Exception? cause = null)
        : base($"{path}: {reason}", cause) => Problems = [new(path, reason)];

    /// <summary>What stands in the way, in the order of the file.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; }

    private static string Describe(string path, IReadOnlyList<ImportProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems is [var only]
            ? $"{path}: {only}"
            : $"{path}: {problems.Count} things cannot be imported:\n{string.Join("\n", problems.Select(problem => $"  {problem}"))}";
    }
}
