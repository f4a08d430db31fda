namespace CnnGen.Training;

/// <summary>The training that a callback is told of: what it works on, what its results are called, and how to end it.</summary>
public sealed class TrainingContext
{
    private readonly IReadOnlyList<Metric> _metrics;

    internal TrainingContext(INetwork network, Optimizer optimizer, IReadOnlyList<Metric> metrics, bool hasValidation)
    {
        (Network, Optimizer, _metrics) = (network, optimizer, metrics);
        TrainingNames = [ResultNames.Loss, .. metrics.Select(metric => metric.Name)];
        HasValidation = hasValidation;
        Names = hasValidation ? [.. ResultNames.OfEpoch(TrainingNames.Skip(1))] : TrainingNames;
    }

    /// <summary>The network. Between steps a callback may read and change its weights.</summary>
    public INetwork Network { get; }

    /// <summary>The optimizer. What a callback sets holds from the next step on.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>
    /// What the results of an epoch are called: <c>loss</c>, the metrics, and where there are validation images the same with <c>val_</c>
    /// before them.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where training goes on from a checkpoint; null where it begins.</summary>
    public ResumePoint? ResumedFrom { get; internal set; }

    /// <summary>Those of the training images: <c>loss</c>, and the metrics.</summary>
    internal IReadOnlyList<string> TrainingNames { get; }

    /// <summary>Whether there are validation images.</summary>
    internal bool HasValidation { get; }

    /// <summary>Why training ends after this step, or this epoch; null where it goes on.</summary>
    public string? StopReason { get; private set; }

    /// <summary>
    /// Ends training: asked for after a batch, before the next one; after an epoch, before the next one. The first reason is kept, for
    /// <see cref="History.StopReason"/>.
    /// </summary>
    /// <param name="reason">Why, as a sentence.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        StopReason ??= reason;
    }

    /// <summary>Whether a result is better when it is higher: as the metric of that name says; not of losses.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such result; the message names those that there are.</exception>
    public bool IsHigherBetter(string name)
    {
        Check(name);
        var own = name.StartsWith(ResultNames.Validation, StringComparison.Ordinal) ? name[ResultNames.Validation.Length..] : name;
        return _metrics.FirstOrDefault(metric => metric.Name == name || metric.Name == own)?.IsHigherBetter ?? false;
    }

    private void Check(string name)
    {
        if (Names.Contains(name))
            return;
        var own = name.StartsWith(ResultNames.Validation, StringComparison.Ordinal) ? name[ResultNames.Validation.Length..] : null;
        var hint = own is not null && Names.Contains(own)
            ? " Results of validation images need FitOptions.Validation or ValidationSplit."
            : " Choose one of them, or add its metric to FitOptions.Metrics.";
        throw new ArgumentException($"There is no result '{name}' to watch; there are {string.Join(", ", Names)}.{hint}", nameof(name));
    }
}
