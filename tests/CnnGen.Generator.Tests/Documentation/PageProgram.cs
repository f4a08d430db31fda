using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// The C# blocks of a page, from top to bottom, as one program: usings first, then all statements in their order, then all types. So a
/// block may use what the blocks before it declare, as a reader would.
/// </summary>
internal sealed class PageProgram
{
    /// <summary>The usings that the SDK adds to a new console project.</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The bits that pages print are those of every instruction set with fused multiply-add, so two will do, of which each machine has one.
    private static readonly TestOptions PageOptions = new("Avx2;Vector128");

    private readonly Compilation _declared;
    private readonly EmitResult _emitted;
    private readonly MemoryStream _assembly = new();

    private PageProgram(IReadOnlyList<CompilationUnitSyntax> blocks, TestOptions options)
    {
        var members = blocks.SelectMany(block => block.Members).ToList();
        var parts = blocks.SelectMany(block => block.Usings).Select(Text).Distinct()
            .Concat(members.OfType<GlobalStatementSyntax>().Select(Text))
            .Concat(members.Where(member => member is not GlobalStatementSyntax).Select(Text));
        var kind = members.Exists(member => member is GlobalStatementSyntax)
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;
        _declared = InMemoryCompiler.Create(
            "Page",
            [InMemoryCompiler.Parse(ImplicitUsings, "Usings.cs"), InMemoryCompiler.Parse(string.Join('\n', parts), "Page.cs")],
            kind).WithReferences(Compiler.References);
        (Generated, var compilation) = Compiler.Generate(_declared, options);
        _emitted = compilation.Emit(_assembly);

        static string Text(SyntaxNode node) => node.ToFullString().Trim('\n');
    }

    /// <summary>What the generator wrote for the page's networks.</summary>
    public GeneratorDriverRunResult Generated { get; }

    /// <summary>Whether there is something to run, rather than networks alone.</summary>
    public bool HasStatements => _declared.Options.OutputKind == OutputKind.ConsoleApplication;

    /// <summary>Joins and compiles the named blocks of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="blocks">The names.</param>
    /// <param name="options">Build properties; when null, code for two instruction sets is generated.</param>
    public static PageProgram Of(Document page, IEnumerable<string> blocks, TestOptions? options = null) =>
        new([.. blocks.Select(name => InMemoryCompiler.Parse(page.Block(name), name).GetCompilationUnitRoot())],
            options ?? PageOptions);

    /// <summary>What the generator, the compiler and the analyzer complain about.</summary>
    public async Task<IEnumerable<Diagnostic>> ComplaintsAsync() =>
        [.. Generated.Diagnostics, .. _emitted.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
            .. await Compiler.AnalyzeAsync(_declared)];

    /// <summary>Runs the program in a process of its own.</summary>
    /// <param name="folder">Where it runs; it is written there, too.</param>
    public Command Run(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "Page.dll"), _assembly.ToArray());
        var tests = typeof(PageProgram).Assembly.Location;
        string[] libraries =
        [
            "CnnGen.dll", "CnnGen.Charts.dll", "CnnGen.Distributed.dll", "CnnGen.Images.dll", "CnnGen.Import.dll",
            "CnnGen.Visualization.dll", "OxyPlot.dll", "PureHDF.dll",
        ];
        foreach (var library in libraries)
            File.Copy(Path.Combine(Path.GetDirectoryName(tests)!, library), Path.Combine(folder, library));
        File.Copy(Path.ChangeExtension(tests, "runtimeconfig.json"), Path.Combine(folder, "Page.runtimeconfig.json"));
        // Numbers are printed alike everywhere.
        return Command.Run("dotnet", folder, ["Page.dll"], null, ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));
    }
}
