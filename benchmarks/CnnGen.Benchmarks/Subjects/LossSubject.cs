using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Benchmarks;

/// <summary>A network with a batch, to be trained with losses whose cost is asked for.</summary>
internal sealed class LossSubject : IDisposable
{
    private const int Seed = 42;

    // Weights stay as they are, so that every loss is asked of the same outputs; the step costs what it costs.
    private readonly Nadam _optimizer = new(0);
    private readonly INetwork _network;
    private readonly float[] _images;
    private readonly int[] _classes;
    private readonly float[] _shares;
    private readonly float[] _outputs;
    private readonly float[] _gradients;

    /// <summary>Draws images and targets.</summary>
    /// <param name="network">The network, which this disposes of.</param>
    /// <param name="count">Images of the batch.</param>
    public LossSubject(INetwork network, int count)
    {
        var random = new Random(Seed);
        var (size, channels) = (network.Info.OutputSize, network.Info.OutputShape[^1]);
        _network = network;
        _images = [.. Enumerable.Range(0, count * network.Info.InputSize).Select(_ => random.NextSingle())];
        _classes = [.. Enumerable.Range(0, count * size / channels).Select(_ => random.Next(channels))];
        _shares = [.. _classes.SelectMany(label => Enumerable.Range(0, channels).Select(channel => channel == label ? 1f : 0))];
        (_outputs, _gradients) = (new float[count * size], new float[count * size]);
        _network.Predict(_images, _outputs);
    }

    /// <summary>A step of training with a loss that does nothing but copy.</summary>
    public void Train() => _network.TrainBatch(_images, _shares, new CopyingLoss(), _optimizer);

    /// <summary>What a step does for a loss: its value for each image, and the gradient that the way back begins with.</summary>
    /// <param name="loss">The loss: of classes, or of one-hot floats.</param>
    /// <returns>The sum of the values.</returns>
    public double Compute(Loss loss)
    {
        var (info, sum) = (_network.Info, 0.0);
        var (size, channels) = (info.OutputSize, info.OutputShape[^1]);
        var isOfLogits = loss.GivesLogitsGradients(info.OutputActivation);
        for (var start = 0; start < _outputs.Length; start += size)
        {
            var targets = loss.TargetKind == TargetKind.Classes
                ? new Targets(_classes.AsSpan(start / channels, size / channels))
                : new Targets(_shares.AsSpan(start, size));
            sum += loss.ComputeScaled(new LossCall(
                _network.InstructionSet, _outputs.AsSpan(start, size), targets, _gradients.AsSpan(start, size))
            {
                Scale = 1f / (_outputs.Length / size),
                Channels = channels,
                OfLogits = isOfLogits,
            });
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}

/// <summary>A loss that does no more than a loss must: the outputs are their gradients.</summary>
internal sealed class CopyingLoss : Loss
{
    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
    {
        outputs.CopyTo(gradients);
        return 0;
    }
}
