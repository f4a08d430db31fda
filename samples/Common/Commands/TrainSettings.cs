using System.CommandLine;
using CnnGen.Training;

namespace CnnGen.Samples.Commands;

/// <summary>What the options of <c>train</c> say.</summary>
internal sealed record TrainSettings(
    string? Data,
    int Epochs,
    int Batch,
    int? Limit,
    int Shards,
    int Threads,
    int Seed,
    Optimizer Optimizer,
    Goal Goal,
    bool HasConstantRate,
    bool Augments,
    int? Patience,
    string? Checkpoint,
    bool Resumes,
    string? TensorBoard,
    string Out,
    bool IsJson)
{
    /// <summary>Reads the command line.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="options">The options.</param>
    /// <param name="result">What was given.</param>
    public static TrainSettings From(TrainingSample sample, SampleOptions options, ParseResult result) => new(
        result.GetValue(options.Data),
        result.GetValue(options.Epochs),
        result.GetValue(options.Batch),
        result.GetResult(options.Limit) is null ? null : result.GetValue(options.Limit),
        result.GetValue(options.Shards),
        result.GetValue(options.Threads),
        result.GetValue(options.Seed),
        options.CreateOptimizer(result),
        options.CreateGoal(result),
        result.GetValue(options.Schedule) == "constant",
        options.Augment is { } augment ? result.GetValue(augment) : sample.Defaults.Augments,
        result.GetResult(options.EarlyStopping) is null ? null : result.GetValue(options.EarlyStopping),
        result.GetValue(options.Checkpoint),
        result.GetValue(options.Resume),
        result.GetValue(options.TensorBoard),
        result.GetValue(options.Out)!,
        result.GetValue(options.Json));

    /// <summary>Where the history goes.</summary>
    public string HistoryPath => HistoryOf(Out);

    /// <summary>Where the learning curve goes.</summary>
    public string CurvePath => Beside(Out, "learning-curve.svg");

    /// <summary>Where the history of a network is.</summary>
    /// <param name="model">The network's file.</param>
    public static string HistoryOf(string model) => Beside(model, "history.csv");

    private static string Beside(string model, string name) => Path.Combine(Path.GetDirectoryName(model) ?? "", name);
}
