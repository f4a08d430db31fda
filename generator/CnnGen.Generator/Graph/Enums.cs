namespace CnnGen.Generator.Graph;

// The generator cannot reference the library it generates for; these mirror the library's enums member for member (a test compares them).

internal enum ActivationFunction
{
    Linear,
    Relu,
    Softmax,
    Sigmoid,
    Tanh,
    Relu6,
    LeakyRelu,
    Elu,
    Selu,
    Celu,
    Gelu,
    GeluTanh,
    Silu,
    Mish,
    Softplus,
    Softsign,
    HardSigmoid,
    HardSwish,
    HardTanh,
    Exponential,
    LogSoftmax,
}

internal enum Padding
{
    Valid,
    Same,
    Causal,
}

internal enum Initializer
{
    GlorotUniform,
    GlorotNormal,
    HeUniform,
    HeNormal,
    LecunUniform,
    LecunNormal,
    Orthogonal,
    Identity,
    Zeros,
    Ones,
    Constant,
    RandomNormal,
    TruncatedNormal,
    RandomUniform,
}

internal enum Constraint
{
    None,
    MaxNorm,
    NonNeg,
    UnitNorm,
    MinMaxNorm,
}

internal enum ConvAlgorithm
{
    Auto,
    Direct,
    Winograd2x2,
    Winograd4x4,
}

internal enum Interpolation
{
    Bilinear,
    Nearest,
}

internal enum NormalizationAxis
{
    Element,
    Channel,
}
