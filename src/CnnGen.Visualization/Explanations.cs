namespace CnnGen.Visualization;

/// <summary>Where in the image an output comes from.</summary>
public static class Explanations
{
    /// <summary>
    /// Grad-CAM (Selvaraju et al. 2017): the sum over the channels of a map, each times the mean over the map of the gradient of an
    /// output with respect to it, where that is positive. Of an output of softmax or sigmoid, the gradient is that of its logit.
    /// </summary>
    /// <param name="inspector">Looks inside of the network.</param>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="output">Which value of the output: the class.</param>
    /// <param name="layer">The name of a layer whose output is a map, mostly the last one of these; null for that.</param>
    /// <returns>A map of the layer's extents; <see cref="HeatMap.Resized"/> brings it to those of the image.</returns>
    /// <exception cref="ArgumentException">
    /// The length is not that of an image, there is no such layer, or its output is no map.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The output has no such value.</exception>
    public static HeatMap GradCam(this NetworkInspector inspector, ReadOnlySpan<float> image, int output, string? layer = null)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        var info = MapLayer.Find(inspector.Info, layer);
        var gradients = inspector.Gradients(image, output)[info.Name];
        var activations = inspector.LastActivations[info.Name];
        var (height, width, channels) = MapLayer.Extents(info);
        var weights = new double[channels];
        for (var i = 0; i < gradients.Length; i++)
            weights[i % channels] += gradients[i];
        var map = new float[height * width];
        for (var pixel = 0; pixel < map.Length; pixel++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < channels; channel++)
                sum += weights[channel] / map.Length * activations[(pixel * channels) + channel];
            map[pixel] = (float)Math.Max(sum, 0);
        }

        return new(height, width, map);
    }

    /// <summary>
    /// How much each pixel of the image counts for an output: the largest absolute value, over the channels, of its gradient (Simonyan et
    /// al. 2014). Of an output of softmax or sigmoid, it is that of its logit.
    /// </summary>
    /// <param name="inspector">Looks inside of the network.</param>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="output">Which value of the output: the class.</param>
    /// <returns>A map of the image's extents.</returns>
    /// <exception cref="ArgumentException">The length is not that of an image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The output has no such value.</exception>
    public static HeatMap Saliency(this NetworkInspector inspector, ReadOnlySpan<float> image, int output)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        return Largest(inspector.Info, inspector.Gradients(image, output)[0]);
    }

    /// <summary>
    /// The effective receptive field of a pixel of a layer (Luo et al. 2016): how much the sum over its channels changes with each pixel of
    /// the image, by gradients, where <see cref="NetworkInspector.ReceptiveField"/> tells which may count at all.
    /// </summary>
    /// <param name="inspector">Looks inside of the network.</param>
    /// <param name="image">An image, as the network takes it.</param>
    /// <param name="layer">The name of a layer whose output is a map.</param>
    /// <param name="row">The pixel's row.</param>
    /// <param name="column">Its column.</param>
    /// <returns>A map of the image's extents.</returns>
    /// <exception cref="ArgumentException">
    /// The length is not that of an image, there is no such layer, or its output is no map.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such pixel.</exception>
    public static HeatMap EffectiveReceptiveField(
        this NetworkInspector inspector, ReadOnlySpan<float> image, string layer, int row, int column)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        ArgumentNullException.ThrowIfNull(layer);
        var info = MapLayer.Find(inspector.Info, layer);
        var (height, width, channels) = MapLayer.Extents(info);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, height);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, width);
        var weights = new float[height * width * channels];
        weights.AsSpan(((row * width) + column) * channels, channels).Fill(1);
        return Largest(inspector.Info, inspector.Gradients(image, layer, weights)[0]);
    }

    private static HeatMap Largest(NetworkInfo network, ReadOnlySpan<float> gradients)
    {
        var (height, width, channels) = MapLayer.Extents(network.Layers[0]);
        var map = new float[height * width];
        for (var i = 0; i < gradients.Length; i++)
            map[i / channels] = Math.Max(map[i / channels], Math.Abs(gradients[i]));
        return new(height, width, map);
    }
}
