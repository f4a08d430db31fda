using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Computes the losses of further outputs, and keeps those of all outputs, for training or evaluation with several.</summary>
/// <param name="network">The network.</param>
/// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
/// <param name="takesLogitsGradients">
/// Whether the way back takes the gradient of the logits of an output, which it is given the number of, from a loss.
/// </param>
internal sealed unsafe class FurtherLosses(
    NetworkInfo network, InstructionSet instructionSet, Func<int, Loss, bool> takesLogitsGradients)
{
    private readonly bool[] _areOfLogits = GC.AllocateArray<bool>(network.FurtherOutputs.Count, pinned: true);

    private OutputLosses? _losses;

    // Of each further output that has a loss its number among all.
    private int[] _numbers = [];

    // The losses of the images: first those of the last layer's output.
    private double[][] _ofImages = [[]];

    /// <summary>The outputs, which passes write.</summary>
    public OutputRooms Outputs { get; } = new(network);

    /// <summary>Their gradients, which passes read; zero of those without a loss.</summary>
    public OutputRooms Gradients { get; } = new(network);

    /// <summary>Whether each of these is that of the logits, as passes are told; it stays where it is in memory.</summary>
    public bool* AreOfLogits => (bool*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_areOfLogits));

    /// <summary>Makes room for a batch.</summary>
    /// <param name="losses">The losses.</param>
    /// <param name="count">Images.</param>
    public void Begin(OutputLosses losses, int count)
    {
        var further = losses.Further;
        Outputs.Reserve(count);
        Gradients.Reserve(count);
        if (_losses != losses || _numbers.Length != further.Count)
            Take(losses);
        if (_ofImages.Length == 1 + further.Count && _ofImages[0].Length >= count)
            return;
        _ofImages = new double[1 + further.Count][];
        for (var i = 0; i < _ofImages.Length; i++)
            _ofImages[i] = new double[count];
    }

    /// <summary>Computes the losses of some images from their outputs, and the gradients of these.</summary>
    /// <param name="pass">What images weigh.</param>
    /// <param name="targets">The targets of further outputs, checked.</param>
    /// <param name="firstTarget">Which of their images is the first of the batch.</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    public void Compute(in NetworkPass pass, OutputTargets[] targets, int firstTarget, int first, int count)
    {
        for (var i = 0; i < _numbers.Length; i++)
        {
            var (each, number) = (_losses!.Further[i], _numbers[i]);
            var own = TargetsOf(each.Output, targets);
            for (var image = first; image < first + count; image++)
            {
                var call = new LossCall(
                    instructionSet, Outputs.Of(number, image), own.Of(firstTarget + image), Gradients.Of(number, image))
                {
                    Scale = (float)(pass.ImageScale(image) * each.Weight),
                    Channels = network.FurtherOutputs[number].Shape[^1],
                    OfLogits = _areOfLogits[number],
                };
                _ofImages[1 + i][image] = each.Loss.ComputeScaled(call);
            }
        }
    }

    /// <summary>Fills in outputs and losses of images of other processes.</summary>
    /// <param name="plan">Who has which.</param>
    /// <param name="count">Images of the batch.</param>
    public void Gather(ShardPlan plan, int count)
    {
        GatherOutputs(plan, count);
        for (var i = 0; i < _numbers.Length; i++)
            plan.GatherImages(_ofImages[1 + i].AsSpan(0, count), 1, count);
    }

    /// <summary>Fills in outputs of images of other processes.</summary>
    /// <param name="plan">Who has which.</param>
    /// <param name="count">Images of the batch.</param>
    public void GatherOutputs(ShardPlan plan, int count)
    {
        foreach (var number in _numbers)
        {
            var size = network.FurtherOutputs[number].Size;
            plan.GatherImages(Outputs.All(number)[..(count * size)], size, count);
        }
    }

    /// <summary>The sum of an image's losses, each with its weight.</summary>
    /// <param name="image">The image.</param>
    /// <param name="last">The loss of the last layer's output.</param>
    public double Sum(int image, double last)
    {
        _ofImages[0][image] = last;
        var sum = last * _losses!.Last.Weight;
        for (var i = 0; i < _numbers.Length; i++)
            sum += _ofImages[1 + i][image] * _losses.Further[i].Weight;
        return sum;
    }

    /// <summary>Whether a further output of an image that has a loss is infinite or no number.</summary>
    /// <param name="image">The image.</param>
    public bool IsNonFinite(int image)
    {
        foreach (var number in _numbers)
        {
            if (FiniteValues.IndexOfOther(Outputs.Of(number, image)) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Tells the losses of single outputs to the metrics that are their means.</summary>
    /// <param name="count">Images of the batch.</param>
    /// <param name="weights">What they weigh; empty where each weighs 1.</param>
    /// <param name="metrics">All metrics.</param>
    public void Tell(int count, ReadOnlySpan<float> weights, ReadOnlySpan<Metric> metrics)
    {
        foreach (var metric in metrics)
        {
            if (metric is not OutputLossMetric ofOutput)
                continue;
            var sum = 0.0;
            for (var image = 0; image < count; image++)
                sum += weights.IsEmpty ? _ofImages[ofOutput.Number][image] : _ofImages[ofOutput.Number][image] * weights[image];
            ofOutput.Add(sum, count);
        }
    }

    private void Take(OutputLosses losses)
    {
        var names = network.FurtherOutputs.Select(output => output.Name).ToList();
        _numbers = [.. losses.Further.Select(each => names.IndexOf(each.Output))];
        // Whatever the losses before were of.
        for (var output = 0; output < names.Count; output++)
            Gradients.Clear(output);
        Array.Clear(_areOfLogits);
        foreach (var (number, each) in _numbers.Zip(losses.Further))
            _areOfLogits[number] = takesLogitsGradients(number, each.Loss);
        _losses = losses;
    }

    private static OutputTargets TargetsOf(string output, OutputTargets[] targets)
    {
        var i = 0;
        while (targets[i].Output != output)
            i++;
        return targets[i];
    }
}
