using CnnGen;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Samples;

namespace CifarSample;

/// <summary>Trains <see cref="ResNet20"/> on CIFAR-10, evaluates it and predicts with it.</summary>
internal sealed class Cifar10Sample : ClassificationSample
{
    private const int Size = 32;

    public override string Description => "ResNet-20, compiled at build time, learns to tell ten kinds of things in photographs apart.";

    public override string DataDescription =>
        "Folder with cifar-10-binary.tar.gz, or what is in it. Default: CNNGEN_DATA, the cache, a download of 170 MB; where none can be"
            + " had, Fashion-MNIST resized to 32 x 32.";

    public override string PictureDescription => "in colour, as in the data set";

    public override string DefaultModel => "cifar10.safetensors";

    // The settings of the paper, section 4.2. Its decay of 0.0001 goes through the momentum of 0.9, which makes it ten times as much.
    public override TrainingDefaults Defaults { get; } = new(
        Epochs: 30,
        Batch: 128,
        Optimizer: "sgd",
        new Dictionary<string, OptimizerDefaults> { ["sgd"] = new(LearningRate: 0.1, WeightDecay: 0.001, Momentum: 0.9) },
        Augments: true);

    public override string? AugmentationDescription =>
        "Flip training images and shift them by up to four pixels, at random, anew in each epoch. Default: true; --augment false"
            + " leaves them as they are.";

    public override IReadOnlyList<IAugmentation> Augmentation { get; } =
    [
        new RandomFlip(FlipMode.Horizontal),
        new RandomTranslation(4.0 / Size, 4.0 / Size) { FillMode = FillMode.Constant },
    ];

    public override INetwork CreateNetwork(int seed) => new ResNet20(seed);

    public override SampleData LoadData(string? folder, Action<DownloadProgress> progress)
    {
        try
        {
            var data = Cifar10.Load(new DatasetOptions { Folder = folder, Progress = progress });
            return new SampleData("CIFAR-10", data.Source, data.Train, data.Test, Cifar10.ClassNames);
        }
        catch (FileNotFoundException e) when (folder is null)
        {
            return LoadFashion(e.Message, progress);
        }
    }

    public override ByteImage WithItsChannels(ByteImage picture) => picture.ToRgb();

    /// <summary>Other data with as many classes, so that the network can be tried where CIFAR-10 cannot be had.</summary>
    private static SampleData LoadFashion(string why, Action<DownloadProgress> progress)
    {
        var data = FashionMnist.Load(new FashionMnistOptions
        {
            SubsetFolder = Path.Combine(AppContext.BaseDirectory, "data"),
            Progress = progress,
        });
        return new SampleData(
            $"Fashion-MNIST, resized to {Size} x {Size} x 3", $"{data.Source} ({why})", Resize(data.Train), Resize(data.Test),
            FashionMnist.ClassNames);
    }

    private static ImageDataset Resize(ImageDataset images)
    {
        var resized = new byte[images.Count * Size * Size * 3];
        for (var i = 0; i < images.Count; i++)
        {
            var pixels = images.Bytes.Slice(i * images.ImageSize, images.ImageSize).ToArray();
            new ByteImage(images.Height, images.Width, images.Channels, pixels).ResizeNearest(Size, Size).ToRgb().Pixels
                .CopyTo(resized.AsSpan(i * Size * Size * 3));
        }

        return new ImageDataset(resized, images.Labels.ToArray(), Size, Size, 3);
    }
}
