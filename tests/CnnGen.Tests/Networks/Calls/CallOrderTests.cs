using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Calls in any order: what one leaves behind does not change what the next one gives.</summary>
public sealed class CallOrderTests
{
    private static readonly string[] Networks = ["Perceptron", "RescaledAndNormalized", "MaxPoolOverlaps", "KernelsLargerThanTheirInput"];

    public static TheoryData<string> Names => [.. Networks];

    public static TheoryData<string> TrainableNames => ["Perceptron", "RescaledAndNormalized", "DropoutChain"];

    [Theory]
    [MemberData(nameof(Names))]
    public void BatchesOfAnySizeFollowEachOther(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using var used = subject.Create(InstructionSets.Best, threads: 2);
        foreach (int count in (int[])[7, 2, 1, 5])
        {
            using var fresh = subject.Create(InstructionSets.Best);
            foreach (var (want, got) in Gradients(fresh, subject, count).Zip(Gradients(used, subject, count)))
                Bits.AreEqual(want, got, $"{name}, batch of {count}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictionBetweenForwardAndBackwardChangesNothing(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork plain = subject.Create(InstructionSets.Best), disturbed = subject.Create(InstructionSets.Best);
        var want = Gradients(plain, subject, 3);
        var got = Gradients(disturbed, subject, 3, between: () =>
            disturbed.Predict(subject.Images, new float[subject.Predicted.Length]));
        for (int i = 0; i < want.Count; i++)
            Bits.AreEqual(want[i], got[i], $"{name}, gradient {i}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ThreadsMayChangeBetweenForwardAndBackward(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork plain = subject.Create(InstructionSets.Best), disturbed = subject.Create(InstructionSets.Best, threads: 3);
        var want = Gradients(plain, subject, 7);
        var got = Gradients(disturbed, subject, 7, between: () => disturbed.Threads = 2);
        for (int i = 0; i < want.Count; i++)
            Bits.AreEqual(want[i], got[i], $"{name}, gradient {i}");
    }

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void PredictionSeesTheTrainedWeights(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork trained = subject.Create(InstructionSets.Best), copy = subject.Create(InstructionSets.Best);
        var (before, after, want) =
            (new float[subject.Predicted.Length], new float[subject.Predicted.Length], new float[subject.Predicted.Length]);
        trained.Predict(subject.Images, before);
        for (int step = 0; step < 2; step++)
            trained.TrainBatch(subject.Images, new int[Subject.ImageCount], new Sgd(0.1));
        trained.Predict(subject.Images, after);
        foreach (var (from, to) in trained.Parameters.Zip(copy.Parameters))
            to.CopyFrom(Bits.Values(from));
        copy.Predict(subject.Images, want);
        Bits.AreEqual(want, after, name);
        Assert.NotEqual(before, after);
    }

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void GradientsSeeTheTrainedWeights(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork trained = subject.Create(InstructionSets.Best), copy = subject.Create(InstructionSets.Best);
        foreach (var network in (INetwork[])[trained, copy])
            network.TrainBatch(subject.Images, new int[Subject.ImageCount], new Sgd(0.1));

        // Writing the weights that are there already makes everything derived from them anew.
        foreach (var parameter in copy.Parameters)
            parameter.CopyFrom(Bits.Values(parameter));
        foreach (var (want, got) in Gradients(copy, subject, 5).Zip(Gradients(trained, subject, 5)))
            Bits.AreEqual(want, got, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardGoesThroughAForwardOnce(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork network = subject.Create(InstructionSets.Best);
        var trainable = network.Parameters.First(parameter => parameter.Trainable);

        network.Forward(subject.Images, new float[subject.Predicted.Length]);
        Assert.Throws<InvalidOperationException>(() => Bits.Gradient(trainable));
        network.Backward(subject.Probes);
        Assert.Equal(trainable.Count, Bits.Gradient(trainable).Length);
        Assert.Throws<InvalidOperationException>(() => network.Backward(subject.Probes));
    }

    /// <summary>A schedule is the caller's code, in the middle of a step; so may be a stream.</summary>
    [Fact]
    public void ACallFromInsideACallIsRefused()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        using INetwork network = subject.Create(InstructionSets.Best), undisturbed = subject.Create(InstructionSets.Best);
        int[] labels = new int[Subject.ImageCount];
        Action[] calls =
        [
            () => network.Predict(subject.Images, new float[subject.Predicted.Length]), () => Bits.Values(network.Parameters[0]), () =>
                network.Threads = 3, network.ResetOptimizer,
            () => network.TrainBatch(subject.Images, labels, new Sgd()), network.Dispose,
        ];
        foreach (var call in calls)
        {
            var refusals = 0;
            var inside = new Inside(() =>
            {
                Assert.Throws<InvalidOperationException>(call);
                refusals++;
            });
            var optimizer = new Sgd { Schedule = inside };
            inside.IsWithinAStep = true;
            network.TrainBatch(subject.Images, labels, optimizer);
            undisturbed.TrainBatch(subject.Images, labels, new Sgd { Schedule = new Inside(() => { }) });
            Assert.Equal(1, refusals);
        }

        Assert.Equal(Bits.HashOfWeights(undisturbed), Bits.HashOfWeights(network));
    }

    [Fact]
    public void AStepThatThrowsGivesTheNetworkBack()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        using var network = subject.Create(InstructionSets.Best);
        var inside = new Inside(() => throw new FormatException());
        var optimizer = new Sgd { Schedule = inside };
        inside.IsWithinAStep = true;
        Assert.Throws<FormatException>(() => network.TrainBatch(subject.Images, new int[Subject.ImageCount], optimizer));
        network.TrainBatch(subject.Images, new int[Subject.ImageCount], new Sgd());
    }

    [Fact]
    public void ACallbackOfFitMayUseTheNetwork()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        using var folder = new TemporaryFolder();
        using INetwork network = subject.Create(InstructionSets.Best), undisturbed = subject.Create(InstructionSets.Best);
        var shape = network.Info.InputShape;
        var images = new ImageDataset(subject.Images, new int[Subject.ImageCount], shape[0], shape[1], shape[2]);
        var between = new Between(() =>
        {
            network.Save(folder["weights"]);
            Bits.Gradient(network.Parameters[0]);
            network.Predict(subject.Images, new float[subject.Predicted.Length]);
            network.Load(folder["weights"]);
            network.Threads = 3 - network.Threads;
        });
        network.Fit(images, new FitOptions { Epochs = 2, BatchSize = 3, Optimizer = new Nadam(), Callbacks = [between] });
        undisturbed.Fit(images, new FitOptions { Epochs = 2, BatchSize = 3, Optimizer = new Nadam() });
        Assert.Equal(6, between.Calls);
        Assert.Equal(Bits.HashOfWeights(undisturbed), Bits.HashOfWeights(network));
    }

    [Fact]
    public void AParameterKeepsItsNetwork()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        var parameters = Forget();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        for (var i = 0; i < parameters.Count; i++)
            Bits.AreEqual(subject.Weights[i], Bits.Values(parameters[i]), parameters[i].Name);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        IReadOnlyList<Parameter> Forget() => [.. subject.Create(InstructionSets.Best, threads: 2).Parameters];
    }

    [Fact]
    public void AnImageOfNaNShowsInItsOutputsOnly()
    {
        foreach (string name in (string[])["MaxPoolLeavesARest", "DropoutChain", "DepthMaxPools"])
        {
            var subject = ZooNetworks.Subject(name);
            float[] images = [.. subject.Images];
            images.AsSpan(0, subject.Reference.Input.Size).Fill(float.NaN);
            foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            {
                using var network = subject.Create(instructionSet);
                var outputs = new float[subject.Predicted.Length];
                network.Predict(images, outputs);
                Assert.Contains(outputs[..network.Info.OutputSize], float.IsNaN);
                Assert.DoesNotContain(outputs[network.Info.OutputSize..], float.IsNaN);
            }
        }
    }

    private static List<float[]> Gradients(INetwork network, Subject subject, int count, Action? between = null)
    {
        int output = network.Info.OutputSize;
        network.Forward(subject.Images.AsSpan(0, count * network.Info.InputSize), new float[count * output]);
        between?.Invoke();
        network.Backward(subject.Probes.AsSpan(0, count * output));
        return [.. network.Parameters.Where(p => p.Trainable).Select(Bits.Gradient)];
    }

    /// <summary>Calls what a test wants from inside a training step.</summary>
    private sealed class Inside(Action call) : LearningRateSchedule
    {
        /// <summary>A schedule is also asked for its first rate when an optimizer gets it.</summary>
        public bool IsWithinAStep { get; set; }

        public override double At(long step)
        {
            if (IsWithinAStep)
                call();
            return 0.1;
        }
    }

    /// <summary>Calls what a test wants between two training steps.</summary>
    private sealed class Between(Action call) : ITrainingCallback
    {
        public int Calls { get; private set; }

        public void OnBatchEnd(in BatchProgress progress)
        {
            Calls++;
            call();
        }
    }
}
