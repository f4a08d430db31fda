namespace CnnGen.Training;

/// <summary>What compiled networks know of outputs that are no numbers; of other networks nobody does.</summary>
internal interface INonFiniteCause
{
    /// <summary>
    /// Where numbers ended, as a part of a sentence, seen before the step whose outputs or losses were the first that are not finite
    /// changed the weights; null where those of the last step are finite.
    /// </summary>
    string? NonFiniteCause { get; }
}
