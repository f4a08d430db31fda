namespace CnnGen.Tests.Networks;

/// <content>What layers say of their weights and of what their outputs cost, besides their shapes.</content>
internal sealed partial class RandomStack
{
    /// <summary>What weights start as, which fits every kernel.</summary>
    private static readonly string[] Initializers =
    [
        "Initializer = Initializer.HeNormal", "Initializer = Initializer.Orthogonal, @InitializerValue = 0.5",
        "Initializer = Initializer.RandomNormal, @InitializerMean = 0.1",
        "Initializer = Initializer.RandomUniform, @InitializerValue = 0.2, @InitializerMean = -0.1",
    ];

    private static readonly string[] Penalties =
        ["RegularizerL1 = 0.01", "RegularizerL2 = 0.02", "RegularizerL1 = 0.02, @RegularizerL2 = 0.01"];

    private static readonly string[] Constraints =
    [
        "Constraint = Constraint.NonNeg", "Constraint = Constraint.UnitNorm", "Constraint = Constraint.MaxNorm, @ConstraintValue = 0.5",
        "Constraint = Constraint.MinMaxNorm, @ConstraintMinValue = 0.5, @ConstraintRate = 0.75",
    ];

    /// <summary>The layer with more said of it, in some of the draws.</summary>
    private string SayMore(string line)
    {
        string? role = line.Split('(')[0] switch
        {
            "[Conv2D" or "[Conv2DTranspose" or "[Conv1D" or "[Dense" => "Kernel",
            "[DepthwiseConv2D" or "[DepthwiseConv1D" => "Depthwise",
            "[SeparableConv2D" or "[SeparableConv1D" => "Pointwise",
            _ => null,
        };
        if (role is null)
            return line;
        if (Next(4) == 0)
            line = With(line, Of("Activity", Pick(Penalties)));
        if (Next(5) == 0)
            line = With(line, Of(role, Pick(Initializers)));
        if (Next(5) == 0)
            line = With(line, Of(role, Pick(Penalties)));
        if (Next(5) == 0)
            line = With(line, Of(role, Pick(Constraints)));
        return line;
    }

    private static string Of(string role, string setting) => role + setting.Replace("@", role, StringComparison.Ordinal);
}
