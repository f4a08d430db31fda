namespace CnnGen.Generator.Graph;

/// <summary>An argument of a layer in a block, as an expression of what a use of the block gives. Values are int, double or bool.</summary>
internal abstract record Formula
{
    /// <summary>The value; null where something that it needs is not known.</summary>
    /// <param name="given">What a parameter of the block is; null where it is not known.</param>
    public abstract object? Value(Func<string, object?> given);

    /// <summary>The parameters of the block that it needs.</summary>
    public abstract IEnumerable<string> Parameters { get; }
}

/// <summary>A number or a truth value.</summary>
internal sealed record KnownFormula(object Known) : Formula
{
    public override IEnumerable<string> Parameters => [];

    public override object? Value(Func<string, object?> given) => Known;
}

/// <summary>What the use of the block gives.</summary>
/// <param name="Name">Under which name.</param>
internal sealed record ParameterFormula(string Name) : Formula
{
    public override IEnumerable<string> Parameters => [Name];

    public override object? Value(Func<string, object?> given) => given(Name);
}

/// <summary>An operator between two values; <c>-x</c> is <c>0 - x</c>.</summary>
internal sealed record OperatorFormula(string Operator, Formula Left, Formula Right) : Formula
{
    public override IEnumerable<string> Parameters => Left.Parameters.Concat(Right.Parameters);

    public override object? Value(Func<string, object?> given)
    {
        var left = Left.Value(given);
        // As in C#, the right side may be without a value where the left one decides.
        if ((Operator, left) is ("&&", false) or ("||", true))
            return left;
        var right = Right.Value(given);
        if (left is bool p && right is bool q)
            return OfTruths(p, q);
        if (left is int a && right is int b)
            return OfInts(a, b);
        return left is int or double && right is int or double ? OfDoubles(Convert.ToDouble(left), Convert.ToDouble(right)) : null;
    }

    private object? OfTruths(bool a, bool b) => Operator switch
    {
        "&&" => a && b,
        "||" => a || b,
        "==" => a == b,
        "!=" => a != b,
        _ => null,
    };

    private object? OfInts(long a, long b)
    {
        object? value = Operator switch
        {
            "+" => a + b,
            "-" => a - b,
            "*" => a * b,
            "/" => b == 0 ? null : a / b,
            "%" => b == 0 ? null : a % b,
            _ => Compare(a, b),
        };
        return value is not long number ? value : number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
    }

    private object? OfDoubles(double a, double b) => Operator switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "%" => a % b,
        _ => Compare(a, b),
    };

    // Of doubles, since NaN is neither less nor more than anything; an int is exact as one.
    private object? Compare(double a, double b) => Operator switch
    {
        "==" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => a >= b,
        _ => null,
    };
}

/// <summary>A value as an int, which leaves out what is behind the point, or as a double.</summary>
internal sealed record CastFormula(Formula Operand, bool ToInt) : Formula
{
    public override IEnumerable<string> Parameters => Operand.Parameters;

    public override object? Value(Func<string, object?> given) => Operand.Value(given) switch
    {
        int number => ToInt ? number : (double)number,
        double number => !ToInt ? number : number is > int.MinValue and < int.MaxValue ? (int)number : null,
        _ => null,
    };
}

/// <summary>An expression with something of a block in it that nobody computes here.</summary>
/// <param name="Text">As written.</param>
internal sealed record UnreadFormula(string Text) : Formula
{
    public override IEnumerable<string> Parameters => [];

    public override object? Value(Func<string, object?> given) => null;
}

/// <summary>One of two values, by a third.</summary>
internal sealed record ChoiceFormula(Formula Condition, Formula Then, Formula Otherwise) : Formula
{
    public override IEnumerable<string> Parameters => Condition.Parameters.Concat(Then.Parameters).Concat(Otherwise.Parameters);

    public override object? Value(Func<string, object?> given) =>
        Condition.Value(given) is bool holds ? (holds ? Then : Otherwise).Value(given) : null;
}
