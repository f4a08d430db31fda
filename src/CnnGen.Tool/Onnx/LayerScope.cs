using CnnGen.Generator;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Tool.Onnx;

/// <summary>One layer while its nodes are written.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="layer">The layer.</param>
/// <param name="inputs">What it reads.</param>
/// <param name="weights">The network's weights, by their names.</param>
internal sealed class LayerScope(
    OnnxGraph graph, Layer layer, IReadOnlyList<OnnxTensor> inputs, IReadOnlyDictionary<string, float[]> weights)
{
    /// <summary>What takes the nodes.</summary>
    public OnnxGraph Graph => graph;

    /// <summary>The version of the operators.</summary>
    public int Opset => graph.Opset;

    /// <summary>What it reads, as it lies.</summary>
    public OnnxTensor X => inputs[0];

    /// <summary>What it reads: a vector in the order of its units, anything else as it lies.</summary>
    public OnnxTensor InOrder => X.IsVector ? graph.Rows(X) : X;

    /// <summary>What it reads with the channels first: as it lies where that is so.</summary>
    public OnnxTensor ChannelsFirst => InOrder is var x && x.Axes[0] == 'C'
        ? x
        : graph.Arranged(x, OnnxTensor.AxesOf(layer.InputShape, isChannelsFirst: true));

    /// <summary>The order in which operators of images take what it reads: of a sequence that stays one, there are no rows.</summary>
    public string ImageAxes => layer.InputShape.IsSequence && layer.OutputShape.IsSequence ? "CW" : "CHW";

    /// <summary>All that it reads.</summary>
    public IReadOnlyList<OnnxTensor> Inputs => inputs;

    /// <summary>Adds a node.</summary>
    /// <returns>The name of its output.</returns>
    public string Node(string kind, IEnumerable<string> nodeInputs, params (string Name, object Value)[] attributes) =>
        graph.Node(kind, $"{layer.Name}/{kind.ToLowerInvariant()}", nodeInputs, attributes);

    /// <summary>Adds a node that works on each element.</summary>
    public OnnxTensor Each(string kind, OnnxTensor x, params (string Name, object Value)[] attributes) =>
        x with { Name = Node(kind, [x.Name], attributes) };

    /// <summary>Adds a node that works on each element and another, such as one that counts for all.</summary>
    public OnnxTensor Each(string kind, OnnxTensor x, string other) => x with { Name = Node(kind, [x.Name, other]) };

    /// <summary>The same values in another shape.</summary>
    public string Reshape(string x, IEnumerable<int> extents) => graph.Reshape(x, $"{layer.Name}/reshape", extents);

    /// <summary>A single number.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">The number.</param>
    public string Number(string name, double value) => Constant(name, [], [(float)value]);

    /// <summary>Values of the layer's own.</summary>
    public string Constant(string name, IEnumerable<int> shape, float[] values) => graph.Constant($"{layer.Name}/{name}", shape, values);

    /// <summary>Whole numbers, such as a shape.</summary>
    public string Integers(string name, params long[] values) => graph.Integers($"{layer.Name}/{name}", values);

    /// <summary>The values of a parameter, as the class has them.</summary>
    /// <param name="parameter">Its name without the layer's.</param>
    public float[] Values(string parameter) => weights[$"{layer.Owner}/{parameter}"];

    /// <summary>The same layer computed as another.</summary>
    public LayerScope As(Layer other, params OnnxTensor[] read) => new(graph, other, read.Length > 0 ? read : inputs, weights);

    /// <summary>Adds a parameter under its name.</summary>
    /// <param name="parameter">Its name without the layer's.</param>
    /// <param name="shape">The extents that the class has.</param>
    /// <param name="order">For each axis in the file, that of the class; as they are when left out.</param>
    public string Parameter(string parameter, int[] shape, params int[] order)
    {
        var values = Values(parameter);
        return order.Length == 0
            ? Parameter(parameter, shape, values)
            : Parameter(parameter, order.Select(axis => shape[axis]), Moved(values, shape, order));
    }

    /// <summary>Adds a parameter under its name, with values in an order of the file's.</summary>
    public string Parameter(string parameter, IEnumerable<int> shape, float[] values) =>
        graph.Weights($"{layer.Owner}/{parameter}", shape, values);

    /// <summary>
    /// Adds a parameter of a map's extents, or of 1 where one value counts for all along an axis, in the order of a tensor.
    /// </summary>
    /// <param name="parameter">Its name without the layer's.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="map">The parameter's extents.</param>
    /// <param name="values">Its values, in row, column, channel order.</param>
    public string ParameterLike(string parameter, OnnxTensor x, Shape map, float[] values)
    {
        // Axes that the tensor leaves out have one element, so they may stand anywhere.
        int[] order = [.. x.Axes.Select(OnnxTensor.PlaceInLayer)];
        // Leading axes of one element say nothing.
        var extents = order.Select(axis => OnnxTensor.Extent(map, OnnxTensor.All[axis])).SkipWhile(extent => extent == 1);
        return Parameter(parameter, extents,
            Moved(values, [map.Height, map.Width, map.Channels], [.. Enumerable.Range(0, 3).Except(order), .. order]));
    }

    /// <summary>Adds a parameter of one number for each channel; where the layer has none, one number for all of them.</summary>
    public string OfChannels(string parameter, bool isThere, float otherwise) => isThere
        ? Parameter(parameter, [layer.OutputShape.Channels])
        : Constant(parameter, [layer.OutputShape.Channels], [.. Enumerable.Repeat(otherwise, layer.OutputShape.Channels)]);

    /// <summary>Axes of a layer, counted from 1 for rows, as those of tensors.</summary>
    public static string AxesOf(EquatableArray<int> axes) => string.Concat(axes.Select(axis => OnnxTensor.All[axis - 1]));

    /// <summary>What it reads with some axes behind all others, as it lies where that is so.</summary>
    /// <param name="axes">The axes.</param>
    /// <returns>The tensor, and those axes in its order.</returns>
    public (OnnxTensor X, string Last) WithLast(string axes)
    {
        var (x, shape) = (InOrder, layer.InputShape);
        string[] usual = [x.Axes, OnnxTensor.AxesOf(shape, isChannelsFirst: false), OnnxTensor.AxesOf(shape, isChannelsFirst: true)];
        foreach (var order in usual)
        {
            if (order.Length >= axes.Length && order[^axes.Length..].All(axes.Contains))
                return (graph.Arranged(x, order), order[^axes.Length..]);
        }

        var last = string.Concat(OnnxTensor.All.Where(axes.Contains));
        return (graph.Arranged(x, string.Concat(OnnxTensor.All.Where(axis => !axes.Contains(axis))) + last), last);
    }

    /// <summary>Values with their axes in another order.</summary>
    /// <param name="values">The values.</param>
    /// <param name="shape">Their extents.</param>
    /// <param name="order">For each new axis the present one.</param>
    public static float[] Moved(float[] values, int[] shape, IReadOnlyList<int> order)
    {
        var strides = new int[shape.Length];
        for (var (axis, stride) = (shape.Length - 1, 1); axis >= 0; axis--)
            (strides[axis], stride) = (stride, stride * shape[axis]);
        var moved = new float[values.Length];
        var index = new int[order.Count];
        for (var i = 0; i < moved.Length; i++)
        {
            var from = 0;
            for (var axis = 0; axis < index.Length; axis++)
                from += index[axis] * strides[order[axis]];
            moved[i] = values[from];
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == shape[order[axis]]; axis--)
                index[axis] = 0;
        }

        return moved;
    }
}
