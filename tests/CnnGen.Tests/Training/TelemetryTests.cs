using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>What a listener of the runtime's meters and activities sees of a training.</summary>
public sealed class TelemetryTests
{
    private static readonly ImageDataset Data = new(
        Enumerable.Range(0, 10).Select(i => i / 10f).ToArray(), Enumerable.Range(0, 10).Select(i => i % 2).ToArray(), 1, 1, 1);

    [Fact]
    public void MetersCountStepsAndImages()
    {
        var seen = new ConcurrentQueue<(string Name, double Value)>();
        using var listener = Listen(nameof(MeteredNetwork), (name, value) => seen.Enqueue((name, value)));
        using var network = new MeteredNetwork(seed: 1);
        var history = network.Fit(Data, new FitOptions { Epochs = 2, BatchSize = 4, Optimizer = new Sgd(0.25), Validation = Data });

        Assert.Equal([1, 1, 1, 1, 1, 1], Values("cnngen.training.steps"));
        Assert.Equal([4, 4, 2, 4, 4, 2], Values("cnngen.training.images"));
        Assert.Equal([1, 2], Values("cnngen.training.epoch"));
        Assert.Equal(6, Values("cnngen.training.step.duration").Count(seconds => seconds > 0));
        Assert.All(Values("cnngen.training.learning_rate"), rate => Assert.Equal(0.25, rate));
        Assert.Equal(history.Epochs.Select(epoch => epoch.Seconds), Values("cnngen.training.epoch.duration"));
        Assert.Equal(history["val_loss"].Select(loss => loss!.Value), Values("cnngen.validation.loss"));
        double[] losses = [.. Values("cnngen.training.loss")];
        Assert.Equal(history.Epochs[0].Loss, ((4 * losses[0]) + (4 * losses[1]) + (2 * losses[2])) / 10, 1e-12);
        Assert.Empty(Values("cnngen.training.images.non_finite"));

        network.Parameters[0].CopyFrom([float.NaN, 1]);
        network.Fit(Data, new FitOptions { BatchSize = 10 });
        Assert.Equal([10], Values("cnngen.training.images.non_finite"));

        IEnumerable<double> Values(string name) => seen.Where(each => each.Name == name).Select(each => each.Value);
    }

    [Fact]
    public void AFitIsAnActivityWithOneForEachEpoch()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var own = new ActivitySource("CnnGen.Tests");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "CnnGen" or "CnnGen.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var network = new MeteredNetwork(seed: 1) { Threads = 1 };
        History history;
        using (var test = own.StartActivity("test"))
        {
            history = network.Fit(Data, new FitOptions { Epochs = 2, BatchSize = 4, Optimizer = new Adam(), Validation = Data });
            Assert.Same(test, Activity.Current);
            Assert.Throws<InvalidOperationException>(
                () => network.Fit(Data, new FitOptions { Callbacks = [new Throwing()] }));
            Assert.Same(test, Activity.Current);
        }

        var trace = ended.Single(activity => activity.OperationName == "test").TraceId;
        Activity[] all = [.. ended.Where(activity => activity.TraceId == trace)];
        Assert.Equal(["epoch", "epoch", "fit", "epoch", "fit", "test"], all.Select(activity => activity.OperationName));
        var fit = all[2];
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["cnngen.network"] = "MeteredNetwork",
                ["cnngen.optimizer"] = "Adam",
                ["cnngen.loss"] = "SparseCategoricalCrossentropy",
                ["cnngen.epochs"] = 2,
                ["cnngen.batch_size"] = 4,
                ["cnngen.images"] = 10,
                ["cnngen.threads"] = 1,
                ["cnngen.instruction_set"] = network.InstructionSet.ToString(),
                ["cnngen.epochs_done"] = 2,
                ["cnngen.cancelled"] = false,
            },
            fit.TagObjects.ToDictionary());
        Assert.Equal(fit.SpanId, all[0].ParentSpanId);
        Assert.Equal(fit.SpanId, all[1].ParentSpanId);
        Assert.Equal([1, 2], all.Take(2).Select(epoch => epoch.GetTagItem("cnngen.epoch")));
        Assert.Equal(history.Epochs[1].Loss, all[1].GetTagItem("cnngen.loss"));
        Assert.Equal(history.Epochs[1].ValidationAccuracy, all[1].GetTagItem("cnngen.val_accuracy"));
        Assert.Equal((ActivityStatusCode.Error, "the end"), (all[4].Status, all[4].StatusDescription));
        Assert.Equal(ActivityStatusCode.Unset, fit.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStepAllocatesNothing(bool isListenedTo)
    {
        var count = 0L;
        using var listener = isListenedTo ? Listen(nameof(MeteredNetwork), (_, _) => Interlocked.Increment(ref count)) : null;
        using var network = new MeteredNetwork(seed: 1);
        var allocated = new Allocated();
        network.Fit(Data, new FitOptions { Epochs = 1, BatchSize = 1, Shuffle = false, Callbacks = [allocated] });
        Assert.Equal(isListenedTo, count > 0);
        Assert.Equal(0, allocated.InLastStep);
    }

    private static MeterListener Listen(string network, Action<string, double> onValue)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "CnnGen")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.Start();
        return listener;

        // Other tests train at the same time.
        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags is [{ Key: "cnngen.network", Value: string name }] && name == network)
                onValue(instrument.Name, value);
        }
    }

    private sealed class Throwing : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => throw new InvalidOperationException("the end");
    }

    /// <summary>From the end of a step to that of the next.</summary>
    private sealed class Allocated : ITrainingCallback
    {
        private long _before;

        public long InLastStep { get; private set; }

        public void OnBatchEnd(in BatchProgress progress)
        {
            InLastStep = GC.GetAllocatedBytesForCurrentThread() - _before;
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}

/// <summary>Trained by these tests alone, so that a listener knows their measurements.</summary>
[Input(1, 1, 1)]
[Flatten]
[Dense(2, Activation.Softmax, UseBias = false)]
internal sealed partial class MeteredNetwork;
