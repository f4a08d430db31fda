using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests.Support;

/// <summary>An executable that NativeAOT made.</summary>
/// <param name="Path">The file.</param>
/// <param name="BuildOutput">What the build said.</param>
internal sealed record PublishedProgram(string Path, string BuildOutput)
{
    /// <summary>Bytes of the executable.</summary>
    public long Size => new FileInfo(Path).Length;

    /// <summary>Runs it, and expects success.</summary>
    public string Run(params (string Name, string? Value)[] environment)
    {
        var run = Command.Run(Path, System.IO.Path.GetDirectoryName(Path)!, [], null, environment);
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Output;
    }

    /// <summary>Whether it holds code of a generated class, by its symbols, which lie beside it.</summary>
    /// <param name="className">The class without its namespace.</param>
    public bool HasCodeOf(string className) =>
        File.ReadAllBytes($"{Path}.dbg").AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes($"_{className}__")) >= 0;
}
