using System.CommandLine;
using CnnGen;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Samples;
using CnnGen.Samples.Reports;
using CnnGen.Training;

namespace DenoiserSample;

/// <summary>Trains <see cref="DenoisingNet"/> to take noise out of pictures of Fashion-MNIST.</summary>
internal sealed class FashionDenoiser : TrainingSample
{
    /// <summary>The noise: a person sees that there is something, and hardly what.</summary>
    private static readonly AddedNoise Noise = new(deviation: 0.4);

    private readonly Option<string?> _pictures = new("--pictures")
    {
        HelpName = "FILE",
        Description = "Write a PNG file of pictures beside each other: noisy, cleaned, and as they were.",
    };

    private readonly Option<bool> _addsNoise = new("--noise")
    {
        Description = "Add the noise of the training to the pictures first: for those that have none.",
    };

    public override string Description =>
        "A small U-Net, compiled at build time, learns to take noise out of pictures of clothes.";

    public override string DataDescription =>
        "Folder with the four IDX files of Fashion-MNIST (.gz or not). Default: CNNGEN_DATA, Debian's package dataset-fashion-mnist, the"
            + " cache, a download, the subset beside the program.";

    public override string PictureDescription => "light on dark, as in the data set";

    public override string PredictDescription => "Takes noise out of pictures";

    public override string DefaultModel => "denoiser.safetensors";

    public override TrainingDefaults Defaults { get; } = new(
        Epochs: 4,
        Batch: 64,
        Optimizer: "adam",
        new Dictionary<string, OptimizerDefaults>(),
        Augments: true,
        Loss: "mean_absolute_error",
        Metric: "psnr");

    public override IReadOnlyDictionary<string, Func<Loss>> Losses { get; } = new Dictionary<string, Func<Loss>>
    {
        ["mean_absolute_error"] = () => new MeanAbsoluteError(),
        ["mean_squared_error"] = () => new MeanSquaredError(),
        ["huber"] = () => new Huber(),
        ["log_cosh"] = () => new LogCosh(),
        ["binary_crossentropy"] = () => new BinaryCrossentropy(),
    };

    public override IReadOnlyDictionary<string, Func<Metric>> Metrics { get; } = new Dictionary<string, Func<Metric>>
    {
        ["psnr"] = () => new Psnr(),
        ["root_mean_squared_error"] = () => new RootMeanSquaredError(),
        ["r2_score"] = () => new R2Score(),
    };

    public override IReadOnlyList<IAugmentation> Augmentation => [Noise];

    internal override IReadOnlyList<Option> ReportOptions => [_pictures];

    internal override IReadOnlyList<Option> PredictOptions => [_addsNoise, _pictures];

    public override INetwork CreateNetwork(int seed) => new DenoisingNet(seed);

    public override SampleData LoadData(string? folder, Action<DownloadProgress> progress)
    {
        var data = FashionMnist.Load(new FashionMnistOptions
        {
            Folder = folder,
            SubsetFolder = Path.Combine(AppContext.BaseDirectory, "data"),
            Progress = progress,
        });
        return new SampleData("Noisy Fashion-MNIST", data.Source, WithItself(data.Train), Noise.Over(WithItself(data.Test)), []);
    }

    public override ByteImage WithItsChannels(ByteImage picture) => picture.ToGrey();

    public override ImageDataset ForValidation(ImageDataset images) => Noise.Over(images);

    internal override TestReport CreateReport(SampleData data, ParseResult command) =>
        new DenoisingReport(data.Test, command.GetValue(_pictures));

    internal override PredictionReport CreatePredictions(INetwork network, string model, bool isJson, ParseResult command) =>
        new CleanedPictures(network, command.GetValue(_addsNoise) ? Noise : null, command.GetValue(_pictures), isJson);

    /// <summary>What a picture is to come out as is the picture itself, from 0 to 1.</summary>
    private static ImageDataset WithItself(ImageDataset images)
    {
        var targets = new float[images.Bytes.Length];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = images.Bytes[i] / 255f;
        return new ImageDataset(images.Bytes.ToArray(), targets, images.Height, images.Width, images.Channels);
    }
}
