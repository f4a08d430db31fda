namespace CnnGen;

/// <summary>How the values of a parameter start, before anything is trained, learned or loaded.</summary>
public abstract record InitialValue
{
    private protected InitialValue()
    {
    }
}

/// <summary>All values start as one number: biases as 0, variances as 1.</summary>
/// <param name="Value">The number.</param>
public sealed record ConstantValue(float Value) : InitialValue;

/// <summary>The values are made by an initializer, a function of the network's seed, Keras' formulas.</summary>
/// <param name="Initializer">Which.</param>
/// <param name="FanIn">Inputs that an output sees: the cells of the window times the input channels.</param>
/// <param name="FanOut">Outputs that an input reaches: the cells of the window times the output channels.</param>
public sealed record DrawnValue(Initializer Initializer, int FanIn, int FanOut) : InitialValue
{
    /// <summary>The initializer's number, of those that take one: gain, standard deviation or limit.</summary>
    public double Value { get; init; }

    /// <summary>The mean of what is drawn.</summary>
    public double Mean { get; init; }
}
