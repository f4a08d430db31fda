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

    /// <summary>The declared layer that has its parameters: itself, but for some of those that lowering makes.</summary>
    public string Owner { get; init; } = Name;

    /// <summary>Whether training leaves its weights as they are.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>What its outputs cost; null where that is nothing.</summary>
    public virtual RegularizerInfo? ActivityRegularizer { get; init; }

    /// <summary>Weights and state in Keras' order.</summary>
    public EquatableArray<ParameterShape> Parameters => IsFrozen
        ? new(OwnParameters.Select(parameter => parameter with { IsFrozen = true }))
        : OwnParameters;

    /// <summary>The same of a layer that is trained.</summary>
    protected virtual EquatableArray<ParameterShape> OwnParameters => EquatableArray<ParameterShape>.Empty;

    /// <summary>Multiply-adds of one image, forward.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>
    /// The window by which outputs look at inputs; null where one output sees one input position (or all: see
    /// <see cref="SeesEverything"/>).
    /// </summary>
    public virtual Window? ReceptiveWindow => null;

    /// <summary>The activation that it applies to what it computes.</summary>
    public virtual ActivationFunction FusedActivation => ActivationFunction.Linear;

    /// <summary>The same layer with a linear activation.</summary>
    public virtual Layer WithoutActivation() => this;

    /// <summary>The layer as it is in prediction, whichever pass it is in, and without weights that are trained.</summary>
    public Layer Still()
    {
        var still = Traits.IsOfTraining ? new Activation(Index, Name, Inputs, InputShape, OutputShape, ActivationFunction.Linear) : this;
        return still with { IsFrozen = true, ActivityRegularizer = null };
    }

    /// <summary>Whether it gives the probabilities of classes, by softmax over all of its inputs.</summary>
    public virtual bool IsSoftmax => false;

    /// <summary>
    /// Whether it makes probabilities of logits: then losses of probabilities may give the gradient of the logits at once.
    /// </summary>
    public bool GivesProbabilities => Probabilities != ActivationFunction.Linear;

    /// <summary>The activation by which it does; linear where it does not.</summary>
    public virtual ActivationFunction Probabilities =>
        FusedActivation == ActivationFunction.Sigmoid ? FusedActivation : ActivationFunction.Linear;

    /// <summary>Whether every output depends on every input position.</summary>
    public virtual bool SeesEverything => false;

    /// <summary>The part of its input that a pixel of its output depends on.</summary>
    public virtual LayerView View => SeesEverything ? LayerView.All(InputShape)
        : ReceptiveWindow is { } window ? LayerView.Of(window)
        : LayerView.Same;

    /// <summary>What rules about whole networks ask of it.</summary>
    public virtual LayerTraits Traits => default;
}
