using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>Lays out each layer's output and its gradient, and finds when each is alive.</summary>
internal sealed class Values
{
    private readonly Network _network;
    private readonly bool[] _hasTrainableUpstream;
    private readonly Dictionary<int, ConvolutionAlgorithms> _algorithms;

    public Values(Network network)
    {
        _network = network;
        _algorithms = network.Layers.OfType<Convolution>().ToDictionary(
            layer => layer.Index,
            layer => layer is Conv2D convolution ? AlgorithmPlanner.Choose(convolution) : ConvolutionAlgorithms.Direct);
        _hasTrainableUpstream = new bool[network.Layers.Count];
        foreach (var layer in network.Layers)
            _hasTrainableUpstream[layer.Index] = layer is Convolution or Dense || layer.Inputs.Any(input => _hasTrainableUpstream[input]);
    }

    private int Count => _network.Layers.Count;

    /// <summary>How a convolution is computed; what it reads beyond its input's edges depends on that.</summary>
    public ConvolutionAlgorithms AlgorithmsOf(Convolution layer) => _algorithms[layer.Index];

    /// <summary>The activation that a layer applies to what it computes.</summary>
    public ActivationFunction FusedActivation(int layer) => _network.FusedActivation(layer);

    /// <summary>Whether the gradient of a layer's output is needed: by its own weights or by those of a layer before it.</summary>
    public bool NeedsGradient(int layer) => _hasTrainableUpstream[layer];

    /// <summary>The layout of a layer's output: with the border that its consumers' windows reach into.</summary>
    public Tensor Output(int layer)
    {
        var border = _network.ConsumersOf(layer).Select(consumer => consumer switch
        {
            Convolution convolution => ConvolutionGeometry.InputBorder(convolution, AlgorithmsOf(convolution)),
            // Dropout is the identity in prediction: one buffer serves as its input and its output.
            Dropout dropout => Output(dropout.Index).Border,
            _ => default,
        });
        return new Tensor(_network.Layers[layer].OutputShape, border.Aggregate(default(Border), (a, b) => a.Union(b)));
    }

    /// <summary>
    /// The layout of the gradient of a layer's output: with the border that the layer's own input and weight gradients reach into.
    /// </summary>
    public Tensor Gradient(int layer)
    {
        var producer = _network.Layers[layer];
        var border = producer is Convolution convolution
            ? ConvolutionGeometry.GradientBorder(convolution, AlgorithmsOf(convolution), NeedsGradient(producer.Inputs[0]))
            : default;
        return new Tensor(producer.OutputShape, border);
    }

    /// <summary>
    /// The pooling that a convolution by Winograd's algorithm does itself in prediction, when it stores its output: maxima over 2 x 2
    /// pixels side by side, all of them within a tile. Null where there is none.
    /// </summary>
    public MaxPool2D? FusedPool(int layer)
    {
        if (_network.Layers[layer] is not Conv2D convolution || AlgorithmsOf(convolution).Forward is not { IsWinograd: true } algorithm)
            return null;
        var (height, width) = (convolution.OutputShape.Height, convolution.OutputShape.Width);
        var grid = algorithm.Grid(height, width);
        return _network.ConsumersOf(layer)
            .ToArray() is [MaxPool2D { Window: { Height: 2, Width: 2, StrideHeight: 2, StrideWidth: 2, PadTop: 0, PadLeft: 0 } } pool]
            && pool.OutputShape.Height == height / 2
            && pool.OutputShape.Width == width / 2
            && Math.Min(grid.LastRows, grid.LastColumns) > 1
                ? pool
                : null;
    }

    /// <summary>Buffers of prediction.</summary>
    public List<Buffer> Inference()
    {
        var buffers = new List<Buffer>();
        foreach (var layer in _network.Layers)
        {
            var tensor = Output(FusedPool(layer.Index)?.Index ?? layer.Index);
            var end = layer.Index == Count - 1 ? Count : _network.ConsumersOf(layer.Index).Max(consumer => consumer.Index);
            var isFree = layer is Dropout || (layer is MaxPool2D && FusedPool(layer.Inputs[0]) is not null) || IsFreeFlatten(layer, Output);
            buffers.Add(new Buffer(
                (layer.Index, BufferKind.Activation), tensor, layer.Index, end, isFree ? (layer.Inputs[0], BufferKind.Activation) : null));
        }

        return buffers;
    }

    /// <summary>
    /// Buffers of training. Time runs through the layers forward, then the loss, then the layers backward, then the weight gradients, which
    /// are computed for all layers at once.
    /// </summary>
    public List<Buffer> Training()
    {
        var loss = Count;
        var weights = (2 * Count) + 1;
        int Backward(Layer layer) => loss + Count - layer.Index;

        var buffers = new List<Buffer>();
        foreach (var layer in _network.Layers)
        {
            var consumers = _network.ConsumersOf(layer.Index).ToArray();
            var end = consumers.Select(consumer => consumer.Index).DefaultIfEmpty(loss).Max();
            if (consumers.Any(consumer => consumer is Convolution or Dense))
                end = weights;
            foreach (var consumer in consumers.Where(consumer => consumer is MaxPool2D or DepthMaxPool))
                end = Math.Max(end, Backward(consumer));
            if (IsLogits(layer))
                end = Math.Max(end, loss);
            if (layer is MaxPool2D or DepthMaxPool or Activation or Convolution or Dense)
                end = Math.Max(end, Backward(layer));
            (int, BufferKind)? alias = IsFreeFlatten(layer, Output) ? (layer.Inputs[0], BufferKind.Activation) : null;
            buffers.Add(new Buffer((layer.Index, BufferKind.Activation), Output(layer.Index), layer.Index, end, alias));
        }

        foreach (var layer in _network.Layers.Where(layer => NeedsGradient(layer.Index)).Reverse())
        {
            var consumers = _network.ConsumersOf(layer.Index).ToArray();
            var start = IsLogits(layer) ? loss : consumers.Select(Backward).DefaultIfEmpty(loss).Min();
            var end = layer is Convolution or Dense ? weights : Backward(layer);
            // The gradient of what a flatten reads is the gradient of the flatten itself, where both lie alike.
            var flatten = consumers.FirstOrDefault(consumer => IsFreeFlatten(consumer, Gradient));
            (int, BufferKind)? alias = flatten is null ? null : (flatten.Index, BufferKind.Gradient);
            buffers.Add(new Buffer((layer.Index, BufferKind.Gradient), Gradient(layer.Index), start, end, alias));
        }

        return buffers;
    }

    /// <summary>Whether the loss reads this layer's output and writes its gradient, past the softmax behind it.</summary>
    private bool IsLogits(Layer layer) =>
        _network.Output is Activation { Function: ActivationFunction.Softmax } softmax && softmax.Inputs[0] == layer.Index;

    private bool IsFreeFlatten(Layer layer, Func<int, Tensor> layout) =>
        layer is Flatten && layout(layer.Inputs[0]).IsDense && _network.ConsumersOf(layer.Inputs[0]).Count() == 1;
}

internal enum BufferKind
{
    Activation,
    Gradient,
}

/// <summary>A tensor that needs space from one time to another, or shares that of an earlier buffer in the list.</summary>
internal sealed record Buffer((int Layer, BufferKind Kind) Key, Tensor Tensor, int Start, int End, (int Layer, BufferKind Kind)? AliasOf);
