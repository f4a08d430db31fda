using CnnGen.Generator.Emission.Text;

namespace CnnGen.Generator.Emission;

/// <summary>
/// What the library calls of generated code: a member of its <c>NetworkCode</c>, which the class of each instruction set overrides. Here
/// its name and parameters are written, and nowhere else; a test compares them with the library's.
/// </summary>
/// <param name="Type">What it gives.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">What a method takes besides the pass, each with a comma before it; null for a property.</param>
/// <param name="Summary">What the text of every network says of it, without the dot at the end.</param>
internal sealed record EntryPoint(string Type, string Name, string? Parameters, string Summary)
{
    /// <summary>The library's class of which all of them are members.</summary>
    public const string BaseClass = "NetworkCode";

    public static readonly EntryPoint EndsInSoftmax = new("bool", nameof(EndsInSoftmax), null,
        "Whether the last layer is a softmax over classes");

    public static readonly EntryPoint TakesLogitsGradients = new("bool", nameof(TakesLogitsGradients), null,
        "Whether the last layer makes probabilities, and gradients may be those of its logits");

    public static readonly EntryPoint FurtherProbabilities = new(
        "ReadOnlySpan<global::CnnGen.Activation>", nameof(FurtherProbabilities), null,
        "Of each further output the activation that makes probabilities of its logits, whose gradients may be given; else linear");

    public static readonly EntryPoint PenalizesActivities = new("bool", nameof(PenalizesActivities), null,
        "Whether outputs of layers add to the loss, of each image: activity regularization");

    public static readonly EntryPoint InferStageItems = new("ReadOnlySpan<int>", nameof(InferStageItems), null,
        "Work items of each stage of <see cref=\"InferStage\"/>");

    public static readonly EntryPoint Segments = new("int", nameof(Segments), null, "Segments of a training pass");

    public static readonly EntryPoint ForwardKernelItems = new("int", nameof(ForwardKernelItems), null,
        "Work items of <see cref=\"PrepareForwardKernel\"/>");

    public static readonly EntryPoint FrozenForwardKernelItems = new("int", nameof(FrozenForwardKernelItems), null,
        "How many of them, the last ones, are of weights that training leaves as they are");

    public static readonly EntryPoint BackwardKernelItems = new("int", nameof(BackwardKernelItems), null,
        "Work items of <see cref=\"PrepareBackwardKernel\"/>");

    public static readonly EntryPoint FrozenBackwardKernelItems = new("int", nameof(FrozenBackwardKernelItems), null,
        "How many of them, the last ones, are of weights that training leaves as they are");

    public static readonly EntryPoint WeightGradientItems = new("int", nameof(WeightGradientItems), null,
        "Work items of <see cref=\"WeightGradient\"/>");

    public static readonly EntryPoint Infer = new("void", nameof(Infer), "", "Predicts a few images, layer by layer");

    public static readonly EntryPoint InferStage = new("void", nameof(InferStage), ", int stage, int item",
        "One work item of one stage of the prediction of a single image; the items of a stage may run at the same time");

    public static readonly EntryPoint Forward = new("void", nameof(Forward), ", int segment, int first, int count",
        "A segment of the training form of the network, forward");

    public static readonly EntryPoint Loss = new("void", nameof(Loss), ", int first, int count",
        "Cross-entropy of each image, and the gradient of its logits for the mean over the batch");

    public static readonly EntryPoint Backward = new("void", nameof(Backward), ", int segment, int first, int count",
        "Gradients through a segment; all of them go from the output down to the first layer with weights");

    public static readonly EntryPoint JoinForward = new("void", nameof(JoinForward), ", int segment",
        "Puts together what all images gave in a segment");

    public static readonly EntryPoint JoinBackward = new("void", nameof(JoinBackward), ", int segment",
        "Puts together what all images gave on the way back through a segment");

    public static readonly EntryPoint PrepareInference = new("void", nameof(PrepareInference), "",
        "Prepares what only prediction needs");

    public static readonly EntryPoint PrepareTraining = new("void", nameof(PrepareTraining), "",
        "Prepares what training needs of weights and state that it leaves as they are");

    public static readonly EntryPoint PrepareForwardKernel = new("void", nameof(PrepareForwardKernel), ", int item",
        "Transforms a block of a kernel for the forward direction");

    public static readonly EntryPoint PrepareBackwardKernel = new("void", nameof(PrepareBackwardKernel), ", int item",
        "Transposes a kernel, or a block of it that is then transformed, so that its input gradient reads it front to back");

    public static readonly EntryPoint WeightGradient = new("void", nameof(WeightGradient), ", int item",
        "One work item of the direct weight gradients: a group of output channels of one layer, over the whole batch; the largest first");

    public static readonly EntryPoint TransformRound = new("void", nameof(TransformRound), ", int gradient, int firstStrip, int item",
        "Transforms one strip of a round, counted from the round's first, for one of the weight gradients that are computed in rounds");

    public static readonly EntryPoint SumRound = new("void", nameof(SumRound), ", int gradient, int firstStrip, int strips, int item",
        "One work item of the sums of a round: it adds what the round's strips give for some channels");

    public static readonly EntryPoint RunLayer = new("bool", nameof(RunLayer), ", int layer, LayerDirection direction",
        "One layer in one direction over the whole batch, on the calling thread; false where it has no such kernel");

    /// <summary>All of them.</summary>
    public static readonly EquatableArray<EntryPoint> All = new(
    [
        EndsInSoftmax, TakesLogitsGradients, FurtherProbabilities, PenalizesActivities, InferStageItems, Segments, ForwardKernelItems,
        FrozenForwardKernelItems, BackwardKernelItems, FrozenBackwardKernelItems,
        WeightGradientItems, Infer, InferStage, Forward, Loss, Backward, JoinForward, JoinBackward,
        PrepareInference, PrepareTraining, PrepareForwardKernel, PrepareBackwardKernel, WeightGradient, TransformRound, SumRound, RunLayer,
    ]);

    /// <summary>Writes a property and its value.</summary>
    public void Write(CodeWriter code, string value)
    {
        WriteSummary(code, "");
        code.Line($"public override {Type} {Name} => {value};");
    }

    /// <summary>Opens a method.</summary>
    /// <param name="code">Receives its head.</param>
    /// <param name="addition">What else there is to say of it, to follow the summary.</param>
    public CodeWriter.Block Open(CodeWriter code, string addition = "")
    {
        WriteSummary(code, addition);
        return code.Open($"public override {Type} {Name}(in NetworkPass pass{Parameters})");
    }

    private void WriteSummary(CodeWriter code, string addition) => code.Line($"/// <summary>{Summary}{addition}.</summary>");
}
