using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>The outputs of one image, or of one position of a map, with their targets and room for the gradients.</summary>
/// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
/// <param name="outputs">The outputs.</param>
/// <param name="targets">A float for each.</param>
/// <param name="gradients">Room for as many.</param>
/// <param name="count">How many.</param>
/// <param name="wantsLogitsGradients">Whether gradients are to be those of the logits that outputs were made of.</param>
internal readonly unsafe struct LossImage(
    InstructionSet instructionSet, float* outputs, float* targets, float* gradients, int count, bool wantsLogitsGradients)
{
    /// <summary>The instruction set.</summary>
    public InstructionSet InstructionSet => instructionSet;

    /// <summary>The outputs.</summary>
    public float* Outputs => outputs;

    /// <summary>A float for each.</summary>
    public float* Targets => targets;

    /// <summary>Room for as many.</summary>
    public float* Gradients => gradients;

    /// <summary>How many outputs.</summary>
    public int Count => count;

    /// <summary>Whether gradients are to be those of the logits that outputs were made of.</summary>
    public bool WantsLogitsGradients => wantsLogitsGradients;

    /// <summary>The sum of a formula over the outputs; its slopes times a factor become the gradients.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="scale">The factor.</param>
    public double Sum<TFormula>(TFormula formula, double scale)
        where TFormula : struct, IElementFormula =>
        ElementSums.Sum(instructionSet, formula, outputs, targets, gradients, count, (float)scale);

    /// <summary>The mean of a formula over the outputs; its slopes times a factor become the gradients.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="scale">The factor.</param>
    public double Mean<TFormula>(TFormula formula, double scale)
        where TFormula : struct, IElementFormula => Sum(formula, scale / count) / count;

    /// <summary>Other values, for the same instruction set.</summary>
    /// <param name="first">In the place of outputs.</param>
    /// <param name="second">In the place of targets.</param>
    /// <param name="slopes">In the place of gradients; may be one of the others.</param>
    /// <param name="length">How many.</param>
    public LossImage Of(float* first, float* second, float* slopes, int length) =>
        new(instructionSet, first, second, slopes, length, wantsLogitsGradients);

    /// <summary>A part of it.</summary>
    /// <param name="start">The first output.</param>
    /// <param name="length">How many.</param>
    public LossImage Slice(int start, int length) =>
        new(instructionSet, outputs + start, targets + start, gradients + start, length, wantsLogitsGradients);
}
