using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace CnnGen.Generator.Tests.Support;

/// <summary>
/// Compares text with a reviewed file beside the test, by the conventions of Verify: <c>Name.verified.cs</c> is checked in,
/// <c>Name.received.cs</c> is written on a difference. <c>CNNGEN_ACCEPT=1</c> accepts what came.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string received, string name, [CallerFilePath] string testFile = "") =>
        Verify(received, name, Path.GetDirectoryName(testFile)!, accept: Environment.GetEnvironmentVariable("CNNGEN_ACCEPT") == "1");

    internal static void Verify(string received, string name, string folder, bool accept)
    {
        var verifiedPath = Path.Combine(folder, name + ".verified.cs");
        var receivedPath = Path.Combine(folder, name + ".received.cs");
        var verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : "";
        if (verified == received)
        {
            File.Delete(receivedPath);
            return;
        }

        if (accept)
        {
            File.WriteAllText(verifiedPath, received);
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"{name} differs from its reviewed text; if the change is right, run again with"
            + $" CNNGEN_ACCEPT=1.\n{Difference(verified, received)}");
    }

    /// <summary>The lines that changed, with their numbers; - was reviewed, + came.</summary>
    internal static string Difference(string verified, string received)
    {
        var text = new StringBuilder();
        foreach (var line in InlineDiffBuilder.Diff(verified, received).Lines.Where(line => line.Type != ChangeType.Unchanged).Take(60))
            text.Append(line.Type == ChangeType.Inserted ? '+' : '-').Append($"{line.Position,5} ").Append(line.Text).Append('\n');
        return text.ToString();
    }
}
