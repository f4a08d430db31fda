using BenchmarkDotNet.Attributes;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Suites;

/// <summary>The whole network on one thread: prediction of one image and of a batch, a step of training on a batch.</summary>
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    private Subject? _subject;

    /// <summary>Instruction sets of this machine.</summary>
    public static IEnumerable<InstructionSet> InstructionSets => InstructionSetList.Supported;

    /// <summary>The instruction set that runs.</summary>
    [ParamsSource(nameof(InstructionSets))]
    public InstructionSet Isa { get; set; }

    /// <summary>Builds the network.</summary>
    [GlobalSetup]
    public void Setup() => _subject = new Subject(Isa);

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _subject?.Dispose();

    /// <summary>Predicts one image.</summary>
    [Benchmark]
    public void InferB1() => _subject!.Predict(1);

    /// <summary>Predicts 32 images.</summary>
    [Benchmark(OperationsPerInvoke = Subject.BatchSize)]
    public void InferB32() => _subject!.Predict(Subject.BatchSize);

    /// <summary>Trains on 32 images: forward, loss, backward, Nadam.</summary>
    [Benchmark(OperationsPerInvoke = Subject.BatchSize)]
    public void TrainB32() => _subject!.Train();
}
