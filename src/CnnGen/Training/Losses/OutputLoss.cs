namespace CnnGen.Training;

/// <summary>The loss of one output.</summary>
/// <param name="Output">The name of the output; empty for that of the last layer.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Weight">What it is multiplied with.</param>
internal sealed record OutputLoss(string Output, Loss Loss, double Weight);
