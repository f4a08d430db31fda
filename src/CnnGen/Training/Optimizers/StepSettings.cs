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
}
