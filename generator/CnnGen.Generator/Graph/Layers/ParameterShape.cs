namespace CnnGen.Generator.Graph.Layers;

/// <summary>A parameter of a layer, trained or not, in Keras' layout.</summary>
/// <param name="Name">Without the layer: <c>kernel</c>.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Initial">How its values start.</param>
internal sealed record ParameterShape(string Name, EquatableArray<int> Shape, InitialValue Initial)
{
    /// <summary>Whether it is learned of data or kept, and not weights.</summary>
    public bool IsState { get; init; }

    /// <summary>Whether it is of a layer that training leaves as it is.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Whether an optimizer updates it.</summary>
    public bool IsTrainable => !IsState && !IsFrozen;

    /// <summary>Whether it holds variances, of which none is below zero.</summary>
    public bool IsVariance { get; init; }

    /// <summary>
    /// Whether it is a kernel (row, column, out, in), stored as the one (row, column, in, out) with its pixels in reverse order.
    /// </summary>
    public bool IsTransposed { get; init; }

    /// <summary>The columns of the matrix that it is stored as: for a kernel its outputs.</summary>
    public int Columns { get; init; } = Shape[^1];

    /// <summary>What it costs; null where that is nothing.</summary>
    public RegularizerInfo? Regularizer { get; init; }

    /// <summary>What it is held to; null where that is nothing.</summary>
    public ConstraintInfo? Constraint { get; init; }

    public int Count => Shape.Aggregate(1, (a, b) => a * b);
}

/// <summary>How the values of a parameter start, as the library's records of the same names say it.</summary>
internal abstract record InitialValue;

/// <summary>All of them have one value.</summary>
internal sealed record ConstantValue(float Value) : InitialValue;

/// <summary>They are made by an initializer.</summary>
/// <param name="Initializer">Which.</param>
/// <param name="FanIn">Inputs of an output.</param>
/// <param name="FanOut">Outputs of an input.</param>
internal sealed record DrawnValue(Initializer Initializer, int FanIn, int FanOut) : InitialValue
{
    /// <summary>The initializer's number; null where it takes none.</summary>
    public double? Value { get; init; }

    /// <summary>The mean of what is drawn.</summary>
    public double Mean { get; init; }
}

/// <summary>What a parameter costs, as the library's record of the same name says it.</summary>
internal sealed record RegularizerInfo(double L1, double L2);

/// <summary>What a parameter is held to, as the library's record of the same name says it.</summary>
internal sealed record ConstraintInfo(Constraint Constraint, double Value, EquatableArray<int> Axes)
{
    /// <summary>The smallest norm.</summary>
    public double MinValue { get; init; }

    /// <summary>How much of the way to the norms an update goes.</summary>
    public double Rate { get; init; } = 1;
}
