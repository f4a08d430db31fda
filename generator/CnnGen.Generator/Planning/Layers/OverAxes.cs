using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Lowers what works on the channels of each pixel to work on other axes: they become the channels, and go back.</summary>
internal static class OverAxes
{
    /// <summary>The layers that compute it; the one that works on channels has its name.</summary>
    /// <param name="layer">The layer as declared.</param>
    /// <param name="axes">The axes of its input: 1 for rows, 2 for columns, 3 for channels.</param>
    /// <param name="index">The place of the first among the computed layers.</param>
    /// <param name="inputs">What that reads.</param>
    /// <param name="ofChannels">Makes the layer that works on channels: of its place, what it reads, and the shape of that.</param>
    public static IEnumerable<Layer> Lower(
        Layer layer, EquatableArray<int> axes, int index, EquatableArray<int> inputs,
        Func<int, EquatableArray<int>, Shape, Layer> ofChannels)
    {
        var lowered = new List<Layer>();
        var moves = Moves(layer.InputShape, [.. axes.OrderBy(axis => axis)]);
        foreach (var move in moves)
            Add(move);
        lowered.Add(ofChannels(
            index + lowered.Count, Read(), moves.Count == 0 ? layer.InputShape : moves[moves.Count - 1].To));
        for (var i = moves.Count - 1; i >= 0; i--)
            Add(moves[i].Back);
        return lowered;

        EquatableArray<int> Read() => lowered.Count == 0 ? inputs : new([index + lowered.Count - 1]);

        void Add(Move move)
        {
            // No name of a user's has a slash.
            var (at, name) = (index + lowered.Count, $"{layer.Name}/move{lowered.Count}");
            Layer moved = move.Order is { } order
                ? new Permute(at, name, Read(), move.From, move.To, order)
                : new Reshape(at, name, Read(), move.From, move.To);
            lowered.AddRange(LayerPlanners.Of(moved).Lower(at, moved.Inputs));
        }
    }

    /// <summary>
    /// How the axes become the channels. Neighbours are put together first where that leaves the channels alone, which is free where they
    /// fill their lanes.
    /// </summary>
    private static List<Move> Moves(Shape shape, int[] axes)
    {
        var (height, width, channels) = (shape.Height, shape.Width, shape.Channels);
        var row = Shape.Map(1, height * width, channels);
        var turned = Shape.Map(width, height, channels);
        return axes switch
        {
            [1] => [new(shape, Shape.Map(width, channels, height), new([2, 3, 1]))],
            [2] => [new(shape, Shape.Map(height, channels, width), new([1, 3, 2]))],
            [3] => [],
            [1, 2] => [new(shape, row, null), new(row, Shape.Map(1, channels, height * width), new([1, 3, 2]))],
            [1, 3] => [new(shape, turned, new([2, 1, 3])), new(turned, Shape.Map(1, width, height * channels), null)],
            [2, 3] => [new(shape, Shape.Map(1, height, width * channels), null)],
            _ => [new(shape, Shape.Map(1, 1, shape.Size), null)],
        };
    }

    /// <summary>Values in another place: axes in another order, or the same order of values in another shape.</summary>
    /// <param name="From">The shape before.</param>
    /// <param name="To">The shape behind.</param>
    /// <param name="Order">The axes that the new ones were; null where only the shape changes.</param>
    private sealed record Move(Shape From, Shape To, EquatableArray<int>? Order)
    {
        public Move Back => new(
            To, From, Order is { } order ? new(Enumerable.Range(1, 3).Select(axis => order.ToList().IndexOf(axis) + 1)) : null);
    }
}
