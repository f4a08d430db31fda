namespace CnnGen;

/// <summary>How a kernel is drawn before training. fanIn = inputs per output, fanOut = kernel cells x filters; Keras' formulas.</summary>
public enum Initializer
{
    /// <summary>Uniform in [-l, l], l = sqrt(6 / (fanIn + fanOut)); Keras' default (Glorot and Bengio, 2010).</summary>
    GlorotUniform,

    /// <summary>Normal cut at two standard deviations, variance 2 / (fanIn + fanOut) (Glorot and Bengio, 2010).</summary>
    GlorotNormal,

    /// <summary>Uniform in [-l, l], l = sqrt(6 / fanIn) (He et al., 2015).</summary>
    HeUniform,

    /// <summary>Normal cut at two standard deviations, variance 2 / fanIn (He et al., 2015).</summary>
    HeNormal,
}
