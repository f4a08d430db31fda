using System.CommandLine;
using CnnGen.Data;
using CnnGen.Samples.Commands;
using CnnGen.Samples.Reports;
using CnnGen.Training;

namespace CnnGen.Samples;

/// <summary>A program that learns to tell classes of pictures apart, by a network that ends in a softmax.</summary>
public abstract class ClassificationSample : TrainingSample
{
    /// <inheritdoc/>
    public override string PredictDescription => "Tells what is in pictures";

    /// <summary>Those that take a probability for each class; hinges of single labels and losses of maps are left out.</summary>
    public override IReadOnlyDictionary<string, Func<Loss>> Losses { get; } = new Dictionary<string, Func<Loss>>
    {
        ["sparse_categorical_crossentropy"] = () => new SparseCategoricalCrossentropy(),
        ["categorical_crossentropy"] = () => new CategoricalCrossentropy(),
        ["categorical_focal_crossentropy"] = () => new CategoricalFocalCrossentropy(),
        ["categorical_hinge"] = () => new CategoricalHinge(),
        ["kl_divergence"] = () => new KLDivergence(),
        ["poisson"] = () => new Poisson(),
        ["cosine_similarity"] = () => new CosineSimilarity(),
        ["mean_squared_error"] = () => new MeanSquaredError(),
        ["mean_absolute_error"] = () => new MeanAbsoluteError(),
        ["huber"] = () => new Huber(),
        ["log_cosh"] = () => new LogCosh(),
    };

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Func<Metric>> Metrics { get; } = new Dictionary<string, Func<Metric>>
    {
        ["accuracy"] = () => new Accuracy(),
        ["top_k_accuracy"] = () => new TopKAccuracy(),
        ["precision"] = () => new Precision(),
        ["recall"] = () => new Recall(),
        ["f1_score"] = () => new F1Score(),
        ["auc"] = () => new Auc(),
        ["mean_io_u"] = () => new MeanIoU(),
        ["root_mean_squared_error"] = () => new RootMeanSquaredError(),
        ["r2_score"] = () => new R2Score(),
    };

    /// <summary>For a loss that takes floats, 1 for the class of an image and 0 for the others.</summary>
    /// <param name="images">Images with classes.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="outputs">How many classes there are.</param>
    public override ImageDataset WithTargetsOf(ImageDataset images, Loss loss, int outputs)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.TargetKind == TargetKind.Classes)
            return images;
        var targets = new float[images.Count * outputs];
        for (var i = 0; i < images.Count; i++)
            targets[i * outputs + images.Labels[i]] = 1;
        return new ImageDataset(images.Bytes.ToArray(), targets, images.Height, images.Width, images.Channels);
    }

    internal override IReadOnlyList<string> FilesBeside(string model) => [ClassFile.PathOf(model)];

    internal override void SaveBeside(string model, SampleData data) => ClassFile.Write(model, data.ClassNames);

    internal override TestReport CreateReport(SampleData data, ParseResult command) => new ClassificationReport(data);

    internal override PredictionReport CreatePredictions(INetwork network, string model, bool isJson, ParseResult command) =>
        new ClassPredictions(network, ClassFile.Read(model, network.Info.OutputSize), isJson);
}
