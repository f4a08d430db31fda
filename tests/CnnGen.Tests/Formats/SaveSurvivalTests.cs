using System.Diagnostics;
using CnnGen.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Formats;

/// <summary>Saving that ends before its time: the process is killed, or the disk is full.</summary>
public sealed class SaveSurvivalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_killed_process_leaves_a_whole_file_and_at_most_one_stray()
    {
        var path = _folder["net.safetensors"];
        var random = new Random(1);
        var strays = 0;
        for (var kill = 0; kill < 20; kill++)
        {
            string[] arguments = [Program.Assembly, Program.Saving, SavingProgram.Forever, path];
            using var child = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
            Assert.Equal("saved", child.StandardOutput.ReadLine());
            Thread.Sleep(random.Next(20));
            child.Kill();
            child.WaitForExit();
            AssertWhole(path);
            var left = Directory.GetFiles(_folder.Path).Length - 1;
            Assert.InRange(left, 0, 1);
            strays += left;
        }

        // Else the kills came between two saves and this test has seen nothing.
        Assert.InRange(strays, 1, 20);
        SavingProgram.Save(path, 1);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [SkippableFact]
    public void A_full_file_system_leaves_the_old_file_and_no_other()
    {
        Unix.Require(needsLinux: true);
        var disk = _folder.NewFolder();
        var mount = Command.Run("mount", "/", ["-t", "tmpfs", "-o", "size=1536k", "none", disk]);
        Skip.IfNot(mount.ExitCode == 0, "no file system may be mounted here; the limit on the size of files is tested all the same");
        try
        {
            // One file has room, two have not.
            var path = Path.Combine(disk, "net.safetensors");
            SavingProgram.Save(path, 7);
            var error = Assert.Throws<IOException>(() => SavingProgram.Save(path, 8));
            Assert.StartsWith($"{path}: could not be written", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", error.Message, StringComparison.Ordinal);
            Assert.Equal(7, AssertWhole(path));
            Assert.Equal([path], Directory.GetFiles(disk));
        }
        finally
        {
            Unix.Run("umount", disk);
        }
    }

    [SkippableTheory]
    [InlineData("trap '' XFSZ;", SavingProgram.NotWritten, 0)]
    // Not ignored, the signal of the limit ends the process as a kill does.
    [InlineData("", null, 1)]
    public void A_file_that_grows_beyond_a_limit_leaves_the_old_one(string signal, int? exitCode, int strays)
    {
        Unix.Require(needsLinux: true);
        var path = _folder["net.safetensors"];
        SavingProgram.Save(path, 7);
        var command = Command.Run(
            "sh", "/",
            ["-c", $"{signal} ulimit -c 0; ulimit -f 1000; exec dotnet \"$@\"", "sh", Program.Assembly, Program.Saving, SavingProgram.Once,
                path], null,
            // The runtime's own shared memory would be limited, too.
            ("DOTNET_EnableWriteXorExecute", "0"), ("DOTNET_EnableDiagnostics", "0"));
        if (exitCode is null)
            Assert.NotEqual(0, command.ExitCode);
        else
            Assert.Equal(exitCode, command.ExitCode);
        Assert.Equal(7, AssertWhole(path));
        Assert.Equal(1 + strays, Directory.GetFiles(_folder.Path).Length);
        if (strays == 0)
            Assert.StartsWith($"{path}: could not be written", command.Error, StringComparison.Ordinal);
    }

    /// <summary>Expects the file to be one that a child saved; its value.</summary>
    private static float AssertWhole(string path)
    {
        var values = SafetensorsFile.Read(path)["same"].Floats;
        Assert.Equal(SavingProgram.Values, values.Length);
        Assert.Equal(-1, values.IndexOfAnyExcept(values[0]));
        return values[0];
    }
}
