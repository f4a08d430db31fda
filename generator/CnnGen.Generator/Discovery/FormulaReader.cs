using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>Reads an expression of what a use of a block gives, which is written by the constants of <c>CnnGen.Block</c>.</summary>
internal static class FormulaReader
{
    private static readonly HashSet<string> Operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"];

    /// <summary>The formula; null where the expression has nothing of a block, and its value is what the compiler says.</summary>
    public static Formula? Read(ExpressionSyntax expression, Compilation compilation)
    {
        // Most arguments are literals.
        if (!expression.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax))
            return null;
        if (Parse(expression, compilation) is { } formula)
            return formula.Parameters.Any() ? formula : null;
        return Mentions(expression, compilation) ? new UnreadFormula(expression.ToString()) : null;
    }

    private static Formula? Parse(ExpressionSyntax expression, Compilation compilation)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Parse(inner.Expression, compilation);
            case BinaryExpressionSyntax binary when Operators.Contains(binary.OperatorToken.Text):
                return Parse(binary.Left, compilation) is { } left && Parse(binary.Right, compilation) is { } right
                    ? new OperatorFormula(binary.OperatorToken.Text, left, right)
                    : null;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                return Parse(minus.Operand, compilation) is { } operand ? new OperatorFormula("-", new KnownFormula(0), operand) : null;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                return Parse(not.Operand, compilation) is { } truth ? new OperatorFormula("==", truth, new KnownFormula(false)) : null;
            case CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword } } toInt:
                return Parse(toInt.Expression, compilation) is { } number ? new CastFormula(number, ToInt: true) : null;
            case CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.DoubleKeyword } } toDouble:
                return Parse(toDouble.Expression, compilation) is { } whole ? new CastFormula(whole, ToInt: false) : null;
            case ConditionalExpressionSyntax choice:
                return Parse(choice.Condition, compilation) is { } condition && Parse(choice.WhenTrue, compilation) is { } then
                    && Parse(choice.WhenFalse, compilation) is { } otherwise
                        ? new ChoiceFormula(condition, then, otherwise)
                        : null;
        }

        var model = compilation.GetSemanticModel(expression.SyntaxTree);
        if (model.GetSymbolInfo(expression).Symbol is IFieldSymbol { IsConst: true } field)
        {
            if (IsParameter(field))
                return new ParameterFormula(field.Name);
            // A constant of the user's may be made of what the block is given.
            if (InitialValue(field, compilation) is { } initial && Mentions(initial, compilation))
                return Parse(initial, compilation);
        }
        else if (Mentions(expression, compilation))
        {
            // An operator that is not known here.
            return null;
        }

        return model.GetConstantValue(expression) is { HasValue: true, Value: { } value } && Plain(value) is { } known
            ? new KnownFormula(known)
            : null;
    }

    /// <summary>Whether there is something of a block in an expression, or in the constants that it is made of.</summary>
    private static bool Mentions(ExpressionSyntax expression, Compilation compilation) =>
        ConstantsIn(expression, compilation).Any(IsParameter);

    /// <summary>
    /// The constants that an expression is made of, and those that these are made of; of other projects' only the former.
    /// </summary>
    public static IEnumerable<IFieldSymbol> ConstantsIn(ExpressionSyntax expression, Compilation compilation)
    {
        var model = compilation.GetSemanticModel(expression.SyntaxTree);
        foreach (var name in expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is not IFieldSymbol { IsConst: true } field)
                continue;
            yield return field;
            if (InitialValue(field, compilation) is not { } initial)
                continue;
            foreach (var inner in ConstantsIn(initial, compilation))
                yield return inner;
        }
    }

    /// <summary>What a constant of this project is made of.</summary>
    private static ExpressionSyntax? InitialValue(IFieldSymbol field, Compilation compilation) =>
        field.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && compilation.ContainsSyntaxTree(reference.SyntaxTree)
            ? (reference.GetSyntax() as VariableDeclaratorSyntax)?.Initializer?.Value
            : null;

    private static bool IsParameter(IFieldSymbol field) =>
        field.ContainingType is { Name: "Block", ContainingNamespace: { Name: "CnnGen", ContainingNamespace.IsGlobalNamespace: true } };

    // C# would go on with other types than formulas do where it meets a long, a decimal or a character.
    private static object? Plain(object value) => value switch
    {
        bool or int or double => value,
        float number => (double)number,
        byte or sbyte or short or ushort => Convert.ToInt32(value),
        _ => null,
    };
}
