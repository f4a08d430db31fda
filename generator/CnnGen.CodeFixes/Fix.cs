using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>One way to mend one diagnostic.</summary>
/// <param name="Title">What the result is, as an imperative: <c>Use a pool size of 4</c>.</param>
/// <param name="Key">Which of the ways a rule offers it is, the same for each diagnostic, so that all can be mended alike.</param>
/// <param name="Changes">What changes in the document.</param>
internal sealed record Fix(string Title, string Key, ImmutableArray<TextChange> Changes);
