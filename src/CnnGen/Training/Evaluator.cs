using CnnGen.Data;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>Evaluates a network on a data set, as often as wanted in the same room.</summary>
internal sealed class Evaluator
{
    /// <summary>Images at a time where nothing else is said.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>Outputs at a time, unless one image has more of them: 4 MB, whatever the batch size.</summary>
    private const int MostOutputs = 1 << 20;

    private readonly INetwork _network;
    private readonly Loss _loss;
    private readonly MetricSet _metrics;
    private readonly ImageDataset _data;
    private readonly int _batchSize;
    private readonly float[] _outputs;
    private readonly float[] _losses;

    // Where the loss takes floats of a training that mixes classes; else empty.
    private readonly float[] _oneHot;

    // What the loss of one image gives besides its value.
    private readonly float[] _gradients;

    /// <summary>Makes room.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="metrics">The metrics; each evaluation begins by resetting them.</param>
    /// <param name="data">The images, at least one; they fit the network and the loss.</param>
    /// <param name="batchSize">Images at a time, at least 1; fewer where their outputs take much room.</param>
    public Evaluator(INetwork network, Loss loss, MetricSet metrics, ImageDataset data, int batchSize)
    {
        (_network, _loss, _metrics, _data) = (network, loss, metrics, data);
        var size = network.Info.OutputSize;
        _batchSize = Math.Min(Math.Min(batchSize, data.Count), Math.Max(1, MostOutputs / size));
        _outputs = new float[_batchSize * size];
        _losses = new float[_batchSize];
        _gradients = new float[size];
        _oneHot = data.TargetKind == TargetKind.Classes && loss.TargetKind == TargetKind.Values ? new float[_outputs.Length] : [];
    }

    /// <summary>Evaluates; null where it was cancelled.</summary>
    /// <param name="cancellation">Looked at before each batch.</param>
    public EvaluationResult? Run(CancellationToken cancellation)
    {
        var size = _network.Info.OutputSize;
        var (loss, nonFinite) = (0.0, 0);
        _metrics.Reset();
        for (var done = 0; done < _data.Count;)
        {
            if (cancellation.IsCancellationRequested)
                return null;
            var count = Math.Min(_batchSize, _data.Count - done);
            var targets = TargetsOf(done, count);
            var targetSize = targets.Length / count;
            var hasLosses = Predict(done, count);
            for (var image = 0; image < count; image++)
            {
                var output = _outputs.AsSpan(image * size, size);
                var ofImage = hasLosses
                    ? _losses[image]
                    : _loss.ComputeScaled(
                        _network.InstructionSet, output, targets.Slice(image * targetSize, targetSize), _gradients, scale: 1,
                        _network.Info.OutputChannels);
                loss += ofImage;
                if (!double.IsFinite(ofImage) || FiniteValues.IndexOfOther(output) >= 0)
                    nonFinite++;
            }

            _metrics.Update(_outputs.AsSpan(0, count * size), targets, count);
            done += count;
        }

        var penalty = _network is INetworkEnd { Penalty: var ofWeights } ? ofWeights : 0;
        return new EvaluationResult((loss / _data.Count) + penalty, _metrics.Snapshot(), _data.Count, nonFinite);
    }

    /// <summary>The targets of a batch as the loss takes them.</summary>
    private Targets TargetsOf(int first, int count)
    {
        var targets = _data.Targets.Slice(first * _data.TargetSize, count * _data.TargetSize);
        if (_oneHot.Length == 0)
            return targets;
        var values = _oneHot.AsSpan(0, count * _network.Info.OutputSize);
        MixedTargets.OneHot(targets.Classes, values);
        return values;
    }

    /// <summary>Predicts a batch; tells whether the network gave the losses, too.</summary>
    private bool Predict(int first, int count)
    {
        var (start, length) = (first * _data.ImageSize, count * _data.ImageSize);
        var bytes = _data.HasBytes ? _data.Bytes.Slice(start, length) : default;
        var floats = _data.HasBytes ? default : _data.Floats.Slice(start, length);
        var outputs = _outputs.AsSpan(0, count * _network.Info.OutputSize);
        if (_loss.FusesWithSoftmax && _network is INetworkEnd { EndsInSoftmax: true } end)
        {
            end.PredictWithLosses(floats, bytes, _data.Labels.Slice(first, count), outputs, _losses);
            return true;
        }

        if (_data.HasBytes)
            _network.Predict(bytes, outputs);
        else
            _network.Predict(floats, outputs);
        return false;
    }
}
