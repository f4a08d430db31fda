using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>
/// What the code fixes of CnnGen share. A fix says which text to change: attributes stay as their author laid them out, several on a line
/// and with their comments.
/// </summary>
public abstract class NetworkCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        await FixAllAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            var place = await DiagnosticPlace.FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            foreach (var fix in place is null ? [] : Fixes(place))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        fix.Title, _ => Task.FromResult(context.Document.WithText(place!.Text.WithChanges(fix.Changes))), fix.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The ways to mend a diagnostic, the best first; none where no way is certain to.</summary>
    private protected abstract IEnumerable<Fix> Fixes(DiagnosticPlace place);

    /// <summary>
    /// Mends all diagnostics of a document in the same way. Where two would change the same text, the first wins, and the other stays.
    /// </summary>
    private async Task<Document> FixAllAsync(
        Document document, ImmutableArray<Diagnostic> diagnostics, string? key, CancellationToken cancellation)
    {
        var accepted = new SortedDictionary<TextSpan, TextChange>();
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan))
        {
            var place = await DiagnosticPlace.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false);
            var fix = place is null ? null : Fixes(place).FirstOrDefault(fix => fix.Key == key);
            // What two have in common, such as a type around both networks, is done once.
            var changes = fix?.Changes.Where(change => !accepted.TryGetValue(change.Span, out var same) || same != change).ToList() ?? [];
            if (changes.Any(change => accepted.Keys.Any(span => Meet(span, change.Span))))
                continue;
            foreach (var change in changes)
                accepted.Add(change.Span, change);
        }

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(accepted.Values));
    }

    // Two insertions at one place have no order; text that ends where other text begins is no conflict.
    private static bool Meet(TextSpan one, TextSpan other) => one == other || (one.Start < other.End && other.Start < one.End);
}
