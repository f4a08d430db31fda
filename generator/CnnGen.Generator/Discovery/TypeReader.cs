using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>Reads the class itself: its names, and what keeps it from being a network.</summary>
internal static class TypeReader
{
    public static TypeDeclaration Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var containing = new List<string>();
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containing.Insert(0, $"{AccessibilityOf(outer)} partial {KeywordOf(outer)} {Escape(outer.Name)}{TypeParametersOf(outer)}");
        var space = type.ContainingNamespace;
        return new(
            space.IsGlobalNamespace ? "" : string.Join(".", space.ToDisplayString().Split('.').Select(part => Escape(part.TrimStart('@')))),
            type.Name,
            AccessibilityOf(type),
            type.IsSealed,
            HasDocumentation(type, cancellation),
            new(containing))
        {
            Identifier = Escape(type.Name),
        };
    }

    /// <summary>Every reason at once; several parts of one class are its caller's concern.</summary>
    public static List<NetworkError> Problems(
        INamedTypeSymbol type, TypeDeclarationSyntax main, Compilation compilation, CancellationToken cancellation)
    {
        var problems = new List<NetworkError>();
        void Report(string id, string? argument, params string[] messageArguments) =>
            problems.Add(new(id, NetworkError.ClassName, argument, new(messageArguments)));

        if (type.IsRecord)
            Report(DiagnosticIds.Record, null, type.Name);
        if (type.IsStatic)
            Report(DiagnosticIds.Static, null, type.Name);
        if (type.IsFileLocal)
            Report(DiagnosticIds.FileLocal, null, type.Name, type.Name);
        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } ancestor
            && !IsCompiledNetwork(ancestor))
        {
            Report(
                DiagnosticIds.HasBaseClass, null, type.Name, ancestor.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        }

        foreach (var constructor in type.InstanceConstructors)
        {
            var syntax = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
            if (syntax is ClassDeclarationSyntax { Identifier: var name, ParameterList: { } parameters })
            {
                Report(
                    DiagnosticIds.PrimaryConstructor, null, type.Name, $"public {name}{parameters}", OwnConstructors.CallFor(constructor));
            }
        }

        if (!IsPartial(main))
            Report(DiagnosticIds.NotPartial, null, type.Name, type.Name);
        if (type.IsGenericType && type.TypeParameters.Length > 0)
            Report(DiagnosticIds.Generic, null, type.Name, type.Name);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.IsFileLocal)
                Report(DiagnosticIds.FileLocal, outer.Name, outer.Name, type.Name);
            if (outer.TypeParameters.Length > 0)
                Report(DiagnosticIds.Generic, outer.Name, type.Name, outer.Name);
            if (!outer.DeclaringSyntaxReferences.Any(reference => IsPartial(reference.GetSyntax(cancellation))))
                Report(DiagnosticIds.NotPartial, outer.Name, outer.Name, type.Name);
        }

        if (compilation.Options is CSharpCompilationOptions { AllowUnsafe: false })
            Report(DiagnosticIds.UnsafeBlocksOff, null, type.Name);
        return problems;
    }

    private static bool IsPartial(SyntaxNode node) => node is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsCompiledNetwork(INamedTypeSymbol type) =>
        type is { Name: "CompiledNetwork", ContainingNamespace: { Name: "CnnGen", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool HasDocumentation(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation).GetLeadingTrivia().Any(trivia =>
            trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
                || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)));

    private static string AccessibilityOf(INamedTypeSymbol type) => SyntaxFacts.GetText(type.DeclaredAccessibility);

    private static string KeywordOf(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    private static string TypeParametersOf(INamedTypeSymbol type) =>
        type.TypeParameters.Length == 0 ? "" : $"<{string.Join(",", type.TypeParameters.Select(parameter => Escape(parameter.Name)))}>";

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
}
