using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>Training and evaluation over whole data sets, for every compiled network.</summary>
public static class NetworkTraining
{
    /// <summary>
    /// Trains a network, as Keras' <c>fit</c>. The loop over batches allocates nothing.
    /// </summary>
    /// <remarks>
    /// Images in memory that are neither shuffled nor augmented are read where they lie. All others are read and augmented while steps
    /// run, <see cref="FitOptions.ReadAhead"/> batches ahead, on <see cref="FitOptions.ReadThreads"/> threads, which end with the call.
    /// What is trained on depends on neither number.
    /// <para>
    /// Targets that are in memory are checked before any weight moves; others (<see cref="IImageSource.Targets"/>) when they are read.
    /// </para>
    /// <para>
    /// At its end the weights are the averages that an optimizer with <see cref="Optimizer.UseEma"/> keeps, as in Keras.
    /// </para>
    /// <para>
    /// What is done is never lost. An exception that ends training, of a step, a validation, an augmentation or a callback, leaves the
    /// weights as the last step made them, is told to every <see cref="ITrainingCallback.OnTrainEnd"/> with all epochs so far, and comes
    /// out as it is (that of a source as an <see cref="ImageReadException"/>); <see cref="History.Of"/> gives the epochs to whoever catches
    /// it.
    /// </para>
    /// </remarks>
    /// <param name="network">The network; call <see cref="INetwork.Adapt"/> first if it has a <c>[Normalization]</c>.</param>
    /// <param name="train">
    /// Training images of the network's input shape, in memory (<see cref="ImageDataset"/>) or read one by one, with what the loss takes
    /// for targets: a class, or one for each position of a map, from 0 to the channels of the output less 1; or
    /// <see cref="NetworkInfo.OutputSize"/> floats for each image.
    /// </param>
    /// <param name="options">
    /// Epochs, batch size, optimizer, loss and so on; Keras' defaults, one epoch of batches of 32, when left out.
    /// </param>
    /// <returns>Loss, metrics and speed of each epoch.</returns>
    /// <exception cref="ArgumentException">
    /// The images or targets do not fit the network, the loss or an augmentation, there are none, a metric does not fit the loss, or an
    /// option is out of its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// No loss was chosen and none follows from the network's end; the network's end is not what the loss needs; or images are bytes and
    /// the network does not begin with <c>[Normalization]</c> or <c>[Rescaling]</c>.
    /// </exception>
    public static History Fit(this INetwork network, IImageSource train, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new FitOptions();
        DataChecks.CheckOptions(options);
        DataChecks.CheckShards(network, options);
        if (options.Loss is null)
            DataChecks.CheckOneOutput(train, nameof(train));
        options = MixedTargets.Complete(options, network);
        MixedTargets.Check(options, network.Info);
        var loss = options.Loss ?? Loss.For(network);
        DataChecks.CheckLoss(network, loss, options.Metrics, nameof(options));
        var mixes = MixedTargets.IsWantedBy(options);
        var check = DataChecks.CheckData(network, loss, train, "training set", nameof(train), mixes);
        DataChecks.CheckAugmentation(network.Info, options, train);
        var validation = options.Validation;
        var validationCheck = check;
        if (validation is not null)
            validationCheck = DataChecks.CheckData(network, loss, validation, "validation set", nameof(options), mixes);
        if (options.ValidationSplit > 0)
        {
            var kept = (int)Math.Floor(train.Count * (1 - options.ValidationSplit));
            if (kept == 0 || kept == train.Count)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"ValidationSplit is {options.ValidationSplit}, which leaves {kept} of {train.Count}")
                    + $" images to train on and {train.Count - kept} to evaluate on; both must have some.",
                    nameof(options));
            }

            (train, validation) = (train.Slice(0, kept), train.Slice(kept, train.Count - kept));
        }
        if (options.ClassWeights is not null)
            train = ClassWeighting.Apply(train, options.ClassWeights, network.Info, nameof(options));
        var batchSize = Math.Min(options.BatchSize, train.Count);
        var plan = new BatchPlan(train, batchSize)
        {
            Set = "training set",
            Shuffles = options.Shuffle,
            Seed = options.Seed,
            Augmentation = mixes ? [] : options.Augmentation,
            Mixing = mixes ? new MixingChain(options, train.Shape, network.Info, batchSize) : null,
            Check = check,
            Threads = options.ReadThreads,
            Ahead = options.ReadAhead,
            Shards = new ShardPlan(options.Shards, options.Cluster),
        };
        var validationPlan = validation is null ? null : plan with
        {
            Data = validation,
            BatchSize = Evaluator.DefaultBatchSize,
            Set = "validation set",
            Shuffles = false,
            Augmentation = [],
            Mixing = null,
            Check = validationCheck,
        };
        try
        {
            using var trainer = new Trainer(network, loss, plan, validationPlan, options);
            return trainer.Run();
        }
        catch (Exception e)
        {
            options.Cluster?.Fail(e);
            throw;
        }
    }

    /// <summary>Loss and metrics of a network on a data set, by the formula of training. They do not depend on the batch size.</summary>
    /// <param name="network">The network.</param>
    /// <param name="test">
    /// Images of the network's input shape, in memory (<see cref="ImageDataset"/>) or read one by one, with what the loss takes for
    /// targets: a class, or one for each position of a map, from 0 to the channels of the output less 1; or
    /// <see cref="NetworkInfo.OutputSize"/> floats for each image.
    /// </param>
    /// <param name="batchSize">Images that are predicted at a time, at least 1; 256 when left out. Fewer where they, or their outputs,
    /// take much room.</param>
    /// <param name="loss">The loss; what follows from the network's end (<see cref="Loss.For"/>) when left out.</param>
    /// <param name="metrics">
    /// The metrics, which are reset first; accuracy where the loss is a cross-entropy over classes, else none, when left out.
    /// </param>
    /// <param name="cluster">
    /// Processes that share the images, and all have the result, which does not depend on them; this one alone when left out.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The images or targets do not fit the network or the loss, there are none, a metric does not fit the loss, or the batch size is below
    /// 1.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// No loss was chosen and none follows from the network's end; the network's end is not what the loss needs; or the images are bytes
    /// and the network does not begin with <c>[Normalization]</c> or <c>[Rescaling]</c>.
    /// </exception>
    public static EvaluationResult Evaluate(
        this INetwork network,
        IImageSource test,
        int batchSize = Evaluator.DefaultBatchSize,
        Loss? loss = null,
        IReadOnlyList<Metric>? metrics = null,
        ICluster? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (loss is null)
            DataChecks.CheckOneOutput(test, nameof(test));
        loss ??= Loss.For(network);
        DataChecks.CheckLoss(network, loss, metrics, nameof(metrics));
        var plan = new BatchPlan(test, batchSize) { Check = DataChecks.CheckData(network, loss, test, "data set", nameof(test)) };
        return new Evaluator(network, loss, new MetricSet(metrics, loss, network.Info), plan, cluster).Run(CancellationToken.None)!.Value;
    }

    /// <summary>
    /// The index of the largest value, the first of them where several are equal: the class that a network takes an image for. -1, which is
    /// no class, where a value is no number (NaN): of such outputs none is the most probable. Infinities compare as numbers.
    /// </summary>
    /// <param name="probabilities">The output of one image.</param>
    /// <returns>The index, or -1 where a value is NaN or there is none.</returns>
    public static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        var best = -1;
        for (var k = 0; k < probabilities.Length; k++)
        {
            var value = probabilities[k];
            if (float.IsNaN(value))
                return -1;
            if (best < 0 || value > probabilities[best])
                best = k;
        }

        return best;
    }

    /// <summary>
    /// The most probable classes of an image and their names, as Keras' <c>decode_predictions</c>: the largest output first, of equal
    /// ones the first. None where an output is no number (NaN), as of <see cref="MostProbable"/>.
    /// </summary>
    /// <param name="predictions">The output of one image.</param>
    /// <param name="classNames">The names of the classes, by label, such as <see cref="ImageNet.ClassNames"/>.</param>
    /// <param name="top">How many, at least 1; 5 when left out. Where there are fewer classes, all of them.</param>
    /// <exception cref="ArgumentException">There are not as many names as outputs, or <paramref name="top"/> is below 1.</exception>
    public static IReadOnlyList<ClassPrediction> DecodePredictions(
        ReadOnlySpan<float> predictions, IReadOnlyList<string> classNames, int top = 5)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (classNames.Count != predictions.Length)
        {
            throw new ArgumentException(
                $"Expected a name for each of the {predictions.Length} outputs of an image, but got {classNames.Count}.",
                nameof(classNames));
        }

        if (MostProbable(predictions) < 0)
            return [];
        var outputs = predictions.ToArray();
        return
        [
            .. Enumerable.Range(0, outputs.Length).OrderByDescending(i => outputs[i]).Take(top)
                .Select(i => new ClassPrediction(i, classNames[i], outputs[i])),
        ];
    }
}
