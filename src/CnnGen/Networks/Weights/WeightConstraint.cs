using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// Makes a parameter fulfil its constraint, where it lies; see <see cref="ParameterInfo"/>. Every norm is summed up in one order, so the
/// bits are the same for any number of threads and instruction set, and the zeros past the last column stay.
/// </summary>
internal sealed unsafe class WeightConstraint
{
    /// <summary>Keras' <c>epsilon()</c>.</summary>
    private const double Epsilon = 1e-7;

    // Squares summed in single precision before they go into a double: short enough to lose nothing that matters.
    private const int MostTerms = 64;

    private const int MostLanes = 16;

    private readonly ConstraintInfo _constraint;
    private readonly int _lanes;
    private readonly int _rows;

    // A norm is over the values at any sum of a row, and of a column, that all norms have in common and one that is its own.
    private readonly int[] _ownRows;
    private readonly int[] _commonRows;
    private readonly int[] _ownColumns;
    private readonly int[] _commonColumns;

    /// <summary>Finds out which values have a norm together.</summary>
    /// <param name="parameter">A parameter with a constraint.</param>
    public WeightConstraint(ParameterInfo parameter)
    {
        (_constraint, _lanes, _rows) = (parameter.Constraint!, parameter.Lanes, parameter.Rows);
        var extents = parameter.Shape;
        var (rowSteps, columnSteps, firstRow) = StepsOf(parameter);
        var axes = Enumerable.Range(0, extents.Count).ToList();
        var common = axes.Where(_constraint.Axes.Contains).ToList();
        var own = axes.Except(common).ToList();
        (_ownRows, _commonRows) = (Sums(own, rowSteps, firstRow), Sums(common, rowSteps, 0));
        (_ownColumns, _commonColumns) = (Sums(own, columnSteps, 0), Sums(common, columnSteps, 0));

        // The sums over some axes of index times step; an axis of step 0 moves nothing.
        int[] Sums(List<int> some, int[] steps, int first)
        {
            IEnumerable<int> sums = [first];
            foreach (var axis in some.Where(axis => steps[axis] != 0))
                sums = sums.SelectMany(sum => Enumerable.Range(0, extents[axis]).Select(index => sum + index * steps[axis])).ToArray();
            return [.. sums];
        }
    }

    /// <summary>
    /// Floats that must be updated before the constraint can be applied to them, a block of columns; 0 where these are all of the
    /// parameter, 1 where each is by itself.
    /// </summary>
    public int Unit => _constraint.Constraint == Constraint.NonNeg ? 1 : _commonColumns.Length == 1 ? _rows * _lanes : 0;

    /// <summary>Applies it to a part of the parameter: units one after the other.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="weights">The first of them.</param>
    /// <param name="count">Their floats.</param>
    public void Apply(InstructionSet instructionSet, float* weights, int count)
    {
        if (Unit == 0)
        {
            ScaleAcrossColumns(weights);
            return;
        }

        // Of fewer lanes than a vector has, narrower vectors take all.
        var unit = Unit == 1 ? MostLanes : _lanes;
        if (instructionSet == InstructionSet.Avx512 && unit % Lanes512.Count == 0)
            Apply<Lanes512, Vector512<float>>(weights, count);
        else if (instructionSet is InstructionSet.Avx512 or InstructionSet.Avx2 && unit % Lanes256.Count == 0)
            Apply<Lanes256, Vector256<float>>(weights, count);
        else if (instructionSet != InstructionSet.Scalar && unit % Lanes128.Count == 0)
            Apply<Lanes128, Vector128<float>>(weights, count);
        else
            Apply<Lanes1, float>(weights, count);
    }

    private void Apply<L, V>(float* weights, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (_constraint.Constraint == Constraint.NonNeg)
        {
            var done = ClearNegative<L, V>(weights, count);
            ClearNegative<Lanes1, float>(weights + done, count - done);
            return;
        }

        for (var block = weights; block < weights + count; block += Unit)
        {
            for (var lane = 0; lane < _lanes; lane += L.Count)
                ScaleColumns<L, V>(block + lane);
        }
    }

    /// <summary>max(w, 0), of NaN NaN; returns how many it did: all but a tail shorter than a vector.</summary>
    private static int ClearNegative<L, V>(float* weights, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (zero, i) = (L.Create(0f), 0);
        for (; i <= count - L.Count; i += L.Count)
        {
            var weight = L.Load(weights + i);
            L.Store(L.SelectLess(weight, zero, zero, weight), weights + i);
        }

        return i;
    }

    /// <summary>Norms within columns, a vector of columns at a time.</summary>
    private void ScaleColumns<L, V>(float* columns)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sums = stackalloc double[MostLanes];
        var lanes = stackalloc float[MostLanes];
        foreach (var own in _ownRows)
        {
            var norm = columns + own * _lanes;
            new Span<double>(sums, L.Count).Clear();
            for (var first = 0; first < _commonRows.Length; first += MostTerms)
            {
                var sum = L.Create(0f);
                for (var i = first; i < Math.Min(first + MostTerms, _commonRows.Length); i++)
                {
                    var weight = L.Load(norm + _commonRows[i] * _lanes);
                    sum = L.MultiplyAdd(weight, weight, sum);
                }

                L.Store(sum, lanes);
                for (var lane = 0; lane < L.Count; lane++)
                    sums[lane] += lanes[lane];
            }

            for (var lane = 0; lane < L.Count; lane++)
                lanes[lane] = Factor(sums[lane]);
            var factors = L.Load(lanes);
            foreach (var common in _commonRows)
                L.Store(L.Multiply(L.Load(norm + common * _lanes), factors), norm + common * _lanes);
        }
    }

    /// <summary>Norms over several columns, value by value: those of biases and of rows.</summary>
    private void ScaleAcrossColumns(float* weights)
    {
        foreach (var ownRow in _ownRows)
        {
            foreach (var ownColumn in _ownColumns)
            {
                var sum = 0.0;
                foreach (var row in _commonRows)
                {
                    foreach (var column in _commonColumns)
                    {
                        double weight = weights[PlaceOf(ownRow + row, ownColumn + column)];
                        sum += weight * weight;
                    }
                }

                var factor = Factor(sum);
                foreach (var row in _commonRows)
                {
                    foreach (var column in _commonColumns)
                        weights[PlaceOf(ownRow + row, ownColumn + column)] *= factor;
                }
            }
        }
    }

    private int PlaceOf(int row, int column) => (column / _lanes * _rows + row) * _lanes + column % _lanes;

    /// <summary>What the values of a norm are multiplied with, Keras' formulas.</summary>
    private float Factor(double sumOfSquares)
    {
        var norm = Math.Sqrt(sumOfSquares);
        var wanted = _constraint.Constraint switch
        {
            Constraint.UnitNorm => 1,
            Constraint.MinMaxNorm => _constraint.Rate * Math.Clamp(norm, _constraint.MinValue, _constraint.Value)
                + (1 - _constraint.Rate) * norm,
            _ => norm > _constraint.Value ? _constraint.Value : norm,
        };
        // Of zeros nothing becomes of any finite factor.
        return (float)Math.Min(wanted / (norm + Epsilon), float.MaxValue);
    }

    /// <summary>How many rows and columns of the matrix a step along each axis is, and the row of the first value.</summary>
    private static (int[] Rows, int[] Columns, int FirstRow) StepsOf(ParameterInfo parameter)
    {
        var extents = parameter.Shape;
        var (rows, columns) = (new int[extents.Count], new int[extents.Count]);
        if (parameter.IsTransposed)
        {
            // (row, column, out, in), stored as (row, column, in, out) with its pixels in reverse order.
            var (inputs, pixels) = (extents[^1], extents[0] * extents[1]);
            (rows[0], rows[1], rows[3], columns[2]) = (-extents[1] * inputs, -inputs, 1, 1);
            return (rows, columns, (pixels - 1) * inputs);
        }

        var step = 1;
        for (var axis = extents.Count - 1; axis >= 0; axis--)
        {
            var isColumn = step < parameter.Columns;
            (isColumn ? columns : rows)[axis] = isColumn ? step : step / parameter.Columns;
            step *= extents[axis];
        }

        return (rows, columns, 0);
    }
}
