namespace CnnGen.Tests.Reference;

/// <summary>
/// A stack of reference layers: prediction, training form, gradients and the loss, plainly, in double precision with error bounds.
/// </summary>
/// <param name="input">Shape of one image.</param>
/// <param name="layers">The layers in order.</param>
internal sealed class ReferenceNetwork(Extent input, IReadOnlyList<ReferenceLayer> layers)
{
    public Extent Input { get; } = input;

    public IReadOnlyList<ReferenceLayer> Layers { get; } = layers;

    public Extent Output => Layers.Count == 0 ? Input : Layers[^1].Output;

    public IReadOnlyList<ReferenceParameter> Parameters { get; } = [.. layers.SelectMany(layer => layer.Parameters)];

    /// <summary>
    /// Whether a comparison of the last run was too close to call for float32; see <see cref="ReferencePass.IsAmbiguous"/>.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>The network that a class declares.</summary>
    public static ReferenceNetwork Of(Type network)
    {
        var (input, layers) = DeclaredLayers.Of(network);
        return new ReferenceNetwork(input, layers);
    }

    /// <summary>Sets every value of every parameter.</summary>
    public void SetParameters(Func<ReferenceParameter, int, float> value)
    {
        foreach (var parameter in Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
                parameter.Values[i] = value(parameter, i);
        }
    }

    /// <summary>The outputs for images that lie one after the other.</summary>
    /// <param name="images">n images.</param>
    /// <param name="keeps">The dropout mask in training; null in prediction.</param>
    public Estimate[] Run(ReadOnlySpan<float> images, DropoutMask? keeps = null)
    {
        var outputs = new List<Estimate>();
        IsAmbiguous = false;
        for (int image = 0; image < images.Length / Input.Size; image++)
        {
            var pass = new ReferencePass(image, keeps);
            outputs.AddRange(Activations(images.Slice(image * Input.Size, Input.Size), pass)[^1]);
            IsAmbiguous |= pass.IsAmbiguous;
        }

        return [.. outputs];
    }

    /// <summary>Gradients of all parameters, summed over the images, from those of the outputs.</summary>
    /// <param name="images">n images.</param>
    /// <param name="outputGradients">dLoss/dOutput for each output of each image.</param>
    /// <param name="keeps">The dropout mask in training; null for none.</param>
    public void Differentiate(ReadOnlySpan<float> images, ReadOnlySpan<Estimate> outputGradients, DropoutMask? keeps = null)
    {
        foreach (var parameter in Parameters)
            Array.Clear(parameter.Gradients);
        IsAmbiguous = false;
        for (int image = 0; image < images.Length / Input.Size; image++)
        {
            var pass = new ReferencePass(image, keeps);
            var values = Activations(images.Slice(image * Input.Size, Input.Size), pass);
            var gradient = outputGradients.Slice(image * Output.Size, Output.Size).ToArray();
            for (int layer = Layers.Count - 1; layer >= 0; layer--)
                gradient = Layers[layer].Backward(values[layer], values[layer + 1], gradient, pass);
            IsAmbiguous |= pass.IsAmbiguous;
        }
    }

    /// <summary>Mean sparse categorical cross-entropy of probabilities: -log(p[label]), averaged over the images.</summary>
    public static double CrossEntropy(ReadOnlySpan<Estimate> probabilities, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        int classes = probabilities.Length / labels.Length;
        for (int image = 0; image < labels.Length; image++)
            sum -= Math.Log(probabilities[image * classes + labels[image]].Value);
        return sum / labels.Length;
    }

    /// <summary>dLoss/dProbability of <see cref="CrossEntropy"/>: -1 / (n * p) at the label, else 0.</summary>
    public static Estimate[] CrossEntropyGradient(ReadOnlySpan<Estimate> probabilities, ReadOnlySpan<int> labels)
    {
        var gradient = new Estimate[probabilities.Length];
        int classes = probabilities.Length / labels.Length;
        for (int image = 0; image < labels.Length; image++)
        {
            int i = image * classes + labels[image];
            gradient[i] = (Estimate)(-1f) / ((float)labels.Length * probabilities[i]);
        }

        return gradient;
    }

    /// <summary>The image and the output of every layer.</summary>
    private List<Estimate[]> Activations(ReadOnlySpan<float> image, ReferencePass pass)
    {
        var first = new Estimate[image.Length];
        for (int i = 0; i < first.Length; i++)
            first[i] = image[i];
        var values = new List<Estimate[]> { first };
        foreach (var layer in Layers)
            values.Add(layer.Forward(values[^1], pass));
        return values;
    }
}
