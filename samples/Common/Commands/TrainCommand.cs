using System.CommandLine;
using CnnGen.Charts;
using CnnGen.Data;
using CnnGen.Distributed;
using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Training;
using CnnGen.Samples.Reports;

namespace CnnGen.Samples.Commands;

/// <summary>
/// <c>train</c>: learns from the training images, watches itself on the validation images, evaluates on the test images and saves.
/// </summary>
internal static class TrainCommand
{
    /// <summary>
    /// The share of the training images, at their end, that is the validation set: 5,000 of 60,000, 500 of the subset's 6,000.
    /// </summary>
    private const int ValidationShare = 12;

    /// <summary>Makes the command.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static Command Create(TrainingSample sample, SampleOptions options)
    {
        var command = new Command("train", "Trains the network, evaluates it and saves it.");
        AddTo(command, sample, options);
        return command;
    }

    /// <summary>Makes a command train.</summary>
    /// <param name="command">The command.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static void AddTo(Command command, TrainingSample sample, SampleOptions options)
    {
        foreach (var option in new Option[]
        {
            options.Data, options.Epochs, options.Batch, options.Limit, options.Shards, options.Threads, options.Seed,
            options.OptimizerName, options.LearningRate, options.WeightDecay, options.LossName, options.MetricNames, options.Schedule,
            options.EarlyStopping, options.Checkpoint, options.Resume, options.TensorBoard, options.Out, options.Json,
        })
        {
            command.Add(option);
        }

        if (options.Augment is { } augment)
            command.Add(augment);
        foreach (var option in sample.ReportOptions)
            command.Add(option);
        command.SetAction(result => ExitCode.Of(() => Run(sample, TrainSettings.From(sample, options, result), result)));
    }

    private static int Run(TrainingSample sample, TrainSettings settings, ParseResult command)
    {
        using var cluster = Cluster.Join();
        // Of several processes the first one speaks, and writes what is to be written.
        var isFirst = cluster.Rank == 0;
        if (ProblemOf(settings.Shards, settings.Batch, cluster.Size) is { } problem)
            return isFirst ? throw new UsageException(problem) : ExitCode.Usage;
        if (isFirst)
            CheckOutput(sample, settings);
        using var network = SampleNetwork.Create(sample, settings.Threads, settings.Seed);
        var data = DataSource.Load(sample, settings.Data, settings.IsJson);
        var report = sample.CreateReport(data, command);
        var (train, validation) = Split(sample, data.Train, settings.Limit);
        settings = settings with { Batch = Math.Min(settings.Batch, train.Count) };
        CheckMemory(network.Info.Memory, settings);
        if (!settings.HasConstantRate)
            settings.Optimizer.Schedule = Schedule(settings, train.Count);
        if (isFirst && !settings.IsJson)
            Describe(sample, settings, network, train, validation, data.Test);

        using var interruption = new Interruption();
        if (network.Info.Normalization is not null)
            network.Adapt(train);
        var history = Fit(sample, settings, network, data, train, validation, cluster, interruption.Token);
        if (!isFirst)
        {
            TestScore(sample, settings, network, data, report, cluster);
            return ExitCode.Success;
        }

        if (history.Epochs.Count == 0)
        {
            Output.WriteError($"Stopped before the first batch; nothing was saved.{HowToGoOn(settings)}");
            return ExitCode.StoppedBy(interruption.Signal);
        }

        if (history.FirstNonFiniteStep is { } step)
        {
            Output.WriteError(
                $"From epoch {step.Epoch}, batch {step.Batch} on outputs were not finite numbers. Take a smaller --learning-rate.");
        }

        // A live display says it itself.
        if (history.StopReason is { } reason && !settings.IsJson && !Terminal.HasColors)
            Output.WriteLine($"Training ended early: {reason}");
        Save(sample, settings, network, data, history);
        // From here on there is nothing to save, and a signal ends the program at once.
        interruption.Dispose();
        if (interruption.Token.IsCancellationRequested)
        {
            Output.WriteError($"Stopped; the network is saved in {settings.Out}.{HowToGoOn(settings)}");
            return ExitCode.StoppedBy(interruption.Signal);
        }

        report.Save(network);
        try
        {
            Report(sample, settings, network, data, report, cluster);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The standard output takes no more: {e.Message} The network is saved in {settings.Out}.", e);
        }

        return ExitCode.Success;
    }

    private static string HowToGoOn(TrainSettings settings) =>
        settings.Checkpoint is { } folder ? $" To go on, give the same options and --checkpoint {folder} --resume." : "";

    /// <summary>Makes the folder of the network, and makes sure that it can be saved there, with what goes beside it.</summary>
    private static void CheckOutput(TrainingSample sample, TrainSettings settings)
    {
        if (settings.Out.Length == 0)
            throw new UsageException("--out must name a file, but is empty.");
        if (settings.Checkpoint is null ? settings.Resumes : settings.Checkpoint.Length == 0)
            throw new UsageException("--resume needs the folder of the training's checkpoints: --checkpoint DIR --resume.");
        if (settings is { Checkpoint: { } checkpoints, Resumes: false }
            && Directory.Exists(checkpoints)
            && Directory.EnumerateFiles(checkpoints, "checkpoint-*.safetensors").Any())
        {
            throw new UsageException(
                $"--checkpoint {checkpoints} has checkpoints of an earlier training: go on with it by --resume, or take another folder.");
        }

        string[] paths = [settings.Out, .. sample.FilesBeside(settings.Out), settings.HistoryPath, settings.CurvePath];
        if (paths.Distinct(StringComparer.OrdinalIgnoreCase).Count() < paths.Length)
            throw new UsageException($"--out {settings.Out}: another file of that name goes beside the network; take another name.");
        if (Path.GetDirectoryName(settings.Out) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        foreach (var path in paths)
            SafetensorsFile.CheckWritable(path);
    }

    /// <summary>Trains and shows it. What there is when an exception ends it is saved before the exception goes on.</summary>
    private static History Fit(
        TrainingSample sample, TrainSettings settings, INetwork network, SampleData data, ImageDataset train,
        ImageDataset validation, Cluster cluster, CancellationToken cancellation)
    {
        try
        {
            var outputs = network.Info.OutputSize;
            return network.Fit(sample.WithTargetsOf(train, settings.Goal.Loss, outputs), new FitOptions
            {
                Epochs = settings.Epochs,
                BatchSize = settings.Batch,
                Shards = settings.Shards,
                Cluster = cluster.Size == 1 ? null : cluster,
                Optimizer = settings.Optimizer,
                Loss = settings.Goal.Loss,
                Metrics = settings.Goal.Metrics,
                Seed = (ulong)settings.Seed,
                Augmentation = settings.Augments ? sample.Augmentation : [],
                Validation = sample.WithTargetsOf(validation, settings.Goal.Loss, outputs),
                CancellationToken = cancellation,
                Progress = settings.IsJson || Terminal.HasColors ? null : Progress.Console,
                Callbacks = Callbacks(settings),
                Checkpoint = settings.Checkpoint is { } folder ? new CheckpointOptions(folder) { Resume = settings.Resumes } : null,
            });
        }
        catch (Exception e) when (History.Of(e) is { Epochs.Count: > 0 } history)
        {
            Save(sample, settings, network, data, history);
            Output.WriteError($"Training failed in epoch {history.Epochs[^1].Epoch}; what was learned is saved in {settings.Out}.");
            throw;
        }
        // What the folder's checkpoint began with is not what was asked for now.
        catch (InvalidOperationException e) when (settings.Resumes && History.Of(e) is null)
        {
            throw new UsageException(e.Message);
        }
    }

    private static List<ITrainingCallback> Callbacks(TrainSettings settings)
    {
        List<ITrainingCallback> callbacks = [];
        if (settings.IsJson)
            callbacks.Add(new JsonDisplay());
        else if (Terminal.HasColors)
            callbacks.Add(new ProgressBar());
        if (settings.Patience is { } patience)
            callbacks.Add(new EarlyStopping { Patience = patience });
        if (settings.TensorBoard is { Length: > 0 } folder)
            callbacks.Add(new TensorBoard(folder) { WriteImages = true });
        return callbacks;
    }

    /// <summary>Refuses a batch whose step needs more memory than the machine has, before any of it is asked for.</summary>
    private static void CheckMemory(MemoryPlan memory, TrainSettings settings)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var needed = memory.TrainingBytes(settings.Batch, settings.Threads);
        if (needed <= available)
            return;
        var perImage = memory.TrainingBytes(1, settings.Threads) - memory.TrainingBytes(0, settings.Threads);
        var most = settings.Batch - (needed - available + perImage - 1) / perImage;
        throw new UsageException(
            $"A step of {settings.Batch:N0} images on {settings.Threads:N0} threads needs {needed / 1e6:N0} MB of memory, but there are"
                + $" {available / 1e6:N0} MB. Take {(most > 0 ? $"--batch {most} at most" : "fewer --threads")}.");
    }

    /// <summary>The validation images stay the same whatever the limit is.</summary>
    private static (ImageDataset Train, ImageDataset Validation) Split(TrainingSample sample, ImageDataset all, int? limit)
    {
        var validation = all.Count / ValidationShare;
        var train = all.Count - validation;
        return (all.Slice(0, Math.Min(limit ?? train, train)), sample.ForValidation(all.Slice(train, validation)));
    }

    /// <summary>To zero in a line: late, small steps settle what early, large ones found.</summary>
    private static PolynomialDecay Schedule(TrainSettings settings, int images)
    {
        var steps = (long)settings.Epochs * ((images + settings.Batch - 1) / settings.Batch);
        return new PolynomialDecay(settings.Optimizer.LearningRate, Math.Max(1, steps), endLearningRate: 0);
    }

    private static void Describe(
        TrainingSample sample, TrainSettings settings, INetwork network, ImageDataset train, ImageDataset validation, ImageDataset test)
    {
        Output.WriteLine($"{train.Count:N0} training, {validation.Count:N0} validation and {test.Count:N0} test images");
        Output.WriteLine($"{network.Info.ParameterCount:N0} parameters, {network.InstructionSet.ToName()}, {settings.Threads} threads");
        var optimizer = settings.Optimizer;
        Output.WriteLine(
            $"{optimizer.GetType().Name}, learning rate {optimizer.LearningRate}{(settings.HasConstantRate ? "" : " falling to 0")},"
            + $" weight decay {optimizer.WeightDecay ?? 0}, batch {settings.Batch}, seed {settings.Seed}"
            + (settings.Augments && sample.AugmentationDescription is not null ? ", augmented" : ""));
        var (loss, metrics) = settings.Goal;
        Output.WriteLine($"Loss {loss.Name}, metrics {string.Join(", ", metrics.Select(metric => metric.Name))}");
        Output.WriteLine();
    }

    private static void Save(TrainingSample sample, TrainSettings settings, INetwork network, SampleData data, History history)
    {
        // Of a network that cannot be saved, such as one with weights that are no numbers, the history says most: it comes first.
        Exception? historyFault = null;
        try
        {
            sample.SaveBeside(settings.Out, data);
            history.WriteCsv(settings.HistoryPath);
            var title = $"{data.Name}, {network.Info.Name}";
            File.WriteAllText(settings.CurvePath, LearningCurves.Of(history.Epochs).ToSvg(title));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            historyFault = e;
        }

        try
        {
            network.Save(settings.Out);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What took hours to learn is not lost with the disk that it was meant for.
            var name = $"{Path.GetFileNameWithoutExtension(settings.Out)}-{Environment.ProcessId}.safetensors";
            var rescue = Path.Combine(Path.GetTempPath(), name);
            network.Save(rescue);
            throw new IOException($"{e.Message} The network is saved in {rescue} instead.", e);
        }

        if (historyFault is not null)
            throw new IOException($"{historyFault.Message} The network is saved in {settings.Out}.", historyFault);
    }

    private static void Report(
        TrainingSample sample, TrainSettings settings, INetwork network, SampleData data, TestReport report, Cluster cluster)
    {
        var goal = settings.Goal;
        var score = TestScore(sample, settings, network, data, report, cluster);
        if (settings.IsJson)
        {
            JsonLines.WriteTest(score, goal, report.Figures, network);
            return;
        }

        Console.WriteLine();
        Console.WriteLine($"Test set: {Score.Describe(score, goal, report.Figures)}");
        report.Print(network, hasPictures: true);
        Console.WriteLine($"Saved {settings.Out}, {settings.HistoryPath} and {settings.CurvePath}");
        Console.WriteLine($"weights SHA-256 {WeightsHash.Of(network)}");
    }

    private static EvaluationResult TestScore(
        TrainingSample sample, TrainSettings settings, INetwork network, SampleData data, TestReport report, Cluster cluster)
    {
        var goal = settings.Goal;
        var test = sample.WithTargetsOf(data.Test, goal.Loss, network.Info.OutputSize);
        return network.Evaluate(test, loss: goal.Loss, metrics: [.. goal.Metrics, .. report.Metrics], cluster: cluster);
    }

    private static string? ProblemOf(int shards, int batch, int processes)
    {
        if (shards > batch)
            return $"--shards {shards} cuts batches of {batch} into more parts than there are images.";
        return shards >= processes ? null : $"{processes} processes need a shard each: give --shards {processes}, or more. What is learned"
            + " depends on it, and not on the number of processes.";
    }
}
