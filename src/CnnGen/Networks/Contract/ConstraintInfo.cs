namespace CnnGen;

/// <summary>What a parameter is made to fulfil after each update.</summary>
/// <param name="Constraint">Which constraint; not <see cref="Constraint.None"/>.</param>
/// <param name="Value">Its number: of <see cref="Constraint.MaxNorm"/> the largest norm; 0 where it takes none.</param>
/// <param name="Axes">The axes of the parameter over which norms are taken, from 0.</param>
public sealed record ConstraintInfo(Constraint Constraint, double Value, IReadOnlyList<int> Axes);
