using CnnGen;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Samples;

namespace FashionSample;

/// <summary>Trains the network of <see cref="FashionCnn"/> on Fashion-MNIST, evaluates it and predicts with it.</summary>
internal sealed class FashionMnistSample : ClassificationSample
{
    public override string Description =>
        "A convolutional network compiled at build time learns to tell ten kinds of clothes apart.";

    public override string DataDescription =>
        "Folder with the four IDX files (.gz or not). Default: CNNGEN_DATA, Debian's package dataset-fashion-mnist, the"
            + " cache, a download, the subset beside the program.";

    public override string PictureDescription => "light on dark, as in the data set";

    public override string DefaultModel => "fashion.safetensors";

    // With Adam's steps, which do not shrink with the gradients, the network learns its training images by heart without a decay.
    public override TrainingDefaults Defaults { get; } = new(
        Epochs: 10,
        Batch: 32,
        Optimizer: "nadam",
        new Dictionary<string, OptimizerDefaults> { ["adam"] = new(WeightDecay: 0.2), ["nadam"] = new(WeightDecay: 0.2) },
        Augments: false);

    public override string? AugmentationDescription =>
        "Flip training images and shift them by up to two pixels, at random, anew in each epoch.";

    /// <summary>Clothes look the same in a mirror; a fourteenth of 28 pixels is two. Around the pictures it is black.</summary>
    public override IReadOnlyList<IAugmentation> Augmentation { get; } =
    [
        new RandomFlip(FlipMode.Horizontal),
        new RandomTranslation(1.0 / 14, 1.0 / 14) { FillMode = FillMode.Constant },
    ];

    public override INetwork CreateNetwork(int seed) => new FashionCnn(seed);

    public override SampleData LoadData(string? folder, Action<DownloadProgress> progress)
    {
        var data = FashionMnist.Load(new FashionMnistOptions
        {
            Folder = folder,
            SubsetFolder = Path.Combine(AppContext.BaseDirectory, "data"),
            Progress = progress,
        });
        return new SampleData("Fashion-MNIST", data.Source, data.Train, data.Test, FashionMnist.ClassNames);
    }

    public override ByteImage WithItsChannels(ByteImage picture) => picture.ToGrey();
}
