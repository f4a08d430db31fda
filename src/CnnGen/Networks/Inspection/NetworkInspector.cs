using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// Looks inside of a network: gives the output of every layer, and the gradient of any value with respect to all of them. All layers are as
/// in prediction: nothing is dropped, and batch normalization uses its moving statistics.
/// </summary>
/// <remarks>
/// It has a copy of the weights and memory of its own, so that the network can go on predicting or training beside it;
/// <see cref="Refresh"/> takes the weights as they are by then. One caller at a time: a second call that comes meanwhile is an
/// <see cref="InvalidOperationException"/>. After the first call no call allocates, unless more images come than before.
/// </remarks>
public sealed unsafe class NetworkInspector : IDisposable
{
    private readonly CompiledNetwork _network;
    private readonly CompiledNetwork _inspection;
    private readonly Gate _gate;
    private readonly ArgumentChecks _check;
    private readonly int[] _lengths;
    private readonly LayerValues _activations;
    private readonly LayerValues _gradients;
    private readonly LayerValues _starts;
    private float[] _pixels = [];

    /// <param name="network">What is looked into.</param>
    /// <param name="inspection">The network that the generator wrote for it.</param>
    internal NetworkInspector(CompiledNetwork network, CompiledNetwork inspection)
    {
        (_network, _inspection, _check) = (network, inspection, new ArgumentChecks(network.Info));
        _gate = new Gate(this, $"What looks inside of {network.Info.Name}");
        _lengths = new int[inspection.Info.FurtherOutputs.Count];
        _activations = new LayerValues(network.Info, new OutputRooms(inspection.Info));
        _gradients = new LayerValues(network.Info, new OutputRooms(inspection.Info));
        _starts = new LayerValues(network.Info, new OutputRooms(inspection.Info));
        Refresh();
    }

    /// <summary>The network that is looked into.</summary>
    public NetworkInfo Info => _network.Info;

    /// <summary>Whether the last layer makes probabilities, so that the gradient of an output is that of its logit.</summary>
    internal bool HasLogits => _inspection.Code.TakesLogitsGradients;

    /// <summary>
    /// Takes the weights that the network has now. A call of the network that is under way, such as a training step, is waited for, and
    /// waits for this.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">This, or the network, was disposed of.</exception>
    public void Refresh()
    {
        using var own = _gate.Enter();
        using var reading = _network.Gate.Read();
        using var inside = _inspection.Gate.Enter();
        _network.DrawBesideOthers();
        var (from, to) = (_network.Weights, _inspection.Weights);
        var values = new float[from.Parameters.Select(parameter => parameter.Count).DefaultIfEmpty().Max()];
        foreach (var (source, destination) in from.Parameters.Zip(to.Parameters))
        {
            var room = values.AsSpan(0, source.Count);
            source.Gather(from.ValuesAsTheyAre, room);
            destination.Scatter(room, to.ValuesAsTheyAre);
        }

        to.OnAllWritten();
    }

    /// <summary>The output of every layer.</summary>
    /// <param name="images">n images, one after the other, as the network takes them.</param>
    /// <returns>Values of each layer, until the next call that gives activations or gradients.</returns>
    /// <exception cref="ArgumentException">The length is not that of n images.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for the values of so many images.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LayerValues Activations(ReadOnlySpan<float> images)
    {
        using var use = _gate.Enter();
        return ActivationsOf(images);
    }

    /// <summary>The output of every layer, for images as bytes.</summary>
    /// <param name="images">n images, one after the other: values from 0 to 255.</param>
    /// <returns>Values of each layer, until the next call that gives activations or gradients.</returns>
    /// <exception cref="ArgumentException">The length is not that of n images.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for the values of so many images.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LayerValues Activations(ReadOnlySpan<byte> images)
    {
        using var use = _gate.Enter();
        return ActivationsOf(Floats(images));
    }

    /// <summary>
    /// The gradient of one value of the output with respect to the output of every layer, and to the image, which is layer 0. Where the
    /// last layer makes probabilities (softmax of a vector, sigmoid), it is the gradient of what it makes them of, the logit: a sure
    /// network's probabilities have hardly any gradient. The activations are computed along with it.
    /// </summary>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="output">Which value of the output.</param>
    /// <returns>Values of each layer, until the next call that gives gradients; of the last layer 1 at the value and 0 elsewhere.</returns>
    /// <exception cref="ArgumentException">The length is not that of an image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The output has no such value.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LayerValues Gradients(ReadOnlySpan<float> image, int output)
    {
        using var use = _gate.Enter();
        return GradientsOf(image, _lengths.Length, output, ofLogit: HasLogits, nameof(output));
    }

    /// <summary>
    /// The gradient of one value of a layer's output with respect to the output of every layer, and to the image, which is layer 0: of
    /// those behind it, it is 0. The activations are computed along with it.
    /// </summary>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="layer">The name of a layer.</param>
    /// <param name="value">Which value of its output: (row * width + column) * channels + channel of a map.</param>
    /// <returns>Values of each layer, until the next call that gives gradients.</returns>
    /// <exception cref="ArgumentException">The length is not that of an image, or there is no such layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such value.</exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LayerValues Gradients(ReadOnlySpan<float> image, string layer, int value)
    {
        using var use = _gate.Enter();
        return GradientsOf(image, Info.IndexOfLayer(layer), value, ofLogit: false, nameof(value));
    }

    /// <summary>
    /// The gradient of a sum over a layer's output, each value times a weight, with respect to the output of every layer, and to the
    /// image, which is layer 0. The activations are computed along with it.
    /// </summary>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="layer">The name of a layer.</param>
    /// <param name="weights">A weight for each value of its output.</param>
    /// <returns>Values of each layer, until the next call that gives gradients.</returns>
    /// <exception cref="ArgumentException">
    /// The length is not that of an image, there is no such layer, or weights are not as many as its values.
    /// </exception>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public LayerValues Gradients(ReadOnlySpan<float> image, string layer, ReadOnlySpan<float> weights)
    {
        using var use = _gate.Enter();
        var place = Info.IndexOfLayer(layer);
        if (weights.Length != _gradients.SizeOf(place))
        {
            throw new ArgumentException(
                $"Layer '{layer}' gives {_gradients.SizeOf(place)} values, but {weights.Length} weights came.", nameof(weights));
        }

        var start = Begin(image, place);
        weights.CopyTo(start);
        return Run(image, start, ofLogit: false);
    }

    /// <summary>
    /// The part of the image that a pixel of a layer depends on, as windows, strides and paddings have it: the least rectangle with all of
    /// them. Gradients tell which of these pixels matter how much for an image. What moves values to other places, such as flatten and
    /// permute, counts as if it made each of all.
    /// </summary>
    /// <param name="layer">The name of a layer.</param>
    /// <param name="row">The pixel's row; 0 of a vector, and of a sequence.</param>
    /// <param name="column">Its column; 0 of a vector.</param>
    /// <returns>Empty where it depends on none: it lies in zeros that were put around a map.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such pixel.</exception>
    public PixelRectangle ReceptiveField(string layer, int row, int column)
    {
        var place = Info.IndexOfLayer(layer);
        var (height, width) = ReceptiveFields.Extents(Info.Layers[place]);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, height);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, width);
        return new ReceptiveFields(_inspection.Info).Of(place, row, column);
    }

    /// <summary>The activation that the outputs of a layer went through; linear where there is none.</summary>
    /// <param name="layer">The name of a layer.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public Activation ActivationOf(string layer) =>
        _inspection.Info.Layers[Info.IndexOfLayer(layer)].Activation ?? Activation.Linear;

    /// <summary>The activations that the last call computed.</summary>
    public LayerValues LastActivations => _activations;

    /// <summary>Frees its memory; the network stays as it is.</summary>
    /// <exception cref="InvalidOperationException">It is at work for another caller.</exception>
    public void Dispose()
    {
        if (_gate.Close())
            _inspection.Dispose();
    }

    private LayerValues ActivationsOf(ReadOnlySpan<float> images)
    {
        var count = _check.Images(images.Length);
        _activations.Reserve(count);
        for (var layer = 0; layer < _lengths.Length; layer++)
            _lengths[layer] = count * _activations.SizeOf(layer);
        var last = _lengths.Length;
        _inspection.Predict(images, _activations.Of(last)[..(count * Info.OutputSize)], _activations.Pointers, _lengths);
        return _activations;
    }

    private LayerValues GradientsOf(ReadOnlySpan<float> image, int layer, int value, bool ofLogit, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, _gradients.SizeOf(layer), parameter);
        var start = Begin(image, layer);
        start[value] = 1;
        return Run(image, start, ofLogit);
    }

    /// <summary>Makes room; the gradients that all begins with are zero.</summary>
    /// <returns>Those of a layer.</returns>
    private Span<float> Begin(ReadOnlySpan<float> image, int layer)
    {
        if (_check.Images(image.Length) != 1)
        {
            throw new ArgumentException(
                $"Gradients are of one image of {Info.InputSize} values, but {image.Length} values came.", nameof(image));
        }

        _activations.Reserve(1);
        _gradients.Reserve(1);
        _starts.Reserve(1);
        _starts.Of(_lengths.Length).Clear();
        return _starts.Of(layer)[.._starts.SizeOf(layer)];
    }

    private LayerValues Run(ReadOnlySpan<float> image, Span<float> start, bool ofLogit)
    {
        var last = _lengths.Length;
        try
        {
            fixed (float* floats = image, outputs = _activations.Of(last), outputGradients = _starts.Of(last))
            {
                _inspection.RunInspection(new NetworkPass
                {
                    Count = 1,
                    Floats = floats,
                    Outputs = outputs,
                    FurtherOutputs = _activations.Pointers,
                    OutputGradients = outputGradients,
                    FromLogits = ofLogit,
                    FurtherGradients = _starts.Pointers,
                    LayerGradients = _gradients.Pointers,
                });
            }

            _starts.Of(last).CopyTo(_gradients.Of(last));
            return _gradients;
        }
        finally
        {
            start.Clear();
        }
    }

    private ReadOnlySpan<float> Floats(ReadOnlySpan<byte> images)
    {
        if (_pixels.Length < images.Length)
            _pixels = new float[images.Length];
        for (var i = 0; i < images.Length; i++)
            _pixels[i] = images[i];
        return _pixels.AsSpan(0, images.Length);
    }
}
