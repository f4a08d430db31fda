namespace CnnGen.Runtime;

/// <summary>What generated code works on in one pass over a batch. Pointers that a pass does not use are null.</summary>
public unsafe struct NetworkPass
{
    /// <summary>Weights and state.</summary>
    public float* Weights;

    /// <summary>Kernels transformed for the forward direction.</summary>
    public float* ForwardKernels;

    /// <summary>Kernels transposed, and some transformed, for the input gradients.</summary>
    public float* BackwardKernels;

    /// <summary>Gradients, laid out as the trainable weights.</summary>
    public float* Gradients;

    /// <summary>The workspace of image 0; those of the other images follow.</summary>
    public float* Workspace;

    /// <summary>What is put together of the whole batch between segments.</summary>
    public float* Batch;

    /// <summary>Room for the calling thread alone, while it computes a layer.</summary>
    public float* Scratch;

    /// <summary>Room that all threads share: for a round of a weight gradient, or for the steps of a convolution of one image.</summary>
    public float* Round;

    /// <summary>The images as floats, or null where they came as bytes.</summary>
    public float* Floats;

    /// <summary>The images as bytes, or null where they came as floats.</summary>
    public byte* Bytes;

    /// <summary>The classes.</summary>
    public int* Labels;

    /// <summary>The caller's outputs, dense.</summary>
    public float* Outputs;

    /// <summary>
    /// The caller's room for each of the further outputs, dense, from the first image of the call on; null where they are not wanted.
    /// </summary>
    public float** FurtherOutputs;

    /// <summary>
    /// Gradients of each of the further outputs, dense, from the first image of the batch on; null where the loss is of the last layer
    /// alone.
    /// </summary>
    public float** FurtherGradients;

    /// <summary>
    /// Room for the gradient of each further output, as all who read it make it; null where it is not wanted. Only networks that look
    /// inside of another ask.
    /// </summary>
    public float** LayerGradients;

    /// <summary>
    /// Whether each of <see cref="FurtherGradients"/> is that of the logits, of which a layer makes probabilities: see <see
    /// cref="NetworkCode.FurtherProbabilities"/>. Null where those are.
    /// </summary>
    public bool* FurtherAreOfLogits;

    /// <summary>The first image of the pass among those of the call: what <see cref="FurtherOutputs"/> are counted from.</summary>
    public nint First;

    /// <summary>Gradients of the outputs, or of the logits, dense; null where <see cref="NetworkCode.Loss"/> leaves those.</summary>
    public float* OutputGradients;

    /// <summary>
    /// Whether gradients are those of the logits, of which the last layer makes probabilities: see <see
    /// cref="NetworkCode.TakesLogitsGradients"/>.
    /// </summary>
    public bool FromLogits;

    /// <summary>The loss of each image, before it is weighed.</summary>
    public float* Losses;

    /// <summary>What each image weighs in the loss of the batch, or null where each weighs 1.</summary>
    public float* LossWeights;

    /// <summary>What the last layer's loss weighs among those of all outputs: 1 where there is no other.</summary>
    public float LastLossWeight;

    /// <summary>
    /// What the outputs of layers with activity regularization cost, of each image; 0 before the pass. Null where nobody asks.
    /// </summary>
    public double* ActivityPenalties;

    /// <summary>Images of the batch.</summary>
    public int Count;

    /// <summary>The network's seed.</summary>
    public ulong Seed;

    /// <summary>Training passes so far; dropout draws by it.</summary>
    public ulong Step;

    /// <summary>Whether there is a gradient of a further output, and it is that of the logits.</summary>
    /// <param name="output">The number of the output.</param>
    public readonly bool FurtherIsOfLogits(int output) => FurtherAreOfLogits != null && FurtherAreOfLogits[output];

    /// <summary>What the gradient of the last layer's loss of an image is multiplied with, for that of the batch.</summary>
    /// <param name="image">The image.</param>
    public readonly float LossScale(int image) => ImageScale(image) * LastLossWeight;

    /// <summary>What gradients of an image are multiplied with, for the mean over the batch.</summary>
    /// <param name="image">The image.</param>
    public readonly float ImageScale(int image) => (LossWeights == null ? 1f : LossWeights[image]) / Count;
}
