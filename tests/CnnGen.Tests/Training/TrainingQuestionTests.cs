using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Training.Checkpoints;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>What people ask again and again about training that does not do what they expect, with the answer that they get here.</summary>
public sealed class TrainingQuestionTests
{
    private static ImageDataset Data => ResumableTraining.Data;

    /// <summary>"My loss is NaN from the first batch": labels that count from 1.</summary>
    [Fact]
    public void LabelsOutOfRangeAreNamedBeforeTraining()
    {
        var labels = Data.Labels.ToArray().Select(label => label + 1).ToArray();
        var error = Fails<ArgumentException>(new ImageDataset(Data.Bytes.ToArray(), labels, 6, 6, 1), new FitOptions());
        Assert.Contains(
            "The label of image 7 of the training set is 4, but Remembering knows the classes 0 to 3", error.Message,
            StringComparison.Ordinal);
    }

    /// <summary>"My loss is NaN from the first batch": pixels of 0 to 255 into a network that takes numbers around 0.</summary>
    [Fact]
    public void UnscaledBytesAreRefusedWhereNothingScalesThem()
    {
        using var network = new OneWeight();
        var bytes = new ImageDataset(new byte[] { 200, 100 }, new float[] { 1, 0 }, 1, 1, 1);
        var error = Assert.Throws<InvalidOperationException>(() => network.Fit(bytes, new FitOptions { Loss = new MeanSquaredError() }));
        Assert.Contains("begin it with [Normalization] or [Rescaling]", error.Message, StringComparison.Ordinal);
    }

    /// <summary>"My accuracy is stuck": the last layer and the loss disagree.</summary>
    [Fact]
    public void ALossThatDisagreesWithTheLastLayerIsRefused()
    {
        var ofLogits = new SparseCategoricalCrossentropy { FromLogits = true };
        var logits = Fails<InvalidOperationException>(Data, new FitOptions { Loss = ofLogits });
        Assert.Contains("FromLogits", logits.Message, StringComparison.Ordinal);
        var floats = Fails<ArgumentException>(Data, new FitOptions { Loss = new MeanSquaredError() });
        Assert.Contains("takes floats for targets, but the training set has classes", floats.Message, StringComparison.Ordinal);
    }

    /// <summary>"I get other results with batches of 1 than with batches of 32".</summary>
    [Fact]
    public void EvaluationAndPredictionAreTheSameForEveryBatchSize()
    {
        using var network = ResumableTraining.NewNetwork();
        network.Fit(Data, ResumableTraining.Options());
        var one = network.Evaluate(Data, batchSize: 1);
        Assert.Equal(one, network.Evaluate(Data, batchSize: 32));
        var (all, single) = (new float[Data.Count * Remembering.OutputSize], new float[Remembering.OutputSize]);
        network.Predict(Data.Bytes, all);
        for (var image = 0; image < Data.Count; image++)
        {
            network.Predict(Data.Bytes.Slice(image * Remembering.InputSize, Remembering.InputSize), single);
            Bits.AreEqual(all.AsSpan(image * Remembering.OutputSize, Remembering.OutputSize), single, $"image {image}");
        }
    }

    /// <summary>"The last batch has one image, and batch normalisation makes NaN of it": 37 images are four of 9, and one.</summary>
    [Fact]
    public void ALastBatchOfOneImageIsTrainedOn()
    {
        using var network = ResumableTraining.NewNetwork();
        var history = network.Fit(Data, ResumableTraining.Options() with { BatchSize = 9 });
        Assert.Null(history.FirstNonFiniteStep);
        Assert.Equal(37, history.Epochs[0].Images);
        Assert.All(network.Parameters, parameter => Assert.All(Bits.Values(parameter), value => Assert.True(float.IsFinite(value))));
    }

    /// <summary>"Label smoothing with two classes": 1 becomes 1 - s / 2, 0 becomes s / 2, of two outputs as of one.</summary>
    [Fact]
    public void SmoothingWithTwoClassesIsThatOfOneLabel()
    {
        var gradients = new float[2];
        var two = new CategoricalCrossentropy { LabelSmoothing = 0.2 }.Compute([0.25f, 0.75f], new float[] { 0, 1 }, gradients);
        var one = new BinaryCrossentropy { LabelSmoothing = 0.2 }.Compute([0.75f], new float[] { 1 }, gradients.AsSpan(0, 1));
        Assert.Equal(-((0.9 * Math.Log(0.75)) + (0.1 * Math.Log(0.25))), two, 1e-6);
        Assert.Equal(two, one, 1e-6);
    }

    /// <summary>
    /// "My loss grew tenfold with class weights": it is a sum of weighed losses by the number of images, so weights of 10 make it, and the
    /// steps of plain SGD, ten times as large. Balanced ones have a mean of 1.
    /// </summary>
    [Fact]
    public void ClassWeightsThatSumToSomethingElseScaleTheLoss()
    {
        var options = ResumableTraining.Options() with { Epochs = 1, BatchSize = Data.Count, Validation = null, Augmentation = [] };
        var ten = Enumerable.Range(0, 4).ToDictionary(label => label, _ => 10f);
        using INetwork weighed = ResumableTraining.NewNetwork(), plain = ResumableTraining.NewNetwork();
        var loss = weighed.Fit(Data, options with { ClassWeights = ten, Optimizer = new Sgd(0.01) }).Epochs[0].Loss;
        Assert.Equal(10 * plain.Fit(Data, options with { Optimizer = new Sgd(0.1) }).Epochs[0].Loss, loss, 1e-9);
        foreach (var (one, other) in weighed.Parameters.Zip(plain.Parameters))
            Assert.All(Bits.Values(one).Zip(Bits.Values(other)), pair => Assert.Equal(pair.Second, pair.First, 1e-5));

        var balanced = ClassWeighting.Balanced(Data);
        var sum = 0.0;
        foreach (var label in Data.Labels)
            sum += balanced[label];
        Assert.Equal(Data.Count, sum, 1e-4);
    }

    /// <summary>"My validation accuracy is 0": the split takes the last images, and the data are sorted by class.</summary>
    [Fact]
    public void ASplitOfSortedDataHoldsBackTheLastClass()
    {
        var sorted = Data.Subset([.. Enumerable.Range(0, Data.Count).OrderBy(image => Data.Labels[image])]);
        var last = sorted.Slice(sorted.Count - 4, 4);
        Assert.Equal([3, 3, 3, 3], last.Labels.ToArray());
        using var network = ResumableTraining.NewNetwork();
        var split = network.Fit(sorted, ResumableTraining.Options() with { Validation = null, ValidationSplit = 0.1 });
        using var other = ResumableTraining.NewNetwork();
        var held = other.Fit(sorted.Slice(0, sorted.Count - 4), ResumableTraining.Options() with { Validation = last });
        Assert.Equal(held["val_loss"], split["val_loss"]);

        var (_, stratified) = sorted.StratifiedSplit(0.8);
        Assert.Equal(4, stratified.Labels.ToArray().Distinct().Count());
    }

    /// <summary>"Nothing is learned": the learning rate is 0. It is allowed, as in Keras, and leaves the weights to the bit.</summary>
    [Fact]
    public void ALearningRateOfZeroLeavesTheTrainedWeights()
    {
        using var network = ResumableTraining.NewNetwork();
        var before = network.Parameters.Where(parameter => parameter.Trainable).Select(Bits.Values).ToList();
        network.Fit(Data, ResumableTraining.Options(new Adam(0)));
        Assert.Equal(before, network.Parameters.Where(parameter => parameter.Trainable).Select(Bits.Values));
    }

    /// <summary>"The validation set is empty".</summary>
    [Fact]
    public void AnEmptyValidationSetIsNamed()
    {
        var error = Fails<ArgumentException>(Data, new FitOptions { Validation = Data.Slice(0, 0) });
        Assert.Contains("The validation set has no images", error.Message, StringComparison.Ordinal);
    }

    /// <summary>"My epoch has fewer images than a batch": it is one batch of those that there are.</summary>
    [Fact]
    public void FewerImagesThanABatchAreOneStep()
    {
        using var network = ResumableTraining.NewNetwork();
        var history = network.Fit(Data.Slice(0, 3), ResumableTraining.Options() with { BatchSize = 32, Epochs = 1 });
        Assert.Equal(3, history.Epochs[0].Images);
    }

    private static T Fails<T>(ImageDataset data, FitOptions options)
        where T : Exception
    {
        using var network = ResumableTraining.NewNetwork();
        var before = Bits.HashOfWeights(network);
        var error = Assert.Throws<T>(() => network.Fit(data, options));
        Assert.Equal(before, Bits.HashOfWeights(network));
        return error;
    }
}
