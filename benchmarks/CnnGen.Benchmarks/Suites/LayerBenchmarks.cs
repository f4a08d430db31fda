using BenchmarkDotNet.Attributes;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Suites;

/// <summary>Each convolution in each direction on a batch of 32, on one thread.</summary>
[MemoryDiagnoser]
public class LayerBenchmarks
{
    private Subject? _subject;
    private ConvolutionKernel? _kernel;

    /// <summary>Instruction sets of this machine.</summary>
    public static IEnumerable<InstructionSet> InstructionSets => InstructionSetList.Supported;

    /// <summary>Names of the convolutions and directions, such as <c>conv2_fwd</c>.</summary>
    public static IEnumerable<string> Kernels
    {
        get
        {
            using var network = new FashionCnn();
            return [.. ConvolutionKernel.All(network.Info).Select(kernel => kernel.Name)];
        }
    }

    /// <summary>The instruction set that runs.</summary>
    [ParamsSource(nameof(InstructionSets))]
    public InstructionSet Isa { get; set; }

    /// <summary>The convolution and its direction.</summary>
    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    /// <summary>Builds the network and trains it one step, so that the kernel finds a batch.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _subject = new Subject(Isa);
        _kernel = ConvolutionKernel.All(_subject.Network.Info).Single(kernel => kernel.Name == Kernel);
    }

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _subject?.Dispose();

    /// <summary>Runs the kernel on the batch.</summary>
    [Benchmark]
    public bool Run() => _subject!.Network.RunLayer(_kernel!.Layer, _kernel.Direction);
}
