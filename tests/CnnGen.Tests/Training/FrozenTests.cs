using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Layers that training leaves as they are.</summary>
public sealed class FrozenTests
{
    [Theory]
    [InlineData("FrozenBase", "conv2d_2", "batch_normalization_2", "dense_1")]
    [InlineData("FrozenBetween", "conv2d", "batch_normalization_2", "conv2d_2")]
    [InlineData("FrozenBranches", "conv2d_2", "batch_normalization_2")]
    [InlineData("FrozenSignal", "separable_conv1d", "batch_normalization", "p_re_lu_2", "conv1d_2")]
    [InlineData("FrozenNormalizations", "conv2d", "conv2d_1", "group_normalization_2", "layer_normalization_2", "dense")]
    public void OnlyTheOthersChange(string name, params string[] trained)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork network = subject.Create(InstructionSets.Best, threads: 2);
        float[][] before = [.. network.Parameters.Select(Bits.Values)];
        Step(network, subject);
        foreach (var (parameter, values) in network.Parameters.Zip(before))
        {
            bool isTrained = trained.Contains(parameter.Name.Split('/')[0]);
            bool isState = parameter.Name.Contains("moving_", StringComparison.Ordinal);
            Assert.Equal(isTrained && !isState, parameter.Trainable);
            Assert.Equal(!isTrained, values.SequenceEqual(Bits.Values(parameter)));
        }
    }

    [Fact]
    public void ANetworkOfFrozenLayersHasNothingToTrain()
    {
        var subject = ZooNetworks.Subject("AllFrozen");
        using INetwork network = subject.Create(InstructionSets.Best);
        string before = Bits.HashOfWeights(network);
        Assert.True(double.IsFinite(network.TrainBatch(subject.Images, new int[Subject.ImageCount], new Nadam()).Loss));
        Assert.Equal(before, Bits.HashOfWeights(network));
        Assert.Equal(0, network.Info.Memory.TrainableFloats);
        Assert.Equal(0, network.Info.Memory.BackwardKernelFloats);
    }

    /// <summary>What is in front of all that is trained goes forward as in prediction: its values are not kept for a way back.</summary>
    [Fact]
    public void AFrozenBaseCostsTrainingWhatItCostsPrediction()
    {
        var (frozen, trained) = (FrozenChain.Information.Memory, TrainedChain.Information.Memory);
        Assert.Equal(frozen.InferenceImageFloats, trained.InferenceImageFloats);
        Assert.InRange(frozen.TrainingImageFloats, 1, trained.TrainingImageFloats / 2);
        Assert.InRange(frozen.TrainableFloats, 1, trained.TrainableFloats / 10);
        Assert.Equal(frozen.WeightFloats, trained.WeightFloats);

        var subject = Subject.Of(typeof(FrozenChain));
        using INetwork network = subject.Create(InstructionSets.Best);
        float[] predicted = new float[subject.Predicted.Length], forwarded = new float[predicted.Length];
        network.Predict(subject.Images, predicted);
        network.Forward(subject.Images, forwarded);
        Bits.AreEqual(predicted, forwarded, "training form");
    }

    /// <summary>Names and shapes are the same, so a frozen network goes on with what another has learned.</summary>
    [Fact]
    public void WeightsOfANetworkThatIsTrainedFit()
    {
        var subject = Subject.Of(typeof(FrozenChain));
        using INetwork trained = new TrainedChain(seed: 7), frozen = subject.Create(InstructionSets.Best);
        // Prepares kernels and scalings of the weights that it has before.
        Step(frozen, subject);
        for (int step = 0; step < 3; step++)
            trained.TrainBatch(subject.Images, [.. Enumerable.Range(0, Subject.ImageCount).Select(i => i % 3)], new Adam(0.01));
        using var folder = new TemporaryFolder();
        string file = folder["trained.safetensors"];
        trained.Save(file);
        frozen.Load(file);
        float[] want = new float[subject.Predicted.Length], got = new float[want.Length];
        trained.Predict(subject.Images, want);
        frozen.Predict(subject.Images, got);
        Bits.AreEqual(want, got, "prediction");
        frozen.Forward(subject.Images, got);
        Bits.AreEqual(want, got, "training form");
    }

    private static void Step(INetwork network, Subject subject)
    {
        network.Forward(subject.Images, new float[subject.Forwarded.Length]);
        network.Backward(subject.Probes);
        network.Step(new Sgd(0.1));
    }
}
