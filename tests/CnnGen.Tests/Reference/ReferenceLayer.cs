namespace CnnGen.Tests.Reference;

/// <summary>One layer, which may read several others, over a batch; written as its definition reads.</summary>
/// <param name="name">Keras' name.</param>
/// <param name="input">Shape of its (first) input.</param>
/// <param name="output">Shape of its output.</param>
internal abstract class ReferenceNode(string name, Extent input, Extent output)
{
    public string Name { get; } = name;

    public Extent Input { get; } = input;

    public Extent Output { get; } = output;

    /// <summary>Whether training leaves its weights as they are.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Weights and state in Keras' order.</summary>
    public virtual IReadOnlyList<ReferenceParameter> Parameters => [];

    /// <summary>Has training leave its weights as they are.</summary>
    public void Freeze()
    {
        IsFrozen = true;
        foreach (var parameter in Parameters)
            parameter.Trainable = false;
    }

    /// <summary>The output for one image, given all inputs.</summary>
    public abstract Estimate[] Forward(Estimate[][] inputs, ReferencePass pass);

    /// <summary>
    /// dLoss/dInput of each input from dLoss/dOutput, after <see cref="Forward"/> of the same image; adds to the gradients of the
    /// parameters.
    /// </summary>
    public abstract Estimate[][] Backward(Estimate[][] inputs, Estimate[] y, Estimate[] gradient, ReferencePass pass);

    /// <summary>What one image's output adds to the loss, which is the mean over the images.</summary>
    public virtual double Penalty(Estimate[] y) => 0;

    /// <summary>The outputs of a batch, given all inputs of all images; image by image, unless the layer sees the batch as a
    /// whole.</summary>
    public virtual Estimate[][] ForwardBatch(Estimate[][][] inputs, ReferencePass[] passes) =>
        [.. passes.Select((pass, image) => Forward(inputs[image], pass))];

    /// <summary>The gradients of all inputs of all images, likewise.</summary>
    public virtual Estimate[][][] BackwardBatch(Estimate[][][] inputs, Estimate[][] y, Estimate[][] gradients, ReferencePass[] passes) =>
        [.. passes.Select((pass, image) => Backward(inputs[image], y[image], gradients[image], pass))];
}

/// <summary>One layer with one input, one image at a time.</summary>
/// <param name="name">Keras' name.</param>
/// <param name="input">Shape of its input.</param>
/// <param name="output">Shape of its output.</param>
internal abstract class ReferenceLayer(string name, Extent input, Extent output) : ReferenceNode(name, input, output)
{
    /// <summary>The output for one image.</summary>
    public abstract Estimate[] Forward(Estimate[] x, ReferencePass pass);

    /// <summary>
    /// dLoss/dInput from dLoss/dOutput, after <see cref="Forward(Estimate[], ReferencePass)"/> of the same image; adds to the gradients of
    /// the parameters.
    /// </summary>
    public abstract Estimate[] Backward(Estimate[] x, Estimate[] y, Estimate[] gradient, ReferencePass pass);

    public sealed override Estimate[] Forward(Estimate[][] inputs, ReferencePass pass) => Forward(inputs[0], pass);

    public sealed override Estimate[][] Backward(Estimate[][] inputs, Estimate[] y, Estimate[] gradient, ReferencePass pass) =>
        [Backward(inputs[0], y, gradient, pass)];
}

/// <summary>A weight or state tensor in Keras' layout, and its gradient.</summary>
internal sealed class ReferenceParameter(string name, bool trainable, params int[] shape)
{
    public string Name { get; } = name;

    public bool Trainable { get; set; } = trainable;

    public int[] Shape { get; private set; } = shape;

    public Estimate[] Values { get; } = new Estimate[shape.Aggregate(1, (a, b) => a * b)];

    public Estimate[] Gradients { get; } = new Estimate[shape.Aggregate(1, (a, b) => a * b)];

    /// <summary>Leaves out the first extent, which is 1.</summary>
    public void OmitFirstExtent() => Shape = Shape[1..];
}

/// <summary>The pass of one image through the network.</summary>
/// <param name="image">Which image of the batch.</param>
/// <param name="draws">What layers draw in training; null in prediction.</param>
internal sealed class ReferencePass(int image, IDraws? draws)
{
    public int Image { get; } = image;

    public IDraws? Draws { get; } = draws;

    /// <summary>
    /// Whether some comparison (ReLU, a maximum) was closer than the rounding of float32, so that its gradient may rightly go elsewhere.
    /// Tests choose data for which this is false.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Whether a &gt; b; notes when float32 might see it otherwise. Equal numbers were computed alike and stay equal.</summary>
    public bool Exceeds(Estimate a, Estimate b)
    {
        double distance = Math.Abs(a.Value - b.Value);
        IsAmbiguous |= distance != 0 && distance <= a.Tolerance + b.Tolerance && a.Error + b.Error > 0;
        return a.Value > b.Value;
    }
}

/// <summary>What layers draw in training, for each element of each image.</summary>
internal interface IDraws
{
    /// <summary>Whether dropout keeps an element.</summary>
    /// <param name="layer">The place of the layer among those that are computed.</param>
    /// <param name="image">The image in the batch.</param>
    /// <param name="element">The element of the image.</param>
    /// <param name="rate">Probability of zero.</param>
    bool Keeps(int layer, int image, int element, double rate);

    /// <summary>A number of mean 0 and variance 1.</summary>
    /// <param name="layer">The place of the layer among those that are computed.</param>
    /// <param name="image">The image in the batch.</param>
    /// <param name="element">The element of the image.</param>
    float Normal(int layer, int image, int element);
}
