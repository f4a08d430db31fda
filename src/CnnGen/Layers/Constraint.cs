namespace CnnGen;

/// <summary>
/// What a parameter is made to fulfil after each update by an optimizer; names, formulas and defaults are Keras'. Norms are Euclidean, over
/// the axes that <c>KernelConstraintAxes</c> names, likewise of other parameters: axis 0 when left out.
/// </summary>
public enum Constraint
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// Norms of at most the number given, <c>KernelConstraintValue</c>, 2 when left out: w * min(norm, value) / (norm + 1e-7).
    /// </summary>
    MaxNorm,

    /// <summary>No value below 0: what is becomes 0.</summary>
    NonNeg,

    /// <summary>Norms of 1: w / (norm + 1e-7).</summary>
    UnitNorm,

    /// <summary>
    /// Norms from one number, <c>KernelConstraintMinValue</c>, 0 when left out, to another, <c>KernelConstraintValue</c>, 1 when left out;
    /// each update goes a part of the way there, <c>KernelConstraintRate</c>, all of it when left out:
    /// w * (rate * clip(norm, min, max) + (1 - rate) * norm) / (norm + 1e-7).
    /// </summary>
    MinMaxNorm,
}
