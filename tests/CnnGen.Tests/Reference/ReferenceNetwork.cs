namespace CnnGen.Tests.Reference;

/// <summary>
/// A network of reference layers: prediction, training form, gradients and the loss, plainly, in double precision with error bounds.
/// </summary>
/// <param name="input">Shape of one image.</param>
/// <param name="nodes">The layers, each behind those that it reads; the last one gives the output.</param>
internal sealed class ReferenceNetwork(Extent input, IReadOnlyList<WiredNode> nodes)
{
    /// <summary>A stack of layers.</summary>
    public ReferenceNetwork(Extent input, IReadOnlyList<ReferenceLayer> layers)
        : this(input, [.. layers.Select((layer, i) => new WiredNode(layer, [i - 1]))])
    {
    }

    public Extent Input { get; } = input;

    public Extent Output => nodes.Count == 0 ? Input : nodes[^1].Node.Output;

    /// <summary>The layers that are outputs besides the last one.</summary>
    public IReadOnlyList<int> FurtherOutputs { get; init; } = [];

    /// <summary>The layers as declared, the input first: for each the one that gives its output; -1 is the image.</summary>
    public IReadOnlyList<int> Declared { get; init; } = [];

    public IReadOnlyList<ReferenceParameter> Parameters { get; } = [.. nodes.SelectMany(node => node.Node.Parameters)];

    /// <summary>
    /// Whether a comparison of the last run was too close to call for float32; see <see cref="ReferencePass.IsAmbiguous"/>.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>The network that a class declares.</summary>
    public static ReferenceNetwork Of(Type network) => DeclaredLayers.Of(network);

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
    /// <param name="draws">What layers draw in training; null in prediction.</param>
    public Estimate[] Run(ReadOnlySpan<float> images, IDraws? draws = null) => RunAll(images, draws)[0];

    /// <summary>All outputs for images that lie one after the other, that of the last layer first.</summary>
    /// <param name="images">n images.</param>
    /// <param name="draws">What layers draw in training; null in prediction.</param>
    public Estimate[][] RunAll(ReadOnlySpan<float> images, IDraws? draws = null)
    {
        var passes = Passes(images, draws);
        var values = Activations(images, passes);
        IsAmbiguous = passes.Any(pass => pass.IsAmbiguous);
        return [.. FurtherOutputs.Prepend(nodes.Count - 1).Select(node => values[node + 1].SelectMany(image => image).ToArray())];
    }

    /// <summary>What the outputs of layers add to the mean loss of images that lie one after the other.</summary>
    /// <param name="images">n images.</param>
    /// <param name="draws">What layers draw in training; null in prediction.</param>
    public double Penalty(ReadOnlySpan<float> images, IDraws? draws = null)
    {
        var values = Activations(images, Passes(images, draws));
        return nodes.Select((node, i) => values[i + 1].Average(node.Node.Penalty)).Sum();
    }

    /// <summary>What the activation at the end is given; behind it may stand what the outputs cost.</summary>
    public int Logits
    {
        get
        {
            int node = nodes.Count - 1;
            while (nodes[node].Node is Layers.ActivityRegularization)
                node = nodes[node].Sources[0];
            return nodes[node].Sources[0];
        }
    }

    /// <summary>
    /// The output of every declared layer in prediction for one image, and the gradient of one value with respect to each. Layers are
    /// frozen for it.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="node">The layer whose value it is, as it is computed.</param>
    /// <param name="value">Which of its values.</param>
    public (Estimate[][] Values, Estimate[][] Gradients) Inspect(ReadOnlySpan<float> image, int node, int value)
    {
        foreach (var each in nodes)
            each.Node.Freeze();
        var passes = Passes(image, draws: null);
        var values = Activations(image, passes);
        var start = new Estimate[values[node + 1][0].Length];
        start[value] = 1;
        var gradients = Backward(values, passes, node, [start], withPenalties: false);
        IsAmbiguous = passes.Any(pass => pass.IsAmbiguous);
        return (
            [.. Declared.Select(layer => values[layer + 1][0])],
            [.. Declared.Select(layer => gradients[layer + 1][0] ?? new Estimate[values[layer + 1][0].Length])]);
    }

    /// <summary>Gradients of all parameters, summed over the images, from those of the outputs.</summary>
    /// <param name="images">n images.</param>
    /// <param name="outputGradients">dLoss/dOutput for each output of each image.</param>
    /// <param name="draws">What layers draw in training; null for nothing.</param>
    public void Differentiate(ReadOnlySpan<float> images, ReadOnlySpan<Estimate> outputGradients, IDraws? draws = null)
    {
        foreach (var parameter in Parameters)
            Array.Clear(parameter.Gradients);
        var passes = Passes(images, draws);
        var starts = new Estimate[passes.Length][];
        for (int image = 0; image < passes.Length; image++)
            starts[image] = outputGradients.Slice(image * Output.Size, Output.Size).ToArray();
        Backward(Activations(images, passes), passes, nodes.Count - 1, starts, withPenalties: true);
        IsAmbiguous = passes.Any(pass => pass.IsAmbiguous);
    }

    /// <summary>Gradients of the image and of each layer, by image; null where nothing flows to them.</summary>
    private Estimate[]?[][] Backward(
        List<Estimate[][]> values, ReferencePass[] passes, int last, Estimate[][] starts, bool withPenalties)
    {
        var gradients = new Estimate[]?[values.Count][];
        for (int value = 0; value < values.Count; value++)
            gradients[value] = value == last + 1 ? starts : new Estimate[]?[passes.Length];
        for (int node = last; node >= 0; node--)
        {
            Estimate[][] given = [.. gradients[node + 1].Select(gradient => gradient ?? new Estimate[nodes[node].Node.Output.Size])];
            var inputs = InputsOf(node, values, passes.Length);
            var flowing = nodes[node].Node is Layers.ActivityRegularization && !withPenalties
                ? [.. given.Select(gradient => new[] { gradient })]
                : nodes[node].Node.BackwardBatch(inputs, values[node + 1], given, passes);
            for (int image = 0; image < passes.Length; image++)
            {
                foreach (var (source, gradient) in nodes[node].Sources.Zip(flowing[image]))
                    Add(ref gradients[source + 1][image], gradient);
            }
        }

        return gradients;
    }

    private static void Add(ref Estimate[]? sum, Estimate[] part) =>
        sum = sum is null ? part : [.. sum.Zip(part, (a, b) => a + b)];

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

    private ReferencePass[] Passes(ReadOnlySpan<float> images, IDraws? draws) =>
        [.. Enumerable.Range(0, images.Length / Input.Size).Select(image => new ReferencePass(image, draws))];

    /// <summary>The images, and the outputs of every layer for each of them.</summary>
    private List<Estimate[][]> Activations(ReadOnlySpan<float> images, ReferencePass[] passes)
    {
        var first = new Estimate[passes.Length][];
        for (int image = 0; image < first.Length; image++)
        {
            first[image] = new Estimate[Input.Size];
            for (int i = 0; i < Input.Size; i++)
                first[image][i] = images[(image * Input.Size) + i];
        }

        var values = new List<Estimate[][]> { first };
        for (int node = 0; node < nodes.Count; node++)
            values.Add(nodes[node].Node.ForwardBatch(InputsOf(node, values, passes.Length), passes));
        return values;
    }

    /// <summary>By image, then by input.</summary>
    private Estimate[][][] InputsOf(int node, List<Estimate[][]> values, int images) =>
        [.. Enumerable.Range(0, images).Select(image =>
            nodes[node].Sources.Select(source => values[source + 1][image]).ToArray())];
}

/// <summary>A layer and the places of those that it reads; -1 is the image.</summary>
internal sealed record WiredNode(ReferenceNode Node, IReadOnlyList<int> Sources);
