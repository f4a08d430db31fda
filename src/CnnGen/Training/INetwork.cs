using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>
/// What every network compiled by CnnGen offers. Images are float32, row-major, channels last, one after the other;
/// outputs likewise. A network is used by one caller at a time; it spreads the work over <see cref="Threads"/> threads itself.
/// </summary>
/// <remarks>
/// <para>
/// Every call that touches weights or workspaces takes the network for its length: all but reading <see cref="Info"/>,
/// <see cref="Parameters"/>, <see cref="InstructionSet"/> and <see cref="Threads"/>, and <see cref="Summary()"/>, which may be done at any
/// time. A call that comes while another has the network, from another thread or from code that the other calls, gets an
/// <see cref="InvalidOperationException"/> and changes nothing; one that comes after <see cref="IDisposable.Dispose"/> gets an
/// <see cref="ObjectDisposedException"/>. <see cref="IDisposable.Dispose"/> itself is refused in the same way while another call has the
/// network. For many threads take a network for each.
/// </para>
/// <para>
/// The network keeps the state (momentum, number of steps) of one optimizer: the object that the last training step was taken with. A step
/// with the same object goes on from it; a step with another object begins with a fresh state and forgets the other's. Nothing else changes
/// it but <see cref="ResetOptimizer"/>: as in Keras, weights that are loaded or copied in leave it as it is.
/// </para>
/// </remarks>
public interface INetwork : IDisposable
{
    /// <summary>Shapes, layers and memory of the network, fixed at build time.</summary>
    NetworkInfo Info { get; }

    /// <summary>Weights and state under their Keras names, in layer order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The instruction set that runs, chosen at construction: the best of the machine that <c>CNNGEN_ISA</c> allows.</summary>
    InstructionSet InstructionSet { get; }

    /// <summary>
    /// Threads that share the work, 1 to <see cref="WorkerTeam.MaxThreads"/>; the number of processors by default. Results do not depend on
    /// it, to the bit. Those asked for are started at once, all of them or none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    /// <exception cref="OutOfMemoryException">The system refused to start so many; the network keeps those that it has.</exception>
    int Threads { get; set; }

    /// <summary>
    /// Predicts any number of images. Allocates nothing after the first call, or the first one after <see cref="Threads"/> was changed.
    /// </summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    void Predict(ReadOnlySpan<float> images, Span<float> outputs);

    /// <summary>Predicts any number of images given as bytes (pixels 0 to 255); otherwise as the overload for floats.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">The network does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.</exception>
    void Predict(ReadOnlySpan<byte> images, Span<float> outputs);

    /// <summary>Runs the training form of the network (dropout at work) and keeps what <see cref="Backward"/> needs.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values.</param>
    /// <param name="outputs">Room for n outputs of <see cref="NetworkInfo.OutputSize"/> values.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    void Forward(ReadOnlySpan<float> images, Span<float> outputs);

    /// <summary>
    /// Computes the gradients of all weights from those of the outputs of the last <see cref="Forward"/>, once; read them from
    /// <see cref="Parameters"/>.
    /// </summary>
    /// <param name="outputGradients">dLoss/dOutput, one for every output of the last <see cref="Forward"/>.</param>
    /// <remarks>
    /// The caller's images are not needed any more, and predictions may come in between. Where weights or statistics were changed since the
    /// <see cref="Forward"/> (<see cref="Parameter.CopyFrom"/>, a <c>Load</c>, <see cref="Adapt"/>), the gradients would be
    /// those of others, and the call is refused. <see cref="Step"/> then changes the weights by the gradients.
    /// </remarks>
    /// <exception cref="ArgumentException">The length is not that of the last outputs.</exception>
    /// <exception cref="InvalidOperationException">
    /// No <see cref="Forward"/> went before; or a <see cref="Backward"/>, a training step or a change of the weights from outside came
    /// after it.
    /// </exception>
    void Backward(ReadOnlySpan<float> outputGradients);

    /// <summary>
    /// Changes the weights by the gradients of the last <see cref="Backward"/>, once, as <c>TrainBatch</c> does: clipping, weight decay and
    /// rule of the optimizer, a step of its schedule. Allocates nothing after the first call.
    /// </summary>
    /// <param name="optimizer">
    /// Its rule and settings. Its state is kept by the network, as long as steps are taken with this object and no other: see the remarks
    /// on <see cref="INetwork"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// There are no gradients to step by: no <see cref="Backward"/> went before, or a <see cref="Step"/>, a training step or a
    /// <see cref="Forward"/> came after it.
    /// </exception>
    void Step(Optimizer optimizer);

    /// <summary>
    /// One step of training with the loss that follows from the network's end, sparse categorical cross-entropy: forward, loss, backward,
    /// update. Allocates nothing once the batch size was seen.
    /// </summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values.</param>
    /// <param name="labels">
    /// n classes, or as many for each position of a map; each from 0 to the channels of the output, the last of <see
    /// cref="NetworkInfo.OutputShape"/>, less 1.
    /// </param>
    /// <param name="optimizer">As of <see cref="Step"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is no class.</exception>
    /// <exception cref="InvalidOperationException">The network does not end in softmax, so that a loss must be chosen.</exception>
    BatchResult TrainBatch(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Optimizer optimizer);

    /// <summary>One step of training on images given as bytes (pixels 0 to 255); otherwise as the overload for floats.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes.</param>
    /// <param name="labels">
    /// n classes, or as many for each position of a map; each from 0 to the channels of the output, the last of <see
    /// cref="NetworkInfo.OutputShape"/>, less 1.
    /// </param>
    /// <param name="optimizer">As of the overload for floats.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is no class.</exception>
    /// <exception cref="InvalidOperationException">The network does not end in softmax, or does not begin with <c>[Normalization]</c> or
    /// <c>[Rescaling]</c>.</exception>
    BatchResult TrainBatch(ReadOnlySpan<byte> images, ReadOnlySpan<int> labels, Optimizer optimizer);

    /// <summary>
    /// One step of training: forward, loss, backward, update. Allocates nothing once the batch size was seen with a loss of this kind.
    /// </summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> values.</param>
    /// <param name="targets">
    /// What the loss takes: classes, as of the overload without a loss, or n times <see cref="NetworkInfo.OutputSize"/> finite floats;
    /// with <see cref="Targets.WithWeights"/> each image has a weight.
    /// </param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">As of <see cref="Step"/>.</param>
    /// <param name="metrics">
    /// Who is told of the outputs of the batch, before the weights change; none when left out. They are not reset: their results are those
    /// of all batches since <see cref="Metric.Reset"/>.
    /// </param>
    /// <exception cref="ArgumentException">The lengths do not fit, or targets are not what the loss or a metric takes.</exception>
    /// <exception cref="InvalidOperationException">The network's end is not what the loss needs.</exception>
    BatchResult TrainBatch(
        ReadOnlySpan<float> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default);

    /// <summary>One step of training on images given as bytes (pixels 0 to 255); otherwise as the overload for floats.</summary>
    /// <param name="images">n images of <see cref="NetworkInfo.InputSize"/> bytes.</param>
    /// <param name="targets">As of the overload for floats.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">As of <see cref="Step"/>.</param>
    /// <param name="metrics">As of the overload for floats.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or targets are not what the loss or a metric takes.</exception>
    /// <exception cref="InvalidOperationException">The network's end is not what the loss needs, or it does not begin with
    /// <c>[Normalization]</c> or <c>[Rescaling]</c>.</exception>
    BatchResult TrainBatch(
        ReadOnlySpan<byte> images, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics = default);

    /// <summary>
    /// Forgets the state of the optimizer (momentum, number of steps) and frees its memory: the next step begins with a fresh one, whatever
    /// the optimizer. Weights, and the steps by which dropout draws, stay. For a network that begins anew, after a <c>Load</c>
    /// for example.
    /// </summary>
    void ResetOptimizer();

    /// <summary>
    /// Learns the statistics of the <c>[Normalization]</c> layer from images, as Keras' <c>adapt</c>; earlier statistics are forgotten.
    /// </summary>
    /// <param name="images">The training images, in memory or read one by one: then twice, on several threads.</param>
    /// <exception cref="ArgumentException">
    /// The shape of the images is not the network's, there are none, or one has a value that is NaN or infinite; the earlier statistics
    /// stay.
    /// </exception>
    /// <exception cref="ImageReadException">An image cannot be read; the earlier statistics stay.</exception>
    /// <exception cref="InvalidOperationException">The network has no <c>[Normalization]</c>.</exception>
    void Adapt(IImageSource images);

    /// <summary>
    /// A table like Keras' <c>model.summary()</c>: layer, output shape, parameters, multiply-adds, receptive field, algorithm, bytes.
    /// </summary>
    string Summary();

    /// <summary>
    /// The table, and with it the reasons of the planner: for each convolution and dense layer and direction the algorithm, what else was
    /// possible at what estimated cost, and the register tiles.
    /// </summary>
    /// <param name="detailed">Whether the reasons are told; without them it is <see cref="Summary()"/>.</param>
    string Summary(bool detailed);

    /// <summary>
    /// Writes all parameters to a safetensors file; the target is replaced only once the new file is whole. A symbolic link is followed,
    /// and the mode of a file that is replaced is kept.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="format">How the values are stored; <see cref="WeightFormat.Float16"/> halves the file and rounds.</param>
    /// <param name="withAnswer">Whether what the network answers to four test images is stored, too, for <c>verify</c> of
    /// <see cref="Load(string, bool)"/> and of <see cref="WeightsAttribute"/>.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="NotFiniteNumberException">A value is NaN or infinite, as after training that failed; the previous file is
    /// untouched.</exception>
    /// <exception cref="OverflowException">A finite value is beyond what the format can hold; the previous file is untouched.</exception>
    /// <exception cref="IOException">
    /// The folder does not exist, the path leads to something other than a regular file (a folder, a pipe, a device), or the disk is full
    /// or fails; the previous file is untouched.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder may not be written to, or the previous file is write-protected or belongs to another user or group; it is untouched.
    /// </exception>
    void Save(string path, WeightFormat format = WeightFormat.Float32, bool withAnswer = false);

    /// <summary>
    /// Writes all that a later step depends on to a safetensors file: weights, the state of the optimizer of the last step with its
    /// learning rate, the number of steps, by which dropout draws. The target is replaced only once the new file is whole.
    /// </summary>
    /// <param name="path">The file; its folder must exist. <see cref="Load(string, bool)"/> reads the weights of it.</param>
    /// <param name="state">What the caller wants back with it, such as the number of its epoch; nothing when left out.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="NotFiniteNumberException">A weight is NaN or infinite, as after training that failed; the previous file is
    /// untouched.</exception>
    /// <exception cref="IOException">As of <see cref="Save"/>; the previous file is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">As of <see cref="Save"/>; the previous file is untouched.</exception>
    void SaveCheckpoint(string path, TrainingState? state = null);

    /// <summary>
    /// Reads what <see cref="SaveCheckpoint"/> wrote, in this process or another: the steps that follow are, to the bit, those that would
    /// have followed there, on any number of threads. Changes nothing unless all of it fits.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="optimizer">
    /// An optimizer of the same kind and settings, with which the steps that follow are taken. It gets the learning rate of then, unless
    /// that is given by a schedule.
    /// </param>
    /// <returns>What the caller of <see cref="SaveCheckpoint"/> gave.</returns>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The path leads to something other than a regular file, or the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, no checkpoint, one of another version, of another network, seed or optimizer.
    /// </exception>
    TrainingState LoadCheckpoint(string path, Optimizer optimizer);

    /// <summary>
    /// Reads all parameters from a safetensors file, stored as float32, float16 or bfloat16; changes nothing unless every one is there with
    /// its shape and finite values. The state of an optimizer is not in the file and stays; <see cref="ResetOptimizer"/> forgets it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">
    /// Whether the network must answer four test images as it did where the file was written, with <c>withAnswer</c> or by <c>cnngen import
    /// --answer</c>: each output up to 1e-4 of its largest value, and behind a softmax or sigmoid that of logarithms. It takes the time of
    /// four predictions, and the memory of the old weights.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">
    /// The path leads to something other than a regular file (a folder, a pipe, a device), or the file cannot be read.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another network, or holds values that are NaN or
    /// infinite; or the network was to be verified, and the file holds no answer or another.</exception>
    void Load(string path, bool verify = false);

    /// <summary>
    /// Reads all parameters from a stream of a safetensors file, from where it stands to its end; otherwise as the overload for files. Of a
    /// stream that is memory, such as an embedded resource, nothing is copied but the values to their places.
    /// </summary>
    /// <param name="safetensors">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="verify">As of the overload for files.</param>
    /// <exception cref="ArgumentException">The stream was closed, or is for writing only.</exception>
    /// <exception cref="IOException">Reading the stream fails, or the weights take more than 2 GB.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another network, or holds values that are NaN or
    /// infinite; or the network was to be verified, and the file holds no answer or another.</exception>
    void Load(Stream safetensors, string source = "the stream", bool verify = false);

    /// <summary>Reads all parameters from a safetensors file in memory, where it lies; otherwise as the overload for files.</summary>
    /// <param name="safetensors">The file.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="verify">As of the overload for files.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another network, or holds values that are NaN or
    /// infinite; or the network was to be verified, and the file holds no answer or another.</exception>
    void Load(ReadOnlySpan<byte> safetensors, string source = "the weights in memory", bool verify = false);
}
