using CnnGen.Runtime;

namespace CnnGen;

/// <summary>What goes along with the updates of one trained parameter: before them its penalty, after them its constraint.</summary>
internal sealed unsafe class WeightRule
{
    private readonly RegularizerInfo? _regularizer;
    private readonly WeightConstraint? _constraint;

    private WeightRule(ParameterInfo parameter)
    {
        (First, Count, _regularizer) = (parameter.Offset, parameter.StoredFloats, parameter.Regularizer);
        _constraint = parameter.Constraint is null ? null : new WeightConstraint(parameter);
    }

    /// <summary>The parameter's first float.</summary>
    public int First { get; }

    /// <summary>Its floats.</summary>
    public int Count { get; }

    /// <summary>The rules of a network, in the order of places; none of most.</summary>
    /// <param name="parameters">Its parameters.</param>
    public static WeightRule[] Of(IEnumerable<ParameterInfo> parameters) =>
    [
        .. parameters.Where(parameter => parameter.Trainable && (parameter.Regularizer, parameter.Constraint) is not (null, null))
            .OrderBy(parameter => parameter.Offset).Select(parameter => new WeightRule(parameter)),
    ];

    /// <summary>Floats of a work item, of which an update, a penalty and a constraint can do each by itself.</summary>
    /// <param name="most">So many where there is a choice; a multiple of 16.</param>
    public int FloatsOfItem(int most) => _constraint?.Unit switch
    {
        null or 1 => most,
        0 => Count,
        { } unit => Math.Max(most / unit, 1) * unit,
    };

    /// <summary>Adds the gradient of the penalty; returns the penalty.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">The first float of a work item of this rule.</param>
    /// <param name="count">Its floats.</param>
    public double Regularize(InstructionSet instructionSet, float* weights, float* gradients, int first, int count) =>
        _regularizer is null
            ? 0
            : WeightPenalty.Add(instructionSet, _regularizer, weights + first, gradients + first, count);

    /// <summary>Applies the constraint to weights that were updated.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="first">The first float of a work item of this rule.</param>
    /// <param name="count">Its floats.</param>
    public void Constrain(InstructionSet instructionSet, float* weights, int first, int count) =>
        _constraint?.Apply(instructionSet, weights + first, count);
}
