using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>The sample <c>TinyNative</c> as NativeAOT publishes it, once for all tests, and C programs that call it.</summary>
public sealed class NativeLibrary : IDisposable
{
    private static readonly string[] Strict = ["-std=c99", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror"];

    private readonly TemporaryFolder _root = new();
    private readonly Lazy<string> _publishOutput;

    public NativeLibrary() => _publishOutput = new(Publish);

    /// <summary>The folder with the library and its header.</summary>
    public string Folder => _root["publish"];

    /// <summary>What publishing said. The first test to ask waits for it.</summary>
    public string PublishOutput => _publishOutput.Value;

    private static string FileName => $"TinyNative.{(OperatingSystem.IsWindows() ? "dll" : OperatingSystem.IsMacOS() ? "dylib" : "so")}";

    /// <summary>Compiles a C program against the header without a warning, links it with the library, and returns its path.</summary>
    /// <param name="source">The source, from the repository's root.</param>
    public string Compile(params string[] source)
    {
        _ = PublishOutput;
        var program = _root[Path.GetFileNameWithoutExtension(source[^1])];
        // By name rather than by path where the linker can: the program would remember the path.
        string[] library = OperatingSystem.IsLinux() ? ["-L", Folder, $"-l:{FileName}"] : [Path.Combine(Folder, FileName)];
        Run([.. Strict, "-I", Folder, Repository.PathOf(source), .. library, $"-Wl,-rpath,{Folder}", "-o", program]);
        return program;
    }

    /// <summary>Runs the C compiler, and expects success.</summary>
    public void Run(params string[] arguments)
    {
        var compiler = Command.Run(NativeTools.CCompiler, _root.Path, arguments);
        Assert.True(compiler.ExitCode == 0, compiler.Text);
    }

    /// <summary>A new, empty folder.</summary>
    public string NewFolder() => _root.NewFolder();

    public void Dispose() => _root.Dispose();

    private string Publish()
    {
        _ = NativeTools.CCompiler;
        // Nothing of the build goes into the repository: other tests run from its output meanwhile.
        return Command.DotNet(
            Repository.Root, "publish", Path.Combine("samples", "TinyNative"), "-c", "Release", "-r", NativeTools.RuntimeIdentifier,
            "-o", Folder,
            "--artifacts-path", _root["artifacts"]).Text;
    }
}
