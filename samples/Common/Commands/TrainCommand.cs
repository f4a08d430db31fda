using System.CommandLine;
using CnnGen.Data;
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
    public static Command Create(ClassificationSample sample, SampleOptions options)
    {
        var command = new Command("train", "Trains the network, evaluates it and saves it.");
        AddTo(command, sample, options);
        return command;
    }

    /// <summary>Makes a command train.</summary>
    /// <param name="command">The command.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="options">Its options.</param>
    public static void AddTo(Command command, ClassificationSample sample, SampleOptions options)
    {
        foreach (var option in new Option[]
        {
            options.Data, options.Epochs, options.Batch, options.Limit, options.Threads, options.Seed,
            options.OptimizerName, options.LearningRate, options.WeightDecay,
            options.Schedule, options.Augment, options.EarlyStopping, options.Checkpoint, options.Resume, options.TensorBoard,
            options.Out, options.Json,
        })
        {
            command.Add(option);
        }

        command.SetAction(result => ExitCode.Of(() => Run(sample, TrainSettings.From(options, result))));
    }

    private static int Run(ClassificationSample sample, TrainSettings settings)
    {
        CheckOutput(settings);
        using var network = SampleNetwork.Create(sample, settings.Threads, settings.Seed);
        var data = DataSource.Load(sample, settings.Data, settings.IsJson);
        var (train, validation) = Split(data.Train, settings.Limit);
        settings = settings with { Batch = Math.Min(settings.Batch, train.Count) };
        CheckMemory(network.Info.Memory, settings);
        if (!settings.HasConstantRate)
            settings.Optimizer.Schedule = Schedule(settings, train.Count);
        if (!settings.IsJson)
            Describe(settings, network, train, validation, data.Test);

        using var interruption = new Interruption();
        network.Adapt(train);
        var history = Fit(sample, settings, network, data, train, validation, interruption.Token);
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

        if (history.StopReason is { } reason && !settings.IsJson)
            Output.WriteLine($"Training ended early: {reason}");
        Save(settings, network, data, history);
        // From here on there is nothing to save, and a signal ends the program at once.
        interruption.Dispose();
        if (interruption.Token.IsCancellationRequested)
        {
            Output.WriteError($"Stopped; the network is saved in {settings.Out}.{HowToGoOn(settings)}");
            return ExitCode.StoppedBy(interruption.Signal);
        }

        try
        {
            Report(settings, network, data);
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
    private static void CheckOutput(TrainSettings settings)
    {
        if (settings.Out.Length == 0)
            throw new UsageException("--out must name a file, but is empty.");
        if (settings.Checkpoint is null ? settings.Resumes : settings.Checkpoint.Length == 0)
            throw new UsageException("--resume needs the folder of the training's checkpoints: --checkpoint DIR --resume.");
        string[] paths = [settings.Out, ClassFile.PathOf(settings.Out), settings.HistoryPath, settings.CurvePath];
        if (paths.Distinct(StringComparer.OrdinalIgnoreCase).Count() < paths.Length)
            throw new UsageException($"--out {settings.Out}: another file of that name goes beside the network; take another name.");
        if (Path.GetDirectoryName(settings.Out) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        foreach (var path in paths)
            SafetensorsFile.CheckWritable(path);
    }

    /// <summary>Trains and shows it. What there is when an exception ends it is saved before the exception goes on.</summary>
    private static History Fit(
        ClassificationSample sample, TrainSettings settings, INetwork network, SampleData data, ImageDataset train,
        ImageDataset validation, CancellationToken cancellation)
    {
        try
        {
            return network.Fit(train, new FitOptions
            {
                Epochs = settings.Epochs,
                BatchSize = settings.Batch,
                Optimizer = settings.Optimizer,
                Seed = (ulong)settings.Seed,
                Augmentation = settings.Augments ? sample.Augmentation : [],
                Validation = validation,
                CancellationToken = cancellation,
                Progress = settings.IsJson ? null : Progress.Console,
                Callbacks = Callbacks(settings),
                Checkpoint = settings.Checkpoint is { } folder ? new CheckpointOptions(folder) { Resume = settings.Resumes } : null,
            });
        }
        catch (Exception e) when (History.Of(e) is { Epochs.Count: > 0 } history)
        {
            Save(settings, network, data, history);
            Output.WriteError($"Training failed in epoch {history.Epochs[^1].Epoch}; what was learned is saved in {settings.Out}.");
            throw;
        }
    }

    private static List<ITrainingCallback> Callbacks(TrainSettings settings)
    {
        List<ITrainingCallback> callbacks = [];
        if (settings.IsJson)
            callbacks.Add(new JsonDisplay());
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
    private static (ImageDataset Train, ImageDataset Validation) Split(ImageDataset all, int? limit)
    {
        var validation = all.Count / ValidationShare;
        var train = all.Count - validation;
        return (all.Slice(0, Math.Min(limit ?? train, train)), all.Slice(train, validation));
    }

    /// <summary>To zero in a line: late, small steps settle what early, large ones found.</summary>
    private static PolynomialDecay Schedule(TrainSettings settings, int images)
    {
        var steps = (long)settings.Epochs * ((images + settings.Batch - 1) / settings.Batch);
        return new PolynomialDecay(settings.Optimizer.LearningRate, Math.Max(1, steps), endLearningRate: 0);
    }

    private static void Describe(TrainSettings settings, INetwork network, ImageDataset train, ImageDataset validation, ImageDataset test)
    {
        Output.WriteLine($"{train.Count:N0} training, {validation.Count:N0} validation and {test.Count:N0} test images");
        Output.WriteLine($"{network.Info.ParameterCount:N0} parameters, {network.InstructionSet.ToName()}, {settings.Threads} threads");
        var optimizer = settings.Optimizer;
        Output.WriteLine(
            $"{optimizer.GetType().Name}, learning rate {optimizer.LearningRate}{(settings.HasConstantRate ? "" : " falling to 0")},"
            + $" weight decay {optimizer.WeightDecay ?? 0}, batch {settings.Batch}, seed {settings.Seed}"
            + (settings.Augments ? ", augmented" : ""));
        Output.WriteLine();
    }

    private static void Save(TrainSettings settings, INetwork network, SampleData data, History history)
    {
        // Of a network that cannot be saved, such as one with weights that are no numbers, the history says most: it comes first.
        Exception? historyFault = null;
        try
        {
            ClassFile.Write(settings.Out, data.ClassNames);
            history.WriteCsv(settings.HistoryPath);
            File.WriteAllText(settings.CurvePath, LearningCurve.Draw($"{data.Name}, {network.Info.Name}", history.Epochs));
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

    private static void Report(TrainSettings settings, INetwork network, SampleData data)
    {
        if (settings.IsJson)
        {
            JsonLines.WriteTest(network.Evaluate(data.Test), network);
            return;
        }

        var matrix = new ConfusionMatrix();
        var score = network.Evaluate(data.Test, metrics: [new Accuracy(), matrix]);
        Console.WriteLine();
        Console.WriteLine($"Test set: {Score.Describe(score)}");
        Console.WriteLine();
        Console.WriteLine(ConfusionTable.Of(matrix, data.ClassNames));
        TestPictures.Print(network, data.Test, data.ClassNames);
        Console.WriteLine($"Saved {settings.Out}, {settings.HistoryPath} and {settings.CurvePath}");
        Console.WriteLine($"weights SHA-256 {WeightsHash.Of(network)}");
    }
}
