namespace CnnGen.Generator.Planning.Plans;

/// <summary>What a kernel computes, and on which layouts. For each kind there is a writer in the room of emission.</summary>
internal abstract record Kernel;

/// <summary>Something that a pass does.</summary>
internal abstract record Step;

/// <summary>A call of a kernel for some images.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Arguments">Its arguments in front of the images' distance and number.</param>
internal sealed record KernelCall(Kernel Kernel, EquatableArray<Argument> Arguments) : Step
{
    public KernelCall(Kernel kernel, params Argument[] arguments)
        : this(kernel, new EquatableArray<Argument>(arguments))
    {
    }

    /// <summary>Whether it is told the distance of images, and how many there are.</summary>
    public bool IsOfImages { get; init; } = true;

    /// <summary>Whether the kernel draws random numbers: it is told seed, step and the number of the first image.</summary>
    public bool Draws { get; init; }
}

/// <summary>One of two calls, or of a call and nothing, by what the caller of the pass gave.</summary>
internal sealed record Choice(PassCondition Condition, KernelCall Then, KernelCall? Otherwise) : Step
{
    /// <summary>Which of the further outputs the condition is of, where it is of one.</summary>
    public int Which { get; init; }
}

/// <summary>What a caller may give to a pass or not.</summary>
internal enum PassCondition
{
    ImagesAreBytes,
    LossesAreWanted,
    FurtherOutputsAreWanted,
    FurtherGradientsAreGiven,
    FurtherGradientIsOfOutput,
    FurtherGradientIsOfLogits,
    GradientsAreOfOutputs,
    PenaltiesAreWanted,
}

/// <summary>What an <see cref="Argument"/> points to.</summary>
internal enum ArgumentKind
{
    /// <summary>A place in an image's workspace.</summary>
    Workspace,

    /// <summary>Weights and state.</summary>
    Weights,

    /// <summary>Gradients of weights.</summary>
    Gradients,

    /// <summary>What is put together of the whole batch.</summary>
    Batch,

    /// <summary>Kernels that were transformed for the forward direction.</summary>
    ForwardKernels,

    /// <summary>Kernels that were prepared for the input gradients.</summary>
    BackwardKernels,

    /// <summary>Room of a worker's own.</summary>
    Scratch,

    /// <summary>The caller's images as floats; the number is an image's size.</summary>
    Images,

    /// <summary>The caller's images as bytes; the number is an image's size.</summary>
    ImageBytes,

    /// <summary>The caller's room for outputs; the number is an output's size.</summary>
    Outputs,

    /// <summary>The caller's room for one of the further outputs; the number is its size.</summary>
    FurtherOutputs,

    /// <summary>The caller's gradients of one of these.</summary>
    FurtherGradients,

    /// <summary>The caller's room for gradients of one of these; the number is its size.</summary>
    LayerGradients,

    /// <summary>The caller's gradients of outputs; the number is an output's size.</summary>
    OutputGradients,

    /// <summary>The caller's classes, and room for the loss of each image.</summary>
    LabelsAndLosses,

    /// <summary>The caller's room for what outputs of layers cost, of each image.</summary>
    ActivityPenalties,

    /// <summary>The number of images of the batch.</summary>
    BatchImages,

    /// <summary>Nothing: null.</summary>
    Nothing,

    /// <summary>The number itself.</summary>
    Number,
}

/// <summary>An argument of a kernel: floats from the start of something, or a number.</summary>
internal readonly record struct Argument(ArgumentKind Kind, int Number = 0)
{
    /// <summary>Which of several of its kind.</summary>
    public int Which { get; init; }

    public static implicit operator Argument(Place place) => new(ArgumentKind.Workspace, place.Offset);
}
