using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using CnnGen.Serve.Tests.Support;
using CnnGen.Tests.Support;
using ServeSample;

namespace CnnGen.Serve.Tests;

/// <summary>The program as one starts it.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnAddressThatAnotherHasIsOneSentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var run = Run("--urls", $"http://127.0.0.1:{port}");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"Error: another program has the address http://127.0.0.1:{port}: end it, or choose another port with --port.\n", run.Error);
    }

    [Theory]
    [InlineData("localhost", "--urls localhost: ")]
    [InlineData("ftp://localhost", "--urls ftp://localhost: ")]
    [InlineData("http://localhost:0", "--urls http://localhost:0: ")]
    public void AnAddressThatIsNoneIsOneSentence(string address, string sentence)
    {
        var run = Run("--urls", address);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"Error: {sentence}", run.Error);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("--port many", "--port must be a whole number from 1 to 65535, but is 'many'.")]
    [InlineData("--port 0", "--port must be a whole number from 1 to 65535, but is '0'.")]
    [InlineData("--rate -1", "--rate must be a whole number from 0")]
    [InlineData("--none", "--none")]
    public void AWrongCommandLineIsTold(string arguments, string sentence)
    {
        var run = Run(arguments.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Error);
    }

    [Fact]
    public void WeightsThatAreNoneAreTold()
    {
        var run = Run("--weights", _folder["none.safetensors"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Error: ", run.Error);
        Assert.Contains("none.safetensors", run.Error);
        Assert.Single(run.Error.Trim().Split('\n'));

        run = Run("--weights", _folder.Write("damaged.safetensors", [1, 2, 3]));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("damaged.safetensors", run.Error);
    }

    /// <summary>What is under way when it is to end is finished, and what it listens at is free by then.</summary>
    [SkippableTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task ItEndsWhenWhatIsUnderWayIsDone(string signal)
    {
        Skip.If(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), "Signals are those of Linux and macOS.");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Assembly, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Path,
        })!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Matches(@"^ClothesCnn is served at http://127\.0\.0\.1:\d+ \(Ctrl-C ends it\)$", line);
            var address = new Uri(line!.Split(' ')[4]);
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            await using var stream = client.GetStream();
            var pixels = Clothes.Pixels(0);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 784\r\n\r\n"));
            await stream.WriteAsync(pixels.AsMemory(0, 400));
            await Task.Delay(500);
            using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
                await kill.WaitForExitAsync();
            await Task.Delay(500);
            Assert.False(process.HasExited);
            await stream.WriteAsync(pixels.AsMemory(400));
            using var reader = new StreamReader(stream);
            var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.StartsWith("HTTP/1.1 200 OK", answer);
            Assert.Contains("probability", answer);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static string Assembly => typeof(ServeApp).Assembly.Location;

    private Command Run(params string[] arguments) => Command.Run("dotnet", _folder.Path, [Assembly, .. arguments]);
}
