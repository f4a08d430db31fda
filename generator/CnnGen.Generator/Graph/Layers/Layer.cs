using CnnGen.Generator.Emission.Kernels;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>One layer with all its shapes known.</summary>
/// <param name="Index">Its place in <see cref="Network.Layers"/>.</param>
/// <param name="Name">Keras' name: <c>conv2d_1</c>.</param>
/// <param name="Inputs">Indices of the layers it reads.</param>
/// <param name="InputShape">The shape of its (first) input.</param>
/// <param name="OutputShape">The shape of its output.</param>
internal abstract record Layer(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
{
    /// <summary>The attribute's name: <c>Conv2D</c>.</summary>
    public string Kind => GetType().Name;

    /// <summary>Weights and state in Keras' order.</summary>
    public virtual EquatableArray<ParameterShape> Parameters => EquatableArray<ParameterShape>.Empty;

    /// <summary>Multiply-adds of one image, forward.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>
    /// The window by which outputs look at inputs; null where one output sees one input position (or all: see
    /// <see cref="SeesEverything"/>).
    /// </summary>
    public virtual Window? ReceptiveWindow => null;

    /// <summary>The activation that it applies to what it computes.</summary>
    public virtual ActivationFunction FusedActivation => ActivationFunction.Linear;

    /// <summary>Whether it gives the probabilities of classes, by softmax over all of its inputs.</summary>
    public virtual bool IsSoftmax => false;

    /// <summary>Whether every output depends on every input position.</summary>
    public virtual bool SeesEverything => false;
}

/// <summary>A weight or state tensor in Keras' layout.</summary>
/// <param name="Name">Without the layer: <c>kernel</c>.</param>
/// <param name="Kind">The name of a <c>CnnGen.ParameterKind</c>: <c>Kernel</c>, <c>DepthwiseKernel</c>, <c>Bias</c>, <c>Mean</c>,
/// <c>Variance</c>.</param>
/// <param name="Shape">The extents.</param>
/// <param name="Initializer">What a kernel is drawn from.</param>
internal sealed record ParameterShape(string Name, string Kind, EquatableArray<int> Shape, Initializer Initializer)
{
    public const string DepthwiseKernel = nameof(DepthwiseKernel);

    /// <summary>Whether it is state: learned of data or kept, but not trained.</summary>
    public bool IsState { get; init; }

    public int Count => Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Outputs: the columns of the matrix that it is stored as.</summary>
    public int Columns => Kind == DepthwiseKernel ? Shape[^2] * Shape[^1] : Shape[^1];
}
