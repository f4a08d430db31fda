namespace CnnGen.Training;

/// <summary>What a step takes from its optimizer besides its rule, as it was when the step began.</summary>
/// <param name="Decay">What weight decay takes from a weight, as a factor: -rate x decay.</param>
/// <param name="ClipValue">Gradients are cut to [-ClipValue, ClipValue].</param>
/// <param name="ClipNorm">The norm to which the gradient of each variable is scaled down; null where it is not.</param>
/// <param name="GlobalClipNorm">The same for the norm of all gradients together.</param>
internal readonly record struct StepSettings(float Decay, float ClipValue, double? ClipNorm, double? GlobalClipNorm)
{
    /// <summary>Whether gradients are clipped by norms, which are known when the whole gradients are.</summary>
    public bool ClipsByNorm => ClipNorm is not null || GlobalClipNorm is not null;

    /// <summary>How many gradients make one; 1 where none are accumulated, or where that was done already.</summary>
    public int Accumulated { get; init; } = 1;

    /// <summary>Whether the gradients are only added to those before, and the rule waits for more.</summary>
    public bool OnlyAccumulates { get; init; }

    /// <summary>The average of the weights that the step brings up to date; null where there is none.</summary>
    public AverageStep? Average { get; init; }

    /// <summary>Whether there is a rule, and nothing besides it.</summary>
    public bool IsRuleAlone => Accumulated == 1 && Average is null;

    /// <summary>Whether weights will be others after the step.</summary>
    public bool ChangesWeights => !OnlyAccumulates || Average is { Overwrites: true };
}
