using CnnGen.Data;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>What a loss is asked of one image.</summary>
/// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
/// <param name="outputs">The outputs of the image.</param>
/// <param name="targets">Its target.</param>
/// <param name="gradients">Room for the gradient.</param>
internal readonly ref struct LossCall(
    InstructionSet instructionSet, ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
{
    /// <summary>The instruction set.</summary>
    public InstructionSet InstructionSet { get; } = instructionSet;

    /// <summary>The outputs of the image.</summary>
    public ReadOnlySpan<float> Outputs { get; } = outputs;

    /// <summary>Its target.</summary>
    public Targets Targets { get; } = targets;

    /// <summary>Room for the gradient.</summary>
    public Span<float> Gradients { get; } = gradients;

    /// <summary>What gradients are multiplied with: 1 / batch size for the mean over a batch; 1 when left out.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Outputs of one position: the channels of a map; all, as of a vector, when left out.</summary>
    public int Channels { get; init; } = outputs.Length;

    /// <summary>Whether the gradient is to be that of the logits: see <see cref="Loss.GivesLogitsGradients"/>.</summary>
    public bool OfLogits { get; init; }
}
