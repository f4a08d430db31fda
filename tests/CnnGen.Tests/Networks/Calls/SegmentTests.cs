using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>The order of a training pass with several segments, and that all threads meet between two.</summary>
public sealed class SegmentTests
{
    private const int Images = 7;

    /// <summary>The last segment goes forward, through the loss and back at once; between segments all images meet.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AStepGoesForwardAndBackSegmentBySegment(int threads)
    {
        using var network = new SegmentedNetwork { Threads = threads };
        network.TrainBatch(new float[Images], new int[Images], new Sgd());
        network.AssertPhases(
            ["forward 0"], ["join 0"], ["forward 1"], ["join 1"], ["forward 2", "loss", "backward 2 from logits"], ["join back 2"],
            ["backward 1"], ["join back 1"], ["backward 0"]);
    }

    /// <summary>A loss that is not fused with the last layer leaves the order as it is.</summary>
    [Fact]
    public void ALossOfItsOwnStandsBetweenForwardAndBackward()
    {
        using var network = new SegmentedNetwork { Threads = 3 };
        network.TrainBatch(new float[Images], new float[Images], new MeanSquaredError(), new Sgd());
        network.AssertPhases(
            ["forward 0"], ["join 0"], ["forward 1"], ["join 1"], ["forward 2", "backward 2"], ["join back 2"], ["backward 1"],
            ["join back 1"], ["backward 0"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ForwardAndBackwardGoThroughAllSegments(int threads)
    {
        using var network = new SegmentedNetwork { Threads = threads };
        network.Forward(new float[Images], new float[Images]);
        network.AssertPhases(["forward 0"], ["join 0"], ["forward 1"], ["join 1"], ["forward 2"]);
        network.Backward(new float[Images]);
        network.AssertPhases(["backward 2"], ["join back 2"], ["backward 1"], ["join back 1"], ["backward 0"]);
    }

    /// <summary>A network of three segments that writes down what is done with each image.</summary>
    private sealed class SegmentedNetwork() : CompiledNetwork(
        new NetworkInfo("Segmented", [1, 1, 1], [1], [], [], HugeNetwork.Plan(chunk: 1), true, null), 0, [InstructionSet.Scalar],
        InstructionSet.Scalar)
    {
        private readonly List<(string What, int Image, bool IsEnd)> _log = [];

        /// <summary>
        /// Each phase is all that was done with each image in it, in order, and the last image leaves it before the first enters the next.
        /// </summary>
        public void AssertPhases(params string[][] phases)
        {
            var first = 0;
            foreach (var steps in phases)
            {
                var phase = _log.GetRange(first, 2 * steps.Length * Images);
                for (var image = 0; image < Images; image++)
                {
                    Assert.Equal(
                        steps.SelectMany(step => new[] { (step, image, false), (step, image, true) }),
                        phase.Where(entry => entry.Image == image));
                }

                first += phase.Count;
            }

            Assert.Equal(first, _log.Count);
            _log.Clear();
        }

        protected override NetworkCode CodeFor(InstructionSet instructionSet) => new LoggingCode(this);

        private sealed class LoggingCode(SegmentedNetwork network) : FakeCode
        {
            public override int Segments => 3;

            public override void Forward(in NetworkPass pass, int segment, int first, int count) => Log($"forward {segment}", first, count);

            public override void Loss(in NetworkPass pass, int first, int count) => Log("loss", first, count);

            public override void Backward(in NetworkPass pass, int segment, int first, int count) =>
                Log($"backward {segment}{(pass.FromLogits && segment == Segments - 1 ? " from logits" : "")}", first, count);

            public override void JoinForward(in NetworkPass pass, int segment) => LogAll($"join {segment}");

            public override void JoinBackward(in NetworkPass pass, int segment) => LogAll($"join back {segment}");

            /// <summary>Something that is done with all images at once, by the calling thread.</summary>
            private void LogAll(string what)
            {
                for (int image = 0; image < Images; image++)
                    Log(what, image, 1);
            }

            private void Log(string what, int first, int count)
            {
                Assert.Equal(1, count);
                lock (network._log)
                    network._log.Add((what, first, false));
                // The later an image comes, the sooner it is done: without a barrier others would be a phase ahead of the first.
                Thread.Sleep(Images - first);
                lock (network._log)
                    network._log.Add((what, first, true));
            }
        }
    }
}
