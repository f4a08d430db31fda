namespace CnnGen.Tests.Reference;

/// <summary>Activations of single elements in double precision, by the formulas of <see cref="Activation"/>, and their slopes.</summary>
internal static class ElementFunctions
{
    private const double SeluScale = 1.0507009873554805;
    private const double SeluAlpha = 1.6732632423543772;

    private static readonly double RootTwoOverPi = Math.Sqrt(2 / Math.PI);

    /// <summary>All of them.</summary>
    public static IEnumerable<Activation> All => Enum.GetValues<Activation>().Except([Activation.Softmax, Activation.LogSoftmax]);

    /// <summary>Those whose derivative does not follow from the output.</summary>
    public static IReadOnlyList<Activation> DerivedFromInput { get; } =
        [Activation.Gelu, Activation.GeluTanh, Activation.Silu, Activation.Mish, Activation.HardSwish];

    /// <summary>f(x).</summary>
    public static double Value(Activation function, double x) => function switch
    {
        Activation.Linear => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.Sigmoid => Sigmoid(x),
        Activation.Tanh => Math.Tanh(x),
        Activation.Relu6 => Math.Min(Math.Max(x, 0), 6),
        Activation.LeakyRelu => x < 0 ? 0.2f * x : x,
        Activation.Elu => x < 0 ? Special.Expm1(x) : x,
        Activation.Selu => SeluScale * (x < 0 ? SeluAlpha * Special.Expm1(x) : x),
        Activation.Celu => Math.Max(x, 0) + Math.Min(Special.Expm1(x), 0),
        Activation.Gelu => x * Special.NormalCdf(x),
        Activation.GeluTanh => x * Sigmoid(GateOfTanh(x)),
        Activation.Silu => x * Sigmoid(x),
        Activation.Mish => x * Math.Tanh(Special.Softplus(x)),
        Activation.Softplus => Special.Softplus(x),
        Activation.Softsign => x / (1 + Math.Abs(x)),
        Activation.HardSigmoid => Math.Min(Math.Max(x + 3, 0), 6) / 6,
        Activation.HardSwish => x * Math.Min(Math.Max(x + 3, 0), 6) / 6,
        Activation.HardTanh => Math.Min(Math.Max(x, -1), 1),
        Activation.Exponential => Math.Exp(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of one element"),
    };

    /// <summary>f'(x).</summary>
    public static double Slope(Activation function, double x) => function switch
    {
        Activation.Linear => 1,
        Activation.Relu => x > 0 ? 1 : 0,
        Activation.Sigmoid => Sigmoid(x) * Sigmoid(-x),
        Activation.Tanh => 1 / Math.Pow(Math.Cosh(x), 2),
        Activation.Relu6 => x is > 0 and < 6 ? 1 : 0,
        Activation.LeakyRelu => x > 0 ? 1 : 0.2f,
        Activation.Elu or Activation.Celu => x < 0 ? Math.Exp(x) : 1,
        Activation.Selu => SeluScale * (x < 0 ? SeluAlpha * Math.Exp(x) : 1),
        Activation.Gelu => Special.NormalCdf(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI),
        Activation.GeluTanh => SlopeOfGate(x, GateOfTanh(x), 2 * RootTwoOverPi * (1 + 3 * 0.044715 * x * x)),
        Activation.Silu => SlopeOfGate(x, x, 1),
        Activation.Mish => Math.Tanh(Special.Softplus(x)) + x * Sigmoid(x) / Math.Pow(Math.Cosh(Special.Softplus(x)), 2),
        Activation.Softplus => Sigmoid(x),
        Activation.Softsign => 1 / Math.Pow(1 + Math.Abs(x), 2),
        Activation.HardSigmoid => x is > -3 and < 3 ? 1.0 / 6 : 0,
        Activation.HardSwish => x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6,
        Activation.HardTanh => x is > -1 and < 1 ? 1 : 0,
        Activation.Exponential => Math.Exp(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of one element"),
    };

    /// <summary>Where the slope jumps.</summary>
    public static float[] Kinks(Activation function) => function switch
    {
        Activation.Relu or Activation.LeakyRelu or Activation.Selu => [0],
        Activation.Relu6 => [0, 6],
        Activation.HardSigmoid or Activation.HardSwish => [-3, 3],
        Activation.HardTanh => [-1, 1],
        _ => [],
    };

    /// <summary>Accuracy of the float32 implementation of f, in half units in the last place.</summary>
    public static double Roundoffs(Activation function, double x) => function switch
    {
        Activation.Linear or Activation.Relu or Activation.Relu6 or Activation.HardTanh => 0,
        Activation.LeakyRelu => 1,
        Activation.Tanh or Activation.Exponential or Activation.Softsign or Activation.HardSigmoid => 4,
        Activation.Elu or Activation.Celu or Activation.Sigmoid or Activation.Softplus or Activation.HardSwish => 6,
        Activation.Selu or Activation.Silu => 8,
        Activation.Gelu or Activation.Mish => 14,
        // What the argument of the exponential is rounded by.
        Activation.GeluTanh => 8 + 4 * Math.Abs(GateOfTanh(x)),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "not a function of one element"),
    };

    /// <summary>
    /// Accuracy of the float32 implementation of f': what it may be off by where it is as good as 0, in roundings of 1. Where it follows
    /// from an output that tends to a bound, or is a sum of terms with different signs, its own size tells nothing.
    /// </summary>
    public static double SlopeRoundoffs(Activation function) => function switch
    {
        Activation.Elu or Activation.Celu or Activation.Selu => 8,
        Activation.Sigmoid or Activation.Tanh or Activation.Softsign => 4,
        _ when DerivedFromInput.Contains(function) => 16,
        _ => 0,
    };

    private static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    /// <summary>(1 + tanh(z)) / 2 is the sigmoid of this, 2 z.</summary>
    private static double GateOfTanh(double x) => 2 * RootTwoOverPi * (x + 0.044715 * x * x * x);

    private static double SlopeOfGate(double x, double u, double slope) => Sigmoid(u) + x * Sigmoid(u) * Sigmoid(-u) * slope;
}
