namespace CnnGen.Import.Onnx.Operators;

/// <summary>
/// Operators on constants, which are computed when the file is read: weights that a file stores in another form, and arithmetic with
/// shapes.
/// </summary>
internal static class Folding
{
    // Arithmetic with shapes has a few numbers; weights have as many as the file has, whatever is done to them.
    private const int MostNumbers = 1 << 20;

    /// <summary>By operator; each reads constants alone.</summary>
    public static IReadOnlyDictionary<string, Func<OnnxNode, OnnxValue>> Table { get; } = new Dictionary<string, Func<OnnxNode, OnnxValue>>
    {
        ["Add"] = node => Elementwise(node, (a, b) => a + b, (a, b) => a + b),
        ["Sum"] = node => Elementwise(node, (a, b) => a + b, (a, b) => a + b),
        ["Sub"] = node => Elementwise(node, (a, b) => a - b, (a, b) => a - b),
        ["Mul"] = node => Elementwise(node, (a, b) => a * b, (a, b) => a * b),
        ["Div"] = node => Elementwise(node, (a, b) => b == 0 ? throw node.Refuse("it divides by 0") : a / b, (a, b) => a / b),
        ["Max"] = node => Elementwise(node, Math.Max, MathF.Max),
        ["Min"] = node => Elementwise(node, Math.Min, MathF.Min),
        ["Equal"] = node => Elementwise(node, (a, b) => a == b ? 1 : 0, (a, b) => a == b ? 1 : 0),
        ["Neg"] = node => Each(node, value => -value, value => -value),
        ["Floor"] = node => Each(node, value => value, MathF.Floor),
        ["Ceil"] = node => Each(node, value => value, MathF.Ceiling),
        ["Sqrt"] = node => Each(node, value => value, MathF.Sqrt),
        ["Identity"] = node => node.Inputs[0]!,
        ["Cast"] = Cast,
        ["Concat"] = Concat,
        ["Gather"] = Gather,
        ["Slice"] = Slice,
        ["Reshape"] = node => Reshape(node, node.Ints("shape", 1) ?? throw node.Refuse("it has no shape")),
        ["Flatten"] = Flatten,
        ["Squeeze"] = Squeeze,
        ["Unsqueeze"] = Unsqueeze,
        ["Transpose"] = Transpose,
        ["ReduceProd"] = ReduceProd,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Constant"] = Constant,
    };

    /// <summary>Shape, of a tensor that the network computes, too.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Shape(OnnxNode node)
    {
        int[] shape = node.Inputs[0] is OnnxConstant constant ? constant.Shape : [node.Batch, .. node.Data().Extents];
        var (start, end) = (node.Int("start", 0), node.Int("end", shape.Length));
        start = Math.Clamp(start < 0 ? start + shape.Length : start, 0, shape.Length);
        end = Math.Clamp(end < 0 ? end + shape.Length : end, start, shape.Length);
        return Integers([.. shape[start..end].Select(extent => (long)extent)]);
    }

    private static OnnxConstant Constant(OnnxNode node)
    {
        if (node.HasAttribute("value_int"))
            return OnnxConstant.Of([], [node.Int("value_int", 0)]);
        if (node.Ints("value_ints") is { } integers)
            return Integers([.. integers.Select(value => (long)value)]);
        if (node.Floats("value_floats") is { } floats)
            return OnnxConstant.Of([floats.Length], floats);
        return node.HasAttribute("value_float") ? OnnxConstant.Of([], [node.Float("value_float", 0)])
            : node.Tensor("value") ?? throw node.Refuse("its value is none of floats or whole numbers");
    }

    private static OnnxConstant ConstantOfShape(OnnxNode node)
    {
        int[] shape = [.. node.Weights(0).ToIntegers().Select(extent => (int)Math.Clamp(extent, -1, int.MaxValue))];
        var count = Count(node, shape);
        var value = node.Tensor("value") ?? OnnxConstant.Of([1], [0f]);
        if (value.Count != 1)
            throw node.Refuse("its value must be one number");
        return value.Gathered(shape, new int[count]);
    }

    private static OnnxConstant Cast(OnnxNode node)
    {
        var value = node.Weights(0);
        return node.Int("to", 1) switch
        {
            1 or 10 or 11 or 16 => OnnxConstant.Of(value.Shape, value.ToFloats()),
            6 or 7 => OnnxConstant.Of(value.Shape, value.ToIntegers()),
            9 => OnnxConstant.Of(value.Shape, Array.ConvertAll(value.ToFloats(), number => number != 0 ? 1L : 0)),
            var type => throw node.Refuse($"it casts to type {type}"),
        };
    }

    private static OnnxConstant Concat(OnnxNode node)
    {
        List<OnnxConstant> parts = [.. Enumerable.Range(0, node.Inputs.Count).Select(input => node.Weights(input))];
        var axis = Axis(node, node.Int("axis", 0), parts[0].Shape.Length);
        if (parts.Exists(part => part.Shape.Length != parts[0].Shape.Length))
            throw node.Refuse("its inputs have different numbers of axes");
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        if (Count(node, shape) != parts.Sum(part => (long)part.Count))
            throw node.Refuse("its inputs do not fit");
        var outer = OnnxIndex.Count(shape[..axis]);
        return parts.TrueForAll(part => part.Integers is not null)
            ? OnnxConstant.Of(shape, Joined(part => part.Integers!))
            : OnnxConstant.Of(shape, Joined(part => part.ToFloats()));

        T[] Joined<T>(Func<OnnxConstant, T[]> values)
        {
            var (all, joined) = (parts.ConvertAll(part => values(part)), new List<T>());
            for (var row = 0; row < outer; row++)
            {
                foreach (var each in all)
                    joined.AddRange(new ArraySegment<T>(each, row * (each.Length / outer), each.Length / outer));
            }

            return [.. joined];
        }
    }

    private static OnnxConstant Gather(OnnxNode node)
    {
        var (value, index) = (node.Weights(0), node.Weights(1));
        var axis = Axis(node, node.Int("axis", 0), value.Shape.Length);
        var extent = value.Shape[axis];
        int[] indices = Array.ConvertAll(index.ToIntegers(), each => (int)(each < 0 ? each + extent : each));
        if (indices.Any(each => each < 0 || each >= extent))
            throw node.Refuse($"it reads what is not within {extent}");
        var (outer, inner) = (OnnxIndex.Count(value.Shape[..axis]), OnnxIndex.Count(value.Shape[(axis + 1)..]));
        int[] shape = [.. value.Shape[..axis], .. index.Shape, .. value.Shape[(axis + 1)..]];
        Count(node, shape);
        return value.Gathered(shape,
        [
            .. from row in Enumerable.Range(0, outer)
               from each in indices
               from column in Enumerable.Range(0, inner)
               select (row * extent + each) * inner + column,
        ]);
    }

    private static OnnxConstant Slice(OnnxNode node)
    {
        var value = node.Weights(0);
        var (starts, ends) = (node.Ints("starts", 1), node.Ints("ends", 2));
        if (starts is null || ends is null)
            throw node.Refuse("it has no starts, or no ends");
        int[] axes = node.Ints("axes", 3) ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = node.Ints("steps", 4) ?? [.. starts.Select(_ => 1)];
        int[] shape = [.. value.Shape], strides = OnnxIndex.Strides(value.Shape);
        var first = 0;
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = Axis(node, axes[i], shape.Length);
            var extent = value.Shape[axis];
            if (steps[i] < 1)
                throw node.Refuse($"a step is {steps[i]}, but must be at least 1");
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + extent : starts[i], 0, extent);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + extent : ends[i], start, extent);
            first += start * strides[axis];
            shape[axis] = (end - start + steps[i] - 1) / steps[i];
            strides[axis] *= steps[i];
        }

        return value.Gathered(shape, OnnxIndex.Places(shape, strides, first));
    }

    private static OnnxConstant Reshape(OnnxNode node, int[] target)
    {
        var value = node.Weights(0);
        int[] shape = [.. target.Select((extent, axis) => extent == 0 && axis < value.Shape.Length ? value.Shape[axis] : extent)];
        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            var known = Count(node, [.. shape.Where((_, axis) => axis != open)]);
            shape[open] = known > 0 ? value.Count / known : 0;
        }

        return Count(node, shape) == value.Count ? value.Reshaped(shape)
            : throw node.Refuse($"{OnnxValue.Shown(value.Shape)} cannot become {OnnxValue.Shown(target)}");
    }

    private static OnnxConstant Flatten(OnnxNode node)
    {
        var shape = node.Weights(0).Shape;
        var axis = node.Int("axis", 1);
        axis = Math.Clamp(axis < 0 ? axis + shape.Length : axis, 0, shape.Length);
        return node.Weights(0).Reshaped([OnnxIndex.Count(shape[..axis]), OnnxIndex.Count(shape[axis..])]);
    }

    private static OnnxConstant Squeeze(OnnxNode node)
    {
        var value = node.Weights(0);
        var axes = node.Ints("axes", 1)?.Select(axis => Axis(node, axis, value.Shape.Length)).ToHashSet();
        int[] shape = [.. value.Shape.Where((extent, axis) => axes?.Contains(axis) == true ? false : axes is not null || extent != 1)];
        return Reshape(node, shape);
    }

    private static OnnxConstant Unsqueeze(OnnxNode node)
    {
        var axes = node.Ints("axes", 1) ?? throw node.Refuse("it has no axes");
        List<int> shape = [.. node.Weights(0).Shape];
        foreach (var axis in axes.Select(axis => Axis(node, axis, node.Weights(0).Shape.Length + axes.Length)).Order())
            shape.Insert(Math.Min(axis, shape.Count), 1);
        return Reshape(node, [.. shape]);
    }

    private static OnnxConstant Transpose(OnnxNode node)
    {
        var value = node.Weights(0);
        var axes = Enumerable.Range(0, value.Shape.Length);
        int[] order = node.Ints("perm") ?? [.. axes.Reverse()];
        return order.Order().SequenceEqual(axes) ? value.Transposed(order)
            : throw node.Refuse($"perm is {OnnxValue.Shown(order)}, but must name each of {value.Shape.Length} axes once");
    }

    private static OnnxConstant ReduceProd(OnnxNode node)
    {
        var value = node.Weights(0);
        if (value.Shape.Length > 1 || value.Integers is null)
            throw node.Refuse("it multiplies floats, or along one of several axes");
        _ = node.Ints("axes", 1);
        var product = value.Integers.Aggregate(1L, (all, each) => unchecked(all * each));
        return OnnxConstant.Of(node.Int("keepdims", 1) != 0 ? [1] : [], [product]);
    }

    private static OnnxConstant Each(OnnxNode node, Func<long, long> integers, Func<float, float> floats)
    {
        var value = node.Weights(0);
        return value.Integers is not null
            ? OnnxConstant.Of(value.Shape, Array.ConvertAll(value.Integers, each => integers(each)))
            : OnnxConstant.Of(value.Shape, Array.ConvertAll(value.Floats!, each => floats(each)));
    }

    private static OnnxConstant Elementwise(OnnxNode node, Func<long, long, long> integers, Func<float, float, float> floats) =>
        Enumerable.Range(0, node.Inputs.Count).Select(input => node.Weights(input)).Aggregate(
            (one, other) => Pairwise(node, one, other, integers, floats));

    private static OnnxConstant Pairwise(
        OnnxNode node, OnnxConstant one, OnnxConstant other, Func<long, long, long> integers, Func<float, float, float> floats)
    {
        var rank = Math.Max(one.Shape.Length, other.Shape.Length);
        var shape = new int[rank];
        var strides = new[] { new int[rank], new int[rank] };
        for (var side = 0; side < 2; side++)
        {
            var own = side == 0 ? one.Shape : other.Shape;
            var steps = OnnxIndex.Strides(own);
            for (var axis = 0; axis < own.Length; axis++)
            {
                var place = axis + rank - own.Length;
                if (own[axis] == 1)
                {
                    shape[place] = Math.Max(shape[place], 1);
                    continue;
                }

                if (shape[place] > 1 && shape[place] != own[axis])
                    throw node.Refuse($"{OnnxValue.Shown(one.Shape)} and {OnnxValue.Shown(other.Shape)} do not fit");
                (shape[place], strides[side][place]) = (own[axis], steps[axis]);
            }
        }

        Count(node, shape);
        var left = one.Gathered(shape, OnnxIndex.Places(shape, strides[0]));
        var right = other.Gathered(shape, OnnxIndex.Places(shape, strides[1]));
        return left.Integers is not null && right.Integers is not null
            ? OnnxConstant.Of(shape, [.. left.Integers.Zip(right.Integers, integers)])
            : OnnxConstant.Of(shape, [.. left.ToFloats().Zip(right.ToFloats(), floats)]);
    }

    private static OnnxConstant Integers(long[] values) => OnnxConstant.Of([values.Length], values);

    private static int Axis(OnnxNode node, int axis, int rank)
    {
        var counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted < rank ? counted : throw node.Refuse($"there is no axis {axis} of {rank}");
    }

    private static int Count(OnnxNode node, int[] shape)
    {
        var count = OnnxIndex.Count(shape);
        var most = Math.Max(MostNumbers, node.Inputs.OfType<OnnxConstant>().Sum(input => (long)input.Count));
        return count <= most ? count : throw node.Refuse($"it makes {count} numbers, but at most {most} are made");
    }
}
