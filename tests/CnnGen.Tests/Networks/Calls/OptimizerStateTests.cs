using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// One rule: a network keeps the state of the optimizer object that its last step was taken with; another object begins afresh, and nothing
/// else but <see cref="INetwork.ResetOptimizer"/> ends it.
/// </summary>
public sealed class OptimizerStateTests : IDisposable
{
    private readonly Subject _subject = ZooNetworks.Subject("NormalizedPerceptron");
    private readonly INetwork _network;

    public OptimizerStateTests() => _network = Create();

    public static TheoryData<string> WhatLeavesItAlone => ["predict", "forward and backward", "threads", "save", "load", "copy", "adapt"];

    public void Dispose() => _network.Dispose();

    [Fact]
    public void TheSameObjectGoesOn()
    {
        var optimizer = new Nadam(0.01);
        Assert.Equal(1, IterationsAfterStep(optimizer));
        Assert.Equal(2, IterationsAfterStep(optimizer));
    }

    [Fact]
    public void AnotherObjectBeginsAfreshAndForgetsTheFirst()
    {
        var (first, second) = (new Nadam(0.01), new Nadam(0.01));
        IterationsAfterStep(first);
        IterationsAfterStep(first);
        Assert.Equal(1, IterationsAfterStep(second));
        Assert.Equal(1, IterationsAfterStep(first));
        AssertNextStepIs(Fresh, first, () => _network.ResetOptimizer());
    }

    [Theory]
    [MemberData(nameof(WhatLeavesItAlone))]
    public void NothingElseEndsIt(string what)
    {
        var optimizer = new Nadam(0.01);
        IterationsAfterStep(optimizer);
        IterationsAfterStep(optimizer);
        Do(what);
        Assert.Equal(3, IterationsAfterStep(optimizer));
    }

    [Fact]
    public void WeightsThatAreLoadedMoveWithTheMomentumThatWasThere()
    {
        var optimizer = new Sgd(0.01) { Momentum = 0.9 };
        Train(_network, optimizer);
        AssertNextStepIs(isFresh: false, optimizer, () => Do("load"));
    }

    [Fact]
    public void ResetBeginsAfresh()
    {
        foreach (var optimizer in (
            Optimizer[])[new Nadam(0.01), new Adam(0.01), new RmsProp(0.01) { Momentum = 0.5 }, new Sgd(0.01) { Momentum = 0.9 }])
        {
            Train(_network, optimizer);
            Train(_network, optimizer);
            AssertNextStepIs(Fresh, optimizer, _network.ResetOptimizer);
        }
    }

    [Fact]
    public void ResetBeginsTheScheduleAgain()
    {
        var optimizer = new Sgd { Schedule = new PolynomialDecay(1, decaySteps: 4, endLearningRate: 0) };
        Assert.Equal([1, 0.75, 0.5], Enumerable.Range(0, 3).Select(_ => RateOfNextStep()));
        _network.ResetOptimizer();
        Assert.Equal([1, 0.75], Enumerable.Range(0, 2).Select(_ => RateOfNextStep()));

        double RateOfNextStep()
        {
            Train(_network, optimizer);
            return optimizer.LearningRate;
        }
    }

    [Fact]
    public void ResetOfANetworkThatWasNeverTrainedIsNothingToDo()
    {
        var before = Bits.HashOfWeights(_network);
        _network.ResetOptimizer();
        _network.ResetOptimizer();
        Assert.Equal(before, Bits.HashOfWeights(_network));
    }

    /// <summary>
    /// Each network is at another step of the schedule, so another's rate or clipping in the middle of a step would change its weights.
    /// </summary>
    [Fact]
    public void NetworksThatShareAnOptimizerOnManyThreadsStepAsIfAlone()
    {
        const int Networks = 8, Steps = 400;
        var shared = Falling();
        INetwork[] networks = [.. Enumerable.Range(0, Networks).Select(_ => Create())];
        using (var start = new Barrier(Networks))
        {
            var threads = networks.Select((network, ahead) => new Thread(() =>
            {
                TrainFor(network, shared, 10 * ahead);
                start.SignalAndWait();
                TrainFor(network, shared, Steps);
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        }

        for (var ahead = 0; ahead < Networks; ahead++)
        {
            using var alone = Create();
            TrainFor(alone, Falling(), (10 * ahead) + Steps);
            Assert.Equal(Bits.HashOfWeights(alone), Bits.HashOfWeights(networks[ahead]));
            networks[ahead].Dispose();
        }

        static Optimizer Falling() => new Nadam
        {
            LearningRate = new PolynomialDecay(0.01, decaySteps: 500, endLearningRate: 0),
            WeightDecay = 0.1,
        };

        void TrainFor(INetwork network, Optimizer optimizer, int steps)
        {
            for (var step = 0; step < steps; step++)
                Train(network, optimizer);
        }
    }

    private const bool Fresh = true;

    /// <summary>Compares the next step with that of a network with the same weights that has no state.</summary>
    private void AssertNextStepIs(bool isFresh, Optimizer optimizer, Action before)
    {
        before();
        using var fresh = Create();
        foreach (var (from, to) in _network.Parameters.Zip(fresh.Parameters))
            to.CopyFrom(Bits.Values(from));
        Train(_network, optimizer);
        Train(fresh, optimizer);
        Assert.Equal(isFresh, Bits.HashOfWeights(fresh) == Bits.HashOfWeights(_network));
    }

    private void Do(string what)
    {
        using var folder = new TemporaryFolder();
        var outputs = new float[_subject.Predicted.Length];
        switch (what)
        {
            case "predict":
                _network.Predict(_subject.Images, outputs);
                break;
            case "forward and backward":
                _network.Forward(_subject.Images, outputs);
                _network.Backward(_subject.Probes);
                break;
            case "threads":
                _network.Threads = 3;
                break;
            case "copy":
                _subject.CopyWeightsTo(_network);
                break;
            case "adapt":
                _network.Adapt(new ImageDataset(_subject.Images, new int[Subject.ImageCount], 5, 5, 1));
                break;
            default:
                _network.Save(folder["weights"]);
                if (what == "load")
                    _network.Load(folder["weights"]);
                break;
        }
    }

    /// <summary>Steps of the state, as a schedule sees them.</summary>
    private long IterationsAfterStep(Optimizer optimizer)
    {
        var watch = new Watch();
        optimizer.Schedule = watch;
        Train(_network, optimizer);
        return watch.Step + 1;
    }

    private void Train(INetwork network, Optimizer optimizer) => network.TrainBatch(_subject.Images, [1, 2, 3, 4, 5, 6, 7], optimizer);

    private INetwork Create() => _subject.Create(InstructionSets.Best);

    private sealed class Watch : LearningRateSchedule
    {
        public long Step { get; private set; } = -1;

        public override double At(long step)
        {
            Step = step;
            return 0.01;
        }
    }
}
