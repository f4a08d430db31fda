using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>How <see cref="NetworkTraining.Fit"/> trains; names and defaults are those of Keras' <c>fit</c>.</summary>
public sealed record FitOptions
{
    /// <summary>Passes over the training images, at least 1; 1 when left out.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Images per step, at least 1; 32 when left out. The last batch of an epoch takes what is left.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Equal parts that each batch is cut into, from 1 to <see cref="BatchSize"/> and 1024 at most; 1 when left out. The gradients of each
    /// part are computed apart, and added in one fixed tree; batch normalization uses the statistics of its part, and keeps the mean of
    /// what the parts make of its moving statistics, as Keras does on several devices.
    /// </summary>
    /// <remarks>
    /// It belongs to what is trained, as <see cref="BatchSize"/> does: another number gives other bits. On how many threads and processes
    /// (<see cref="Cluster"/>) the parts are computed gives the same. A process takes its parts one after the other, so that workspaces are
    /// those of one part: more of them train large batches in less memory, and cost a copy of the gradients for each doubling.
    /// </remarks>
    public int Shards { get; init; } = 1;

    /// <summary>
    /// Processes that train together, each on its share of the <see cref="Shards"/>, which are at least as many; this one alone when left
    /// out. All of them call <see cref="NetworkTraining.Fit"/> with the same network, data and options; process 0 alone shows progress and
    /// writes checkpoints, and calls those callbacks that say so (<see cref="ITrainingCallback.IsForOneProcess"/>).
    /// </summary>
    public ICluster? Cluster { get; init; }

    /// <summary>
    /// The optimizer; <see cref="RmsProp"/> with its defaults when left out, as in Keras. What it remembers is kept by the network.
    /// </summary>
    public Optimizer Optimizer { get; init; } = new RmsProp();

    /// <summary>
    /// What is made small. When left out, what follows from the network's end (<see cref="Training.Loss.For"/>): sparse categorical
    /// cross-entropy of a softmax; otherwise there is no default, and <see cref="NetworkTraining.Fit"/> says so. With a
    /// <see cref="MixingAugmentation"/> it is <see cref="CategoricalCrossentropy"/>, with accuracy where no metrics are chosen.
    /// </summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// What images of a class weigh in the loss of training, as Keras' <c>class_weight</c>; 1 where a class has no entry. Nothing when left
    /// out. The class of an image is its label, of floats the largest one, of one float the float, rounded. Validation is not weighed by
    /// them. <see cref="ClassWeighting.Balanced"/> computes them of a data set.
    /// </summary>
    public IReadOnlyDictionary<int, float>? ClassWeights { get; init; }

    /// <summary>
    /// What is told besides the loss, each under a name of its own. When left out, accuracy where the loss is a cross-entropy over classes,
    /// else nothing.
    /// </summary>
    public IReadOnlyList<Metric>? Metrics { get; init; }

    /// <summary>
    /// Seed of the order of the images and of their augmentation; 0 when left out. Seed and epoch alone decide the order.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the training images are put in a new order before each epoch; true when left out.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// What training images go through, in this order, each time they are trained on; nothing when left out. Validation images do not. It
    /// is done on other threads while a step runs; <see cref="Seed"/>, epoch and image alone decide what comes out, to the bit; with a
    /// <see cref="MixingAugmentation"/>, which makes floats of targets, the images of its batch, too.
    /// </summary>
    public IReadOnlyList<IAugmentation> Augmentation { get; init; } = [];

    /// <summary>
    /// Images to evaluate on after each epoch, in memory (<see cref="ImageDataset"/>) or read one by one; none when left out.
    /// </summary>
    public IImageSource? Validation { get; init; }

    /// <summary>
    /// Share of the training images, in [0, 1), that is held back to evaluate on after each epoch: the last ones, before any shuffling.
    /// 0 when left out; not together with <see cref="Validation"/>.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>
    /// Threads that read and augment images, from 1 to 1024; when left out, one for images in memory, and for others one for each
    /// processor, at most 8. They do not change a bit of what is learned. Validation images are read by as many.
    /// </summary>
    public int? ReadThreads { get; init; }

    /// <summary>
    /// Batches that are read ahead of the step, from 1 to 1024; 2 when left out. They bound the memory: that many batches, and the one that
    /// the step is at; while validating, as many of its batches. Images in memory that are neither shuffled nor augmented are read where
    /// they lie.
    /// </summary>
    public int ReadAhead { get; init; } = BatchPlan.DefaultAhead;

    /// <summary>Ends training after the current batch; what was learned stays.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>
    /// Where and how often all is written down that training needs to go on after it was killed, to the bit; nowhere when left out.
    /// </summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>How training shows where it stands, such as <see cref="Progress.Console"/>; nothing is shown when left out.</summary>
    public Progress? Progress { get; init; }

    /// <summary>Whom to tell about progress, in this order; nobody when left out.</summary>
    public IReadOnlyList<ITrainingCallback> Callbacks { get; init; } = [];
}
