namespace CnnGen.Generator.Graph;

/// <summary>What rules about whole networks ask of a layer.</summary>
internal readonly record struct LayerTraits
{
    /// <summary>The activation that its outputs went through.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>Whether that is all it does.</summary>
    public bool IsActivation { get; init; }

    /// <summary>Whether it gives what it is given.</summary>
    public bool IsIdentity { get; init; }

    /// <summary>Whether it does something in training alone: prediction gives what it is given.</summary>
    public bool IsOfTraining { get; init; }

    /// <summary>Whether it adds a bias to each channel.</summary>
    public bool HasBias { get; init; }

    /// <summary>Whether it subtracts the mean of each channel, and any bias with it.</summary>
    public bool SubtractsMeans { get; init; }

    /// <summary>Whether it drops values in training.</summary>
    public bool DropsValues { get; init; }

    /// <summary>Whether it puts zeros around its input.</summary>
    public bool AddsZeros { get; init; }

    /// <summary>The window that it slides over its input.</summary>
    public Window? Window { get; init; }
}
