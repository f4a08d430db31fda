using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;

namespace CnnGen.Benchmarks.Suites;

/// <summary>
/// The generator on the network of these benchmarks: in a build, and in an editor after a keystroke and after an edit of a layer.
/// </summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private SeedProject? _project;

    /// <summary>Runs the generator once, so that an editor's state is there.</summary>
    [GlobalSetup]
    public void Setup() => _project = new SeedProject();

    /// <summary>A new generator over a project it has not seen.</summary>
    [Benchmark(Baseline = true)]
    public GeneratorDriver Cold() => _project!.Generate();

    /// <summary>A keystroke in another file: nothing is generated again.</summary>
    [Benchmark]
    public GeneratorDriver UnrelatedKeystroke() => _project!.AfterUnrelatedKeystroke();

    /// <summary>One layer gets another number of filters: one network is generated again.</summary>
    [Benchmark]
    public GeneratorDriver LayerEdit() => _project!.AfterLayerEdit();

    /// <summary>One window becomes too large: the analyzer finds it.</summary>
    [Benchmark]
    public void BreakingEdit() => _project!.AnalyzeBreakingEdit();

    /// <summary>The C# compiler on what was generated.</summary>
    [Benchmark]
    public void CompileGenerated() => _project!.CompileGenerated();
}
