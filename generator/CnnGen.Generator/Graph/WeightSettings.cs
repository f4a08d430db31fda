using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Graph;

/// <summary>What an attribute says of a parameter: how it starts, what it costs and what it is held to.</summary>
/// <param name="Initializer">How it starts.</param>
internal sealed record WeightSettings(Initializer Initializer)
{
    /// <summary>What nothing is said of, of a kernel.</summary>
    public static WeightSettings Kernel { get; } = new(Initializer.GlorotUniform);

    /// <summary>The same of a bias, beta and alpha.</summary>
    public static WeightSettings Zeros { get; } = new(Initializer.Zeros);

    /// <summary>The same of gamma.</summary>
    public static WeightSettings Ones { get; } = new(Initializer.Ones);

    /// <summary>The initializer's number; null where it takes none.</summary>
    public double? Value { get; init; }

    /// <summary>The mean of what the initializer draws.</summary>
    public double Mean { get; init; }

    /// <summary>What it costs; null where that is nothing.</summary>
    public RegularizerInfo? Regularizer { get; init; }

    /// <summary>What it is held to; null where that is nothing.</summary>
    public ConstraintInfo? Constraint { get; init; }

    /// <summary>What an initializer's number is when it is left out; null where the initializer takes none.</summary>
    public static double? DefaultValue(Initializer initializer) => initializer switch
    {
        Initializer.Constant => 0,
        Initializer.Orthogonal or Initializer.Identity => 1,
        _ when TakesMean(initializer) => 0.05,
        _ => null,
    };

    /// <summary>Whether an initializer draws around a mean that is given, from a distribution whose width is.</summary>
    public static bool TakesMean(Initializer initializer) =>
        initializer is Initializer.RandomNormal or Initializer.TruncatedNormal or Initializer.RandomUniform;

    /// <summary>What the largest norm of a constraint is when it is left out; null where the constraint takes none.</summary>
    public static double? DefaultNorm(Constraint constraint) => constraint switch
    {
        Graph.Constraint.MaxNorm => 2,
        Graph.Constraint.MinMaxNorm => 1,
        _ => null,
    };

    /// <summary>The parameter that all this is said of.</summary>
    /// <param name="name">Without the layer: <c>kernel</c>.</param>
    /// <param name="shape">Its extents.</param>
    public ParameterShape Of(string name, params int[] shape) => new(name, new(shape), InitialOf(shape))
    {
        Regularizer = Regularizer,
        Constraint = Constraint,
    };

    /// <summary>
    /// Of a shape (rows, columns, in, out) or (in, out) the cells of the receptive field multiply both fans; those of a vector are its
    /// length. Keras does not tell a depthwise kernel apart: its fans are those of (rows, columns, in, multiplier).
    /// </summary>
    private InitialValue InitialOf(int[] shape)
    {
        if (Initializer is Initializer.Zeros or Initializer.Ones or Initializer.Constant)
            return new ConstantValue(Initializer == Initializer.Ones ? 1 : (float)(Value ?? 0));
        var cells = shape.Take(shape.Length - 2).Aggregate(1, (a, b) => a * b);
        return new DrawnValue(Initializer, cells * shape[Math.Max(shape.Length - 2, 0)], cells * shape[^1])
        {
            Value = Value,
            Mean = Mean,
        };
    }
}
