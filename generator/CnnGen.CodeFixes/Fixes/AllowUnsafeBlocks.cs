using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN040: turns unsafe blocks on. The options of the compilation change; the editor writes them into the project file.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AllowUnsafeBlocks)), Shared]
public sealed class AllowUnsafeBlocks : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnsafeBlocksOff];

    /// <summary>None: once done, it is done for the whole project.</summary>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        if (project.CompilationOptions is CSharpCompilationOptions options)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    "Set <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project",
                    _ => Task.FromResult(project.Solution.WithProjectCompilationOptions(project.Id, options.WithAllowUnsafe(true))),
                    nameof(AllowUnsafeBlocks)),
                context.Diagnostics);
        }

        return Task.CompletedTask;
    }
}
