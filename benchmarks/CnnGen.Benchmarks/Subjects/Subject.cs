using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen.Benchmarks;

/// <summary>A network with a batch of images, ready to predict, to train and to run single layers.</summary>
internal sealed class Subject : IDisposable
{
    /// <summary>Images per batch.</summary>
    public const int BatchSize = 32;

    private const int Seed = 42;

    private readonly Nadam _optimizer = new();
    private readonly float[] _images;
    private readonly int[] _labels;
    private readonly float[] _outputs;

    /// <summary>
    /// Builds the network, adapts its normalization and trains it for one step, which fills the workspace with the values of a real step.
    /// </summary>
    /// <param name="instructionSet">The instruction set to run.</param>
    /// <param name="threads">Threads of the network.</param>
    /// <exception cref="PlatformNotSupportedException">The machine lacks the instruction set.</exception>
    public Subject(InstructionSet instructionSet, int threads = 1)
    {
        Network = new FashionCnn(Seed, instructionSet) { Threads = threads };
        var info = Network.Info;
        // Pinned, since the pass that single layers run on keeps pointing at the images of the step before.
        _images = GC.AllocateUninitializedArray<float>(BatchSize * info.InputSize, pinned: true);
        _labels = new int[BatchSize];
        _outputs = new float[BatchSize * info.OutputSize];
        Fill();
        Network.Adapt(new ImageDataset(_images, _labels, info.InputShape[0], info.InputShape[1], info.InputShape[2]));
        Train();
    }

    /// <summary>The network.</summary>
    public FashionCnn Network { get; }

    /// <summary>The images of the batch, of <c>Network.Info.InputSize</c> values each.</summary>
    public ReadOnlyMemory<float> Images => _images;

    /// <summary>Their labels.</summary>
    public ReadOnlyMemory<int> Labels => _labels;

    /// <summary>What was predicted last: probabilities of each image's classes.</summary>
    public ReadOnlyMemory<float> Outputs => _outputs;

    /// <summary>
    /// Floating-point operations of one image through all layers, forward: two a multiply-add, as the direct algorithm counts them.
    /// </summary>
    public double InferenceFlops => 2.0 * Network.Info.Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>
    /// The same for a step of training: forward, input gradients of all layers with weights but the first, weight gradients.
    /// </summary>
    public double TrainingFlops
    {
        get
        {
            var costs = Network.Info.Layers.Where(layer => layer.MultiplyAdds > 0).Select(layer => layer.MultiplyAdds).ToArray();
            return 2.0 * (3 * costs.Sum() - costs[0]);
        }
    }

    /// <summary>Predicts the first <paramref name="count"/> images.</summary>
    /// <param name="count">From 1 to <see cref="BatchSize"/>.</param>
    public void Predict(int count) =>
        Network.Predict(_images.AsSpan(0, count * Network.Info.InputSize), _outputs.AsSpan(0, count * Network.Info.OutputSize));

    /// <summary>One step of training on the batch: forward, loss, backward, Nadam.</summary>
    public void Train() => Network.TrainBatch(_images, _labels, _optimizer);

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    /// <summary>
    /// Bright rectangles on noise: values, sums and gradients stay of ordinary size, far from zero and from denormal numbers.
    /// </summary>
    private void Fill()
    {
        var random = new Random(Seed);
        var (height, width) = (Network.Info.InputShape[0], Network.Info.InputShape[1]);
        for (var image = 0; image < BatchSize; image++)
        {
            _labels[image] = image % Network.Info.OutputSize;
            var (top, left) = (random.Next(height / 2), random.Next(width / 2));
            for (var pixel = 0; pixel < height * width; pixel++)
            {
                var (row, column) = (pixel / width - top, pixel % width - left);
                var isInside = row >= 0 && row < height / 2 && column >= 0 && column < width / 2;
                _images[image * height * width + pixel] = random.Next(64) + (isInside ? 160 : 0);
            }
        }
    }
}
