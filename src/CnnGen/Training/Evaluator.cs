using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>Evaluates a network on a data set, as often as wanted in the same room.</summary>
internal sealed class Evaluator
{
    /// <summary>Images at a time where nothing else is said.</summary>
    public const int DefaultBatchSize = 256;

    /// <summary>Outputs at a time, unless one image has more of them: 4 MB, whatever the batch size.</summary>
    private const int MostOutputs = 1 << 20;

    private readonly INetwork _network;
    private readonly ImageDataset _data;
    private readonly int _batchSize;
    private readonly float[] _outputs;
    private readonly float[] _losses;

    /// <summary>Makes room.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The images, at least one; they fit the network.</param>
    /// <param name="batchSize">Images at a time, at least 1; fewer where their outputs take much room.</param>
    public Evaluator(INetwork network, ImageDataset data, int batchSize)
    {
        (_network, _data) = (network, data);
        var classes = network.Info.OutputSize;
        _batchSize = Math.Min(Math.Min(batchSize, data.Count), Math.Max(1, MostOutputs / classes));
        _outputs = new float[_batchSize * classes];
        _losses = new float[_batchSize];
    }

    /// <summary>Evaluates; null where it was cancelled.</summary>
    /// <param name="cancellation">Looked at before each batch.</param>
    public EvaluationResult? Run(CancellationToken cancellation)
    {
        var classes = _network.Info.OutputSize;
        var (loss, correct, nonFinite) = (0.0, 0, 0);
        for (var done = 0; done < _data.Count;)
        {
            if (cancellation.IsCancellationRequested)
                return null;
            var count = Math.Min(_batchSize, _data.Count - done);
            var labels = _data.Labels.Slice(done, count);
            var hasLosses = Predict(done, labels);
            for (var image = 0; image < count; image++)
            {
                var output = _outputs.AsSpan(image * classes, classes);
                var label = labels[image];
                var ofImage = hasLosses ? _losses[image] : LossOf(output[label]);
                loss += ofImage;
                if (!double.IsFinite(ofImage) || !AreFinite(output))
                    nonFinite++;
                else if (NetworkTraining.MostProbable(output) == label)
                    correct++;
            }

            done += count;
        }

        return new EvaluationResult(loss / _data.Count, (double)correct / _data.Count, _data.Count, nonFinite);
    }

    /// <summary>Predicts a batch; tells whether the network gave the losses, too.</summary>
    private bool Predict(int first, ReadOnlySpan<int> labels)
    {
        var (start, length) = (first * _data.ImageSize, labels.Length * _data.ImageSize);
        var bytes = _data.HasBytes ? _data.Bytes.Slice(start, length) : default;
        var floats = _data.HasBytes ? default : _data.Floats.Slice(start, length);
        var outputs = _outputs.AsSpan(0, labels.Length * _network.Info.OutputSize);
        if (_network is CompiledNetwork compiled)
        {
            compiled.PredictWithLosses(floats, bytes, labels, outputs, _losses);
            return true;
        }

        if (_data.HasBytes)
            _network.Predict(bytes, outputs);
        else
            _network.Predict(floats, outputs);
        return false;
    }

#pragma warning disable RS0030 // For networks that are not compiled ones; their losses are told, and enter nothing that is trained.
    /// <summary>The loss by the probability of the label; of one that is 0, that of the smallest float there is.</summary>
    private static double LossOf(float probability) => -Math.Log(Math.Max(probability, float.Epsilon));
#pragma warning restore RS0030

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (!float.IsFinite(value))
                return false;
        return true;
    }
}
