using CnnGen.Data;
using CnnGen.Generator.Tests.Support;
using CnnGen.Runtime;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>
/// <c>samples/TinyAot</c> as it is shipped, published once for all its tests, and the pictures of the repository's subset.
/// </summary>
public sealed class TinyAotPrograms : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly Lazy<PublishedProgram> _avx2;
    private readonly Lazy<PublishedProgram> _avx512;

    public TinyAotPrograms()
    {
        (_avx2, _avx512) = (new(() => Publish("v3")), new(() => Publish("v4")));
        Test = FashionMnist.Load(new FashionMnistOptions { Folder = Repository.PathOf("samples", "FashionMnist", "data") }).Test;
    }

    /// <summary>Real pictures with their labels; none of them was trained on.</summary>
    public ImageDataset Test { get; }

    /// <summary>Bytes of the weights in the executable.</summary>
    public static long WeightBytes => new FileInfo(Repository.PathOf("samples", "TinyAot", "tiny.safetensors")).Length;

    /// <summary>The program for an instruction set; the test is skipped where the machine cannot run it.</summary>
    /// <param name="isa">Its name: <c>avx2</c> or <c>avx512</c>.</param>
    internal PublishedProgram Of(string isa)
    {
        _ = NativeTools.CCompiler;
        var (instructionSet, program) = isa == "avx512" ? (InstructionSet.Avx512, _avx512) : (InstructionSet.Avx2, _avx2);
        Skip.IfNot(InstructionSets.IsSupported(instructionSet), $"this machine does not have {isa}");
        return program.Value;
    }

    /// <summary>The same program for the JIT, which the publish built on its way.</summary>
    internal string JitAssembly()
    {
        _ = Of("avx2");
        return Path.Combine(_root.Path, "bin", "TinyAot", $"release_{NativeTools.RuntimeIdentifier}", "TinyAot.dll");
    }

    /// <summary>A new, empty folder.</summary>
    public string NewFolder() => _root.NewFolder();

    public void Dispose() => _root.Dispose();

    /// <summary>Everything of the build goes into the folder: other test projects run from the repository's own output meanwhile.</summary>
    private PublishedProgram Publish(string level)
    {
        var folder = _root[level];
        var publish = Command.DotNet(
            Repository.Root, "publish", Path.Combine("samples", "TinyAot"), "-c", "Release", "-r", NativeTools.RuntimeIdentifier,
            "--artifacts-path", _root.Path,
            $"-p:CnnGenAotInstructionSet={level}", "-o", folder);
        return new PublishedProgram(Path.Combine(folder, OperatingSystem.IsWindows() ? "TinyAot.exe" : "TinyAot"), publish.Output);
    }
}
