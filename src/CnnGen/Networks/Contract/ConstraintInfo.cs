namespace CnnGen;

/// <summary>What a parameter is made to fulfil after each update.</summary>
/// <param name="Constraint">Which constraint; not <see cref="Constraint.None"/>.</param>
/// <param name="Value">Its number: of <see cref="Constraint.MaxNorm"/> and <see cref="Constraint.MinMaxNorm"/> the largest norm; 0 where it
/// takes none.</param>
/// <param name="Axes">The axes of the parameter over which norms are taken, from 0.</param>
public sealed record ConstraintInfo(Constraint Constraint, double Value, IReadOnlyList<int> Axes)
{
    /// <summary>Of <see cref="Constraint.MinMaxNorm"/>, the smallest norm.</summary>
    public double MinValue { get; init; }

    /// <summary>Of <see cref="Constraint.MinMaxNorm"/>, how much of the way there an update goes.</summary>
    public double Rate { get; init; } = 1;
}
