using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CnnGen.Training;

/// <summary>
/// What the runtime's own means of observation see of a training: the meter and the activity source <c>CnnGen</c>, for
/// <c>dotnet-counters</c> and OpenTelemetry. Where nobody listens it takes a few reads for each step, and it allocates nothing in a
/// step in any case.
/// </summary>
internal sealed class TrainingTelemetry : IDisposable
{
    private const string Name = "CnnGen";

    private static readonly Meter Meter = new(Name, typeof(TrainingTelemetry).Assembly.GetName().Version?.ToString(3));
    private static readonly ActivitySource Source = new(Name, Meter.Version ?? "");

    private static readonly Counter<long> Steps =
        Meter.CreateCounter<long>("cnngen.training.steps", "{step}", "Steps of training.");

    private static readonly Counter<long> Images =
        Meter.CreateCounter<long>("cnngen.training.images", "{image}", "Images trained on.");

    private static readonly Counter<long> NonFinite = Meter.CreateCounter<long>(
        "cnngen.training.images.non_finite", "{image}", "Those with an output or a loss that is infinite or no number.");

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        "cnngen.training.step.duration", "s", "Time of a step, waiting for its images included.");

    private static readonly Histogram<double> EpochDuration =
        Meter.CreateHistogram<double>("cnngen.training.epoch.duration", "s", "Time of an epoch, validation included.");

    private static readonly Gauge<int> Epoch = Meter.CreateGauge<int>("cnngen.training.epoch", "{epoch}", "The epoch, from 1.");

    private static readonly Gauge<double> Loss =
        Meter.CreateGauge<double>("cnngen.training.loss", null, "Mean loss of the last batch.");

    private static readonly Gauge<double> Rate =
        Meter.CreateGauge<double>("cnngen.training.learning_rate", null, "Learning rate of the last step.");

    private static readonly Gauge<double> ValidationLoss =
        Meter.CreateGauge<double>("cnngen.validation.loss", null, "Mean loss on the validation images after the last epoch.");

    private readonly KeyValuePair<string, object?> _network;
    private readonly Optimizer _optimizer;
    private readonly Activity? _fit;
    private Activity? _epoch;

    /// <summary>Begins the activity <c>fit</c>, where somebody listens.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="images">Images of an epoch.</param>
    /// <param name="options">How it is trained.</param>
    public TrainingTelemetry(INetwork network, Loss loss, int images, FitOptions options)
    {
        _network = new("cnngen.network", network.Info.Name);
        _optimizer = options.Optimizer;
        _fit = Source.StartActivity("fit");
        if (_fit is not { IsAllDataRequested: true })
            return;
        _fit.SetTag(_network.Key, _network.Value)
            .SetTag("cnngen.optimizer", options.Optimizer.GetType().Name)
            .SetTag("cnngen.loss", loss.GetType().Name)
            .SetTag("cnngen.epochs", options.Epochs)
            .SetTag("cnngen.batch_size", options.BatchSize)
            .SetTag("cnngen.images", images)
            .SetTag("cnngen.threads", network.Threads)
            .SetTag("cnngen.instruction_set", network.InstructionSet.ToString());
    }

    /// <summary>An epoch begins.</summary>
    /// <param name="epoch">Which, from 1.</param>
    public void BeginEpoch(int epoch)
    {
        Epoch.Record(epoch, _network);
        _epoch = Source.StartActivity("epoch");
        _epoch?.SetTag("cnngen.epoch", epoch);
    }

    /// <summary>When a step begins, for <see cref="EndStep"/>; 0 where nobody wants to know.</summary>
    public static long BeginStep() => StepDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>A step is over.</summary>
    /// <param name="began">What <see cref="BeginStep"/> gave.</param>
    /// <param name="batch">What the step found.</param>
    public void EndStep(long began, in BatchResult batch)
    {
        if (began != 0)
            StepDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, _network);
        Steps.Add(1, _network);
        Images.Add(batch.Count, _network);
        Loss.Record(batch.Loss, _network);
        if (Rate.Enabled)
            Rate.Record(_optimizer.LearningRate.Value, _network);
        if (batch.NonFinite > 0)
            NonFinite.Add(batch.NonFinite, _network);
    }

    /// <summary>An epoch is over, or a part of one that is its end.</summary>
    /// <param name="result">What it brought.</param>
    public void EndEpoch(in EpochResult result)
    {
        EpochDuration.Record(result.Seconds, _network);
        if (result.ValidationLoss is { } loss)
            ValidationLoss.Record(loss, _network);
        if (_epoch is { IsAllDataRequested: true })
        {
            _epoch.SetTag("cnngen.images", result.Images);
            foreach (var name in result.Names)
            {
                if (result[name] is { } value)
                    _epoch.SetTag($"cnngen.{name}", value);
            }
        }

        _epoch?.Dispose();
        _epoch = null;
    }

    /// <summary>Training is over.</summary>
    /// <param name="history">What it brought.</param>
    public void End(History history)
    {
        if (_fit is not { IsAllDataRequested: true })
            return;
        _fit.SetTag("cnngen.epochs_done", history.Epochs.Count).SetTag("cnngen.cancelled", history.Cancelled);
        if (history.StopReason is { } reason)
            _fit.SetTag("cnngen.stop_reason", reason);
        if (history.Error is { } error)
            _fit.SetStatus(ActivityStatusCode.Error, error.Message).AddException(error);
    }

    /// <summary>Ends the activities that are under way.</summary>
    public void Dispose()
    {
        _epoch?.Dispose();
        _fit?.Dispose();
    }
}
