using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Data.Sources;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Training.Checkpoints;
using CnnGen.Tests.Training.Losses;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Weights of images and of classes, as Keras' <c>sample_weight</c> and <c>class_weight</c>.</summary>
public sealed class WeightTests
{
    public static TheoryData<string> Names => NetworkLossTests.Names;

    private static ImageDataset Data => ResumableTraining.Data;

    /// <summary>A step with weights is forward, the loss of each image times its weight, backward, step; on every machine.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void AWeighedStepIsOneWithWeighedGradients(string name)
    {
        var subject = ZooNetworks.Subject(name);
        float[] weights = [.. Enumerable.Range(0, Subject.ImageCount).Select(image => 0.25f * image)];
        string? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                using INetwork whole = subject.Create(instructionSet, threads), parts = subject.Create(instructionSet, threads);
                var (size, count) = (whole.Info.OutputSize, Subject.ImageCount);
                float[] targets = new float[count * size], outputs = new float[count * size], gradients = new float[count * size];
                double loss = whole.TrainBatch(
                    subject.Images, new Targets(targets).WithWeights(weights), new MeanSquaredError(), new Sgd(0.1)).Loss;

                parts.Forward(subject.Images, outputs);
                double byHand = 0;
                for (int i = 0; i < outputs.Length; i++)
                {
                    byHand += weights[i / size] * (double)outputs[i] * outputs[i] / size / count;
                    gradients[i] = outputs[i] * (2f * (weights[i / size] / count / size));
                }

                parts.Backward(gradients);
                parts.Step(new Sgd(0.1));
                Assert.Equal(byHand, loss, 1e-6 * byHand);
                for (int i = 0; i < whole.Parameters.Count; i++)
                    AreClose(Bits.Values(parts.Parameters[i]), Bits.Values(whole.Parameters[i]));
                expected ??= Bits.HashOfWeights(whole);
                Assert.Equal(expected, Bits.HashOfWeights(whole));
            }
        }
    }

    /// <summary>Behind a softmax, where loss and gradient are computed along with it: a weight of 2 is the image twice.</summary>
    [Fact]
    public void OfASoftmaxAWeightOfTwoIsTheImageTwice()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        string? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using INetwork weighed = subject.Create(instructionSet), doubled = subject.Create(instructionSet);
            int size = weighed.Info.InputSize;
            float[] images = [.. subject.Images.AsSpan(0, 3 * size)];
            // The mean is over four: of three images weights that sum to four, times 3 / 4.
            var targets = new Targets([0, 1, 2]).WithWeights([0.75f, 1.5f, 0.75f]);
            double loss = weighed.TrainBatch(images, targets, new SparseCategoricalCrossentropy(), new Sgd(0.5)).Loss;
            float[] four = [.. images[..(2 * size)], .. images[size..]];
            Assert.Equal(doubled.TrainBatch(four, [0, 1, 1, 2], new Sgd(0.5)).Loss, loss, 1e-6);
            for (int i = 0; i < weighed.Parameters.Count; i++)
                AreClose(Bits.Values(doubled.Parameters[i]), Bits.Values(weighed.Parameters[i]));
            expected ??= Bits.HashOfWeights(weighed);
            Assert.Equal(expected, Bits.HashOfWeights(weighed));
        }
    }

    /// <summary>In shuffled batches as in those that lie in order, each image keeps its weight; and 1 is as none.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FitWeighsEachImage(bool shuffle)
    {
        var options = ResumableTraining.Options(new Sgd(0)) with { Shuffle = shuffle, Validation = null, Augmentation = [] };
        float[] weights = [.. Enumerable.Range(0, Data.Count).Select(image => image % 3f)];
        using var network = ResumableTraining.NewNetwork();
        var history = network.Fit(Data.WithWeights(weights), options with { Validation = Data.WithWeights(weights), Epochs = 1 });
        using var other = ResumableTraining.NewNetwork();
        var ones = new float[Data.Count];
        Array.Fill(ones, 1);
        Assert.Equal(
            other.Fit(Data, ResumableTraining.Options())["loss"],
            ResumableTraining.NewNetwork().Fit(Data.WithWeights(ones), ResumableTraining.Options())["loss"]);

        using var fresh = ResumableTraining.NewNetwork();
        fresh.Fit(Data, options with { Epochs = 1 });
        double sum = 0;
        for (int image = 0; image < Data.Count; image++)
            sum += weights[image] * fresh.Evaluate(Data.Slice(image, 1)).Loss;
        Assert.Equal(sum / Data.Count, history.Epochs[0].ValidationLoss!.Value, 1e-9);
        Assert.Equal(sum / Data.Count, fresh.Evaluate(Data.WithWeights(weights), batchSize: 5).Loss, 1e-9);
        // Metrics count every image once.
        Assert.Equal(fresh.Evaluate(Data)["accuracy"], history.Epochs[0]["val_accuracy"]);
    }

    /// <summary>Weights of classes are those of their images, in training alone.</summary>
    [Fact]
    public void ClassWeightsAreThoseOfTheImages()
    {
        var (ofClasses, ofImages) = (new Dictionary<int, float> { [1] = 3, [3] = 0.5f }, new float[Data.Count]);
        for (int image = 0; image < Data.Count; image++)
            ofImages[image] = ofClasses.GetValueOrDefault(Data.Labels[image], 1);
        using INetwork byClass = ResumableTraining.NewNetwork(), byImage = ResumableTraining.NewNetwork();
        var history = byClass.Fit(Data, ResumableTraining.Options() with { ClassWeights = ofClasses });
        Assert.Equal(byImage.Fit(Data.WithWeights(ofImages), ResumableTraining.Options())["loss"], history["loss"]);
        Assert.Equal(Bits.HashOfWeights(byImage), Bits.HashOfWeights(byClass));
        Assert.Equal(byClass.Evaluate(ResumableTraining.Options().Validation!).Loss, history.Epochs[^1].ValidationLoss);
    }

    /// <summary>Of floats the class is the largest one, as in Keras; of one float the float itself, rounded.</summary>
    [Fact]
    public void ClassesOfFloatsAreTheLargest()
    {
        var oneHot = new ImageDataset(new float[3], new float[] { 0, 1, 0.9f, 0.1f, 0, 1 }, 1, 1, 1);
        var ofTwo = ClassWeighting.Balanced(oneHot);
        Assert.Equal(0.75f, ofTwo[1]);
        Assert.Equal(1.5f, ofTwo[0]);
        var ofOne = ClassWeighting.Balanced(new ImageDataset(new float[4], new float[] { 0, 1, 0, 0 }, 1, 1, 1));
        Assert.Equal((2f, 4 / 6f), (ofOne[1], ofOne[0]));
        Assert.Empty(ClassWeighting.Balanced(oneHot.Slice(0, 0)));
    }

    [Fact]
    public void ALabelThatIsIgnoredIsNoClass()
    {
        var data = new ImageDataset(new float[5], new[] { 0, -1, 1, -1, 0 }, 1, 1, 1);
        var weights = ClassWeighting.Balanced(data, ignoreClass: -1);
        Assert.Equal([(0, 0.75f), (1, 1.5f)], weights.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
        Says("The label of image 1 is -1, but classes are 0 and above", () => ClassWeighting.Balanced(data));
        Says("the target of image 2 has 1.5", () => ClassWeighting.Balanced(
            new ImageDataset(new float[3], new[] { 0, 1, 1.5f }, 1, 1, 1)));
    }

    /// <summary>A source that is read image by image has the bits of the same images in memory.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ImagesThatAreReadKeepTheirWeights(bool knowsTargets)
    {
        float[] weights = [.. Enumerable.Range(0, Data.Count).Select(image => image % 4 / 2f)];
        using INetwork inMemory = ResumableTraining.NewNetwork(), read = ResumableTraining.NewNetwork();
        var expected = inMemory.Fit(Data.WithWeights(weights), ResumableTraining.Options());
        var source = new ReadSource(Data, knowsTargets).WithWeights(weights);
        var history = read.Fit(source, ResumableTraining.Options() with { ReadThreads = 3 });
        Assert.Equal(ResumableTraining.Describe(inMemory, expected), ResumableTraining.Describe(read, history));
        Assert.Equal(inMemory.Evaluate(Data.WithWeights(weights)).Loss, read.Evaluate(source).Loss);
        Assert.Equal(weights[5..9], source.Slice(5, 4).Targets.Weights.ToArray());
        Assert.Equal([weights[7], weights[2]], source.Subset(7, 2).Targets.Weights.ToArray());
        Assert.Equal(weights, source.ToDataset().Weights.ToArray());
    }

    /// <summary>Weights of classes need the classes before images are read.</summary>
    [Fact]
    public void ClassesOfASourceAreWeighedWhereItKnowsThem()
    {
        var weights = ClassWeighting.Balanced(new ReadSource(Data, knowsTargets: true));
        Assert.Equal(ClassWeighting.Balanced(Data), weights);
        using INetwork inMemory = ResumableTraining.NewNetwork(), read = ResumableTraining.NewNetwork();
        var options = ResumableTraining.Options() with { ClassWeights = weights };
        inMemory.Fit(Data, options);
        read.Fit(new ReadSource(Data, knowsTargets: true), ResumableTraining.Options() with { ClassWeights = weights });
        Assert.Equal(Bits.HashOfWeights(inMemory), Bits.HashOfWeights(read));
        Says("but ReadSource has no Targets", () => read.Fit(new ReadSource(Data), options));
    }

    [Fact]
    public void PartsKeepTheirWeights()
    {
        float[] weights = [.. Enumerable.Range(0, Data.Count).Select(image => (float)image)];
        var set = Data.WithWeights(weights);
        Assert.Equal([4, 5], set.Slice(4, 2).Weights.ToArray());
        Assert.Equal([5], set.Slice(4, 2).Slice(1, 1).Weights.ToArray());
        Assert.Equal([7, 0, 7], set.Subset(7, 0, 7).Weights.ToArray());
        Assert.Equal([4, 5], set.Slice(4, 2).Targets.Weights.ToArray());
        Assert.Equal([1], set.Slice(4, 2).WithWeights(new float[] { 9, 1 }).Targets.Slice(1, 1).Weights.ToArray());
        Assert.Empty(set.WithWeights(default).Weights.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Targets(new float[4]).WithWeights([1, 2]).Slice(1, 2).Length);
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        Says("37 images need as many weights, but 2 came.", () => Data.WithWeights(new float[2]));
        var spoilt = new float[37];
        spoilt[3] = float.NaN;
        Says("The weight of image 3 is NaN, but must be a finite number.", () => Data.WithWeights(spoilt));
        Fails("The training set has weights of its own, and ClassWeights are set, too", Data.WithWeights(new float[37]), new() { [0] = 1 });
        Fails("ClassWeights has a weight for class 4, but Remembering knows the classes 0 to 3.", Data, new() { [4] = 1 });
        Fails("The weight of class 2 is Infinity", Data, new() { [2] = float.PositiveInfinity });
        using var network = ResumableTraining.NewNetwork();
        Says("3 images need as many weights, or none, but 2 came.", () => network.TrainBatch(
            Data.Bytes[..(3 * 36)], new Targets([0, 1, 2]).WithWeights([1, 1]), new SparseCategoricalCrossentropy(), new Sgd()));
        Says("The weight of image 1 is NaN", () => network.TrainBatch(
            Data.Bytes[..(2 * 36)], new Targets([0, 1]).WithWeights([1, float.NaN]), new SparseCategoricalCrossentropy(), new Sgd()));
        Says("Weights of classes need one class for each image, but the targets are 2 classes", () => ClassWeighting.Balanced(
            new ImageDataset(new float[2], new[] { 0, 1, 0, 1 }, 1, 1, 1)));
    }

    /// <summary>Weights cost a training no allocation.</summary>
    [Fact]
    public void WeighedStepsAllocateNothing()
    {
        using var network = ResumableTraining.NewNetwork();
        var (images, labels, weights) = (Data.Bytes.ToArray(), Data.Labels.ToArray(), new float[Data.Count]);
        var (loss, optimizer) = (new SparseCategoricalCrossentropy(), new Sgd(0.1));
        long Step()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.TrainBatch(images, new Targets(labels).WithWeights(weights), loss, optimizer);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Step();
        Step();
        Assert.Equal(0, Step());
    }

    private static void Fails(string expected, ImageDataset data, Dictionary<int, float> weights)
    {
        using var network = ResumableTraining.NewNetwork();
        Says(expected, () => network.Fit(data, new FitOptions { ClassWeights = weights }));
    }

    private static void Says(string expected, Action call) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);

    private static void Says(string expected, Func<object> call) => Says(expected, () => { call(); });

    private static void AreClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 + 1e-4 * Math.Abs(expected[i]), $"{i}: {actual[i]}, not {expected[i]}");
    }
}
