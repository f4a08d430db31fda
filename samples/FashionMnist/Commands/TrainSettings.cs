using System.CommandLine;
using CnnGen.Training;

namespace FashionSample.Commands;

/// <summary>What the options of <c>train</c> say.</summary>
internal sealed record TrainSettings(
    string? Data,
    int Epochs,
    int Batch,
    int? Limit,
    int Threads,
    int Seed,
    Optimizer Optimizer,
    bool HasConstantRate,
    bool Augments,
    string Out,
    bool IsJson)
{
    public static TrainSettings From(ParseResult result) => new(
        result.GetValue(CommonOptions.Data),
        result.GetValue(CommonOptions.Epochs),
        result.GetValue(CommonOptions.Batch),
        result.GetResult(CommonOptions.Limit) is null ? null : result.GetValue(CommonOptions.Limit),
        result.GetValue(CommonOptions.Threads),
        result.GetValue(CommonOptions.Seed),
        CommonOptions.CreateOptimizer(
            result.GetValue(CommonOptions.OptimizerName)!, result.GetValue(CommonOptions.LearningRate),
            result.GetValue(CommonOptions.WeightDecay)),
        result.GetValue(CommonOptions.Schedule) == "constant",
        result.GetValue(CommonOptions.Augment),
        result.GetValue(CommonOptions.Out)!,
        result.GetValue(CommonOptions.Json));

    /// <summary>Where the history goes.</summary>
    public string HistoryPath => Beside("history.csv");

    /// <summary>Where the learning curve goes.</summary>
    public string CurvePath => Beside("learning-curve.svg");

    private string Beside(string name) => Path.Combine(Path.GetDirectoryName(Out) ?? "", name);
}
