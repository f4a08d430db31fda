using System.Collections.Immutable;
using System.Reflection;
using CnnGen.CodeFixes;
using CnnGen.CodeFixes.Fixes;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>
/// A project as an editor holds it, to which code fixes are applied by their titles. After each, the diagnostic must be gone, and no error
/// or warning may be there that was not before; callers compare the whole text.
/// </summary>
internal sealed class FixedProject
{
    private readonly Project _project;
    private readonly TestOptions _options;

    private readonly Lazy<Task<ImmutableArray<Diagnostic>>> _diagnostics;
    private readonly Lazy<Task<ImmutableArray<Diagnostic>>> _complaints;

    private FixedProject(Project project, TestOptions options)
    {
        (_project, _options) = (project, options);
        var generated = new Lazy<Task<(GeneratorDriverRunResult Result, Compilation Compilation)>>(async () =>
            Compiler.Generate((await project.GetCompilationAsync())!, options));
        _complaints = new(async () => Compiler.InOrder(Compiler.Complaints((await generated.Value).Compilation)));
        _diagnostics = new(async () =>
            Compiler.InOrder(
                [.. await Compiler.AnalyzeAsync((await project.GetCompilationAsync())!, options, suggestions: true),
                    .. (await generated.Value).Result.Diagnostics]));
    }

    /// <summary>Every code fix of the assembly, found as an editor finds them.</summary>
    public static ImmutableArray<CodeFixProvider> Providers { get; } =
    [
        .. typeof(NetworkCodeFix).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>A project of the given files; unsafe blocks are on.</summary>
    public static FixedProject Create(params string[] sources) => Create(allowUnsafe: true, sources);

    public static FixedProject Create(bool allowUnsafe, params string[] sources) => Create(allowUnsafe, weights: null, sources);

    /// <summary>A project of the given files.</summary>
    /// <param name="allowUnsafe">Whether unsafe blocks are on.</param>
    /// <param name="weights">What the build writes down of files with weights; null where there are none.</param>
    /// <param name="sources">The files.</param>
    public static FixedProject Create(bool allowUnsafe, string? weights, string[] sources)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: allowUnsafe, nullableContextOptions: NullableContextOptions.Enable);
        var project = new AdhocWorkspace().AddProject("Networks", LanguageNames.CSharp)
            .WithCompilationOptions(options)
            .WithParseOptions(InMemoryCompiler.ParseOptions)
            .WithMetadataReferences(Compiler.References);
        for (var index = 0; index < sources.Length; index++)
            project = project.AddDocument($"File{index}.cs", SourceText.From(sources[index]), filePath: $"File{index}.cs").Project;
        return new(project.AddDocument("Usings.cs", SourceText.From(Compiler.GlobalUsings), filePath: "Usings.cs").Project,
            // One instruction set is enough for code that has to compile.
            new TestOptions("Scalar", weights: weights));
    }

    /// <summary>Whether unsafe blocks are on.</summary>
    public bool AllowsUnsafe => ((CSharpCompilationOptions)_project.CompilationOptions!).AllowUnsafe;

    /// <summary>Ids of CnnGen's errors, and the compiler's errors and warnings in words, those in the generated code included.</summary>
    public async Task<IEnumerable<string>> ErrorsAsync() =>
        (await DiagnosticsAsync()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id)
            .Concat((await ComplaintsAsync()).Select(complaint => $"{complaint.Id}: {complaint.GetMessage()}"));

    /// <summary>What CnnGen reports, in source order.</summary>
    public Task<ImmutableArray<Diagnostic>> DiagnosticsAsync() => _diagnostics.Value;

    /// <summary>What the compiler reports, of the generated code, too, in source order.</summary>
    public Task<ImmutableArray<Diagnostic>> ComplaintsAsync() => _complaints.Value;

    /// <summary>The texts of the files.</summary>
    public async Task<string[]> TextsAsync()
    {
        var texts = await Task.WhenAll(
            _project.Documents.Where(document => document.Name != "Usings.cs").Select(document => document.GetTextAsync()));
        return [.. texts.Select(text => text.ToString())];
    }

    /// <summary>Applies a fix to the first diagnostic of its id in a file and compares the whole text.</summary>
    public static async Task ExpectAsync(string id, string title, string wrong, string right) =>
        Assert.Equal([right], await (await Create(wrong).ApplyAsync(id, title)).TextsAsync());

    /// <summary>
    /// The titles of what is offered for a diagnostic of an id, by default the first; the fixes in the order of their names.
    /// </summary>
    public async Task<string[]> TitlesAsync(string id, int index = 0) =>
        [.. (await OffersAsync(await FindAsync(id, index))).Select(offer => offer.Action.Title)];

    /// <summary>Applies a fix to a diagnostic of its id, by default the first in the source.</summary>
    public async Task<FixedProject> ApplyAsync(string id, string title, int index = 0)
    {
        var offer = await OfferAsync(id, title, index);
        var after = await ApplyAsync(offer.Action);
        Assert.True((await after.CountAsync(id)) < await CountAsync(id), $"{id} is still there");
        return after;
    }

    /// <summary>Applies a fix, and its like, to all diagnostics of its id in the project.</summary>
    public async Task<FixedProject> ApplyToAllAsync(string id, string title)
    {
        var (provider, action) = await OfferAsync(id, title);
        var fixAll = provider.GetFixAllProvider();
        Assert.NotNull(fixAll);
        var context = new FixAllContext(
            _project.Documents.First(), provider, FixAllScope.Project, action.EquivalenceKey!, [id], new Found(await DiagnosticsAsync()),
            CancellationToken.None);
        var after = await ApplyAsync((await fixAll.GetFixAsync(context))!);
        Assert.Equal(0, await after.CountAsync(id));
        return after;
    }

    private async Task<FixedProject> ApplyAsync(CodeAction action)
    {
        var operation = Assert.Single((await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>());
        var after = new FixedProject(operation.ChangedSolution.GetProject(_project.Id)!, _options);
        Assert.Empty((await after.ErrorsAsync()).Except(await ErrorsAsync()));
        return after;
    }

    private async Task<(CodeFixProvider Provider, CodeAction Action)> OfferAsync(string id, string title, int index = 0)
    {
        var offers = await OffersAsync(await FindAsync(id, index));
        Assert.Contains(title, offers.Select(offer => offer.Action.Title));
        return offers.Single(offer => offer.Action.Title == title);
    }

    private async Task<List<(CodeFixProvider Provider, CodeAction Action)>> OffersAsync(Diagnostic diagnostic)
    {
        var document = _project.GetDocument(diagnostic.Location.SourceTree)!;
        var offers = new List<(CodeFixProvider, CodeAction)>();
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(
                new(document, diagnostic, (action, _) => offers.Add((provider, action)), CancellationToken.None));
        }

        return offers;
    }

    private async Task<Diagnostic> FindAsync(string id, int index) =>
        (await DiagnosticsAsync()).Where(diagnostic => diagnostic.Id == id).ElementAt(index);

    private async Task<int> CountAsync(string id) => (await DiagnosticsAsync()).Count(diagnostic => diagnostic.Id == id);

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(diagnostic => diagnostic.Location == Location.None));
    }
}
