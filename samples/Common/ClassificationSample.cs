using System.CommandLine;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Samples.Commands;

namespace CnnGen.Samples;

/// <summary>A program that learns to tell classes of pictures apart: what differs between such programs, which share commands.</summary>
public abstract class ClassificationSample
{
    /// <summary>What the program does, for its help.</summary>
    public abstract string Description { get; }

    /// <summary>Where the data come from, for the help of <c>--data</c>.</summary>
    public abstract string DataDescription { get; }

    /// <summary>Which pictures the network knows, for the help of <c>predict</c>.</summary>
    public abstract string PictureDescription { get; }

    /// <summary>The file of the trained network, where none is named.</summary>
    public abstract string DefaultModel { get; }

    /// <summary>How it is trained where options say nothing else.</summary>
    public abstract TrainingDefaults Defaults { get; }

    /// <summary>What <c>--augment</c> does, for its help.</summary>
    public abstract string AugmentationDescription { get; }

    /// <summary>What <c>--augment</c> does.</summary>
    public abstract IReadOnlyList<IAugmentation> Augmentation { get; }

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
            SummaryCommand.Create(this),
        };
        TrainCommand.AddTo(root, this, options);
        return root.Parse(args).Invoke();
    }
}
