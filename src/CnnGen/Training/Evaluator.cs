using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Evaluates a network on a data set, as often as wanted in the same room.</summary>
internal sealed class Evaluator
{
    /// <summary>Images at a time where nothing else is said.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>Outputs at a time, unless one image has more of them: 4 MB, whatever the batch size.</summary>
    private const int MostOutputs = 1 << 20;

    /// <summary>Values of images at a time where they must be read, unless one image has more of them: 64 MB of floats.</summary>
    private const int MostPixels = 1 << 24;

    private readonly INetwork _network;
    private readonly Loss _loss;
    private readonly MetricSet _metrics;
    private readonly IImageSource _data;
    private readonly BatchStream _batches;
    private readonly float[] _outputs;
    private readonly float[] _losses;

    // What outputs of layers cost, of each image; empty where no layer makes them cost something.
    private readonly double[] _penalties;
    // Where the loss takes floats of a training that mixes classes; else empty.
    private readonly float[] _oneHot;

    // Formulas of training may be others there.
    private readonly bool _ofLogits;

    // Where there is a loss for each of several outputs.
    private readonly FurtherLosses? _further;

    // What the loss of one image gives besides its value.
    private readonly float[] _gradients;

    // Each process has a part of each batch.
    private readonly ShardPlan _processes;
    private readonly ProcessAgreement _agreement;

    /// <summary>Makes room.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="metrics">The metrics; each evaluation begins by resetting them.</param>
    /// <param name="plan">
    /// The images, which fit the network and the loss, in their own order; fewer at a time where they or their outputs take much room.
    /// </param>
    /// <param name="cluster">Processes that share the images; null: this one alone.</param>
    public Evaluator(INetwork network, Loss loss, MetricSet metrics, BatchPlan plan, ICluster? cluster = null)
    {
        _processes = new ShardPlan(cluster?.Size ?? 1, cluster);
        _agreement = new ProcessAgreement(_processes);
        (_network, _loss, _metrics, _data) = (network, loss, metrics, plan.Data);
        var size = network.Info.OutputSize;
        var batchSize = Math.Min(Math.Min(plan.BatchSize, _data.Count), Math.Max(1, MostOutputs / size));
        if (_data is not ImageDataset)
            batchSize = Math.Min(batchSize, Math.Max(1, MostPixels / _data.Shape.Size));
        _batches = BatchStream.Of(plan with { BatchSize = batchSize, Shards = _processes });
        _outputs = new float[batchSize * size];
        _losses = new float[batchSize];
        _gradients = new float[size];
        _ofLogits = (network as INetworkEnd)?.TakesLogitsGradients(loss) ?? false;
        if (loss is OutputLosses several)
        {
            _further = new FurtherLosses(network.Info, network.InstructionSet, ((INetworkEnd)network).TakesLogitsGradients);
            _further.Begin(several, batchSize);
        }

        _penalties = network is INetworkEnd { PenalizesActivities: true } ? new double[batchSize] : [];
        _oneHot = _data.TargetKind == TargetKind.Classes && loss.TargetKind == TargetKind.Values ? new float[_outputs.Length] : [];
    }

    /// <summary>Evaluates; null where it was cancelled.</summary>
    /// <param name="cancellation">Looked at before each batch.</param>
    public EvaluationResult? Run(CancellationToken cancellation)
    {
        try
        {
            _batches.Begin(epochs: 1);
            return RunBatches(cancellation);
        }
        finally
        {
            _batches.End();
        }
    }

    private EvaluationResult? RunBatches(CancellationToken cancellation)
    {
        var size = _network.Info.OutputSize;
        var (loss, nonFinite) = (0.0, 0);
        _metrics.Reset();
        for (var done = 0; done < _data.Count;)
        {
            if (_agreement.Any(cancellation.IsCancellationRequested))
                return null;
            var batch = _batches.Next();
            var count = batch.Count;
            var targets = TargetsOf(batch);
            var targetSize = targets.Length / count;
            var hasLosses = Predict(batch, _processes.ImagesOfProcess(_processes.Rank, count));
            Gather(count, hasLosses);
            _further?.Compute(new NetworkPass { Count = 1 }, targets.Further, targets.FirstImage, 0, count);
            for (var image = 0; image < count; image++)
            {
                var output = _outputs.AsSpan(image * size, size);
                double ofImage = hasLosses
                    ? _losses[image]
                    : _loss.ComputeScaled(new LossCall(
                        _network.InstructionSet, output, targets.Slice(image * targetSize, targetSize), _gradients)
                    {
                        Channels = _network.Info.OutputChannels,
                        OfLogits = _ofLogits,
                    });
                var isNonFinite = FiniteValues.IndexOfOther(output) >= 0;
                if (_further is not null)
                {
                    ofImage = _further.Sum(image, ofImage);
                    isNonFinite |= _further.IsNonFinite(image);
                }

                var penalty = _penalties.Length > 0 ? _penalties[image] : 0;
                loss += (targets.Weights.IsEmpty ? ofImage : ofImage * targets.Weights[image]) + penalty;
                ofImage += penalty;
                if (!double.IsFinite(ofImage) || isNonFinite)
                    nonFinite++;
            }

            _further?.Tell(count, targets.Weights, _metrics.All);
            _metrics.Update(_outputs.AsSpan(0, count * size), targets, count);
            done += count;
        }

        var ofWeights = _network is INetworkEnd { Penalty: var penalties } ? penalties : 0;
        return new EvaluationResult((loss / _data.Count) + ofWeights, _metrics.Snapshot(), _data.Count, nonFinite);
    }

    /// <summary>The targets of a batch as the loss takes them.</summary>
    private Targets TargetsOf(Batch batch)
    {
        if (_oneHot.Length == 0)
            return batch.Targets;
        var values = _oneHot.AsSpan(0, batch.Count * _network.Info.OutputSize);
        MixedTargets.OneHot(batch.Targets.Classes, values);
        return new Targets(values).WithWeights(batch.Targets.Weights);
    }

    /// <summary>Predicts this process's images of a batch; tells whether the network gave the losses, too.</summary>
    private bool Predict(Batch batch, ItemRange images)
    {
        var (first, count, input, output) = (images.First, images.Count, _network.Info.InputSize, _network.Info.OutputSize);
        var outputs = _outputs.AsSpan(first * output, count * output);
        var floats = batch.HasBytes ? [] : batch.Floats.Slice(first * input, count * input);
        var bytes = batch.HasBytes ? batch.Bytes.Slice(first * input, count * input) : [];
        var hasLosses = _loss.FusesWithSoftmax && _network is INetworkEnd { EndsInSoftmax: true };
        if (_network is INetworkEnd end && (hasLosses || end.PenalizesActivities || _further is not null))
        {
            end.PredictWithLosses(
                floats, bytes, hasLosses ? batch.Targets.Classes.Slice(first, count) : default, outputs,
                hasLosses ? _losses.AsSpan(first, count) : default,
                _penalties.Length > 0 ? _penalties.AsSpan(first, count) : default, _further?.Outputs);
            return hasLosses;
        }

        if (batch.HasBytes)
            _network.Predict(bytes, outputs);
        else
            _network.Predict(floats, outputs);
        return false;
    }

    /// <summary>Fills in what other processes predicted.</summary>
    private void Gather(int count, bool hasLosses)
    {
        var size = _network.Info.OutputSize;
        _processes.GatherImages(_outputs.AsSpan(0, count * size), size, count);
        if (hasLosses)
            _processes.GatherImages(_losses.AsSpan(0, count), 1, count);
        if (_penalties.Length > 0)
            _processes.GatherImages(_penalties.AsSpan(0, count), 1, count);
        _further?.GatherOutputs(_processes, count);
    }
}
