using System.CommandLine;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Samples.Commands;
using CnnGen.Samples.Reports;
using CnnGen.Training;

namespace CnnGen.Samples;

/// <summary>A program that trains a network on pictures: what differs between such programs, which share commands.</summary>
public abstract class TrainingSample
{
    /// <summary>What the program does, for its help.</summary>
    public abstract string Description { get; }

    /// <summary>Where the data come from, for the help of <c>--data</c>.</summary>
    public abstract string DataDescription { get; }

    /// <summary>Which pictures the network knows, for the help of <c>predict</c>.</summary>
    public abstract string PictureDescription { get; }

    /// <summary>What <c>predict</c> does with pictures, for its help.</summary>
    public abstract string PredictDescription { get; }

    /// <summary>The file of the trained network, where none is named.</summary>
    public abstract string DefaultModel { get; }

    /// <summary>How it is trained where options say nothing else.</summary>
    public abstract TrainingDefaults Defaults { get; }

    /// <summary>The losses that fit the network, by their names in Keras, for <c>--loss</c>.</summary>
    public abstract IReadOnlyDictionary<string, Func<Loss>> Losses { get; }

    /// <summary>What <c>--metrics</c> takes besides the losses, by their names in Keras.</summary>
    public abstract IReadOnlyDictionary<string, Func<Metric>> Metrics { get; }

    /// <summary>What <c>--augment</c> does, for its help; null where there is no such option.</summary>
    public virtual string? AugmentationDescription => null;

    /// <summary>What training images go through, where they are augmented.</summary>
    public virtual IReadOnlyList<IAugmentation> Augmentation => [];

    /// <summary>Files that <see cref="SaveBeside"/> writes.</summary>
    /// <param name="model">The network's file.</param>
    internal virtual IReadOnlyList<string> FilesBeside(string model) => [];

    /// <summary>Options of the report on the test images, which <c>train</c> and <c>evaluate</c> take.</summary>
    internal virtual IReadOnlyList<Option> ReportOptions => [];

    /// <summary>Options that <c>predict</c> takes besides those of all samples.</summary>
    internal virtual IReadOnlyList<Option> PredictOptions => [];

    /// <summary>A network with fresh weights.</summary>
    /// <param name="seed">Decides the weights and the dropout.</param>
    public abstract INetwork CreateNetwork(int seed);

    /// <summary>Loads the data.</summary>
    /// <param name="folder">The folder the user named: there or nowhere; null: wherever they are.</param>
    /// <param name="progress">Told how far downloads are.</param>
    /// <exception cref="IOException">They are nowhere, or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public abstract SampleData LoadData(string? folder, Action<DownloadProgress> progress);

    /// <summary>Makes of a picture what the network takes, but for its size.</summary>
    /// <param name="picture">Any picture.</param>
    public abstract ByteImage WithItsChannels(ByteImage picture);

    /// <summary>What is kept of the training images to judge the network by, which no augmentation goes over; the same each time.</summary>
    /// <param name="images">Images as they are for training.</param>
    public virtual ImageDataset ForValidation(ImageDataset images) => images;

    /// <summary>The images with targets that a loss takes.</summary>
    /// <param name="images">Images of the data.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="outputs">Outputs of the network for one image.</param>
    public virtual ImageDataset WithTargetsOf(ImageDataset images, Loss loss, int outputs) => images;

    /// <summary>Writes what a trained network needs besides its weights.</summary>
    /// <param name="model">The network's file.</param>
    /// <param name="data">What it was trained on.</param>
    internal virtual void SaveBeside(string model, SampleData data)
    {
    }

    /// <summary>What is to be said of the test images besides loss and metrics.</summary>
    /// <param name="data">The data.</param>
    /// <param name="command">The command line.</param>
    internal abstract TestReport CreateReport(SampleData data, ParseResult command);

    /// <summary>What <c>predict</c> says of pictures.</summary>
    /// <param name="network">The network.</param>
    /// <param name="model">Its file.</param>
    /// <param name="isJson">Whether JSON lines are wanted.</param>
    /// <param name="command">The command line.</param>
    internal abstract PredictionReport CreatePredictions(INetwork network, string model, bool isJson, ParseResult command);

    /// <summary>Runs the command line; without a command it trains.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code.</returns>
    public int Run(string[] args)
    {
        var options = new SampleOptions(this);
        var root = new RootCommand($"{Description} Without a command it trains.")
        {
            TrainCommand.Create(this, options),
            EvaluateCommand.Create(this, options),
            PredictCommand.Create(this, options),
            ReportCommand.Create(this, options),
            SummaryCommand.Create(this),
        };
        TrainCommand.AddTo(root, this, options);
        return root.Parse(args).Invoke();
    }
}
