using System.Globalization;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Concurrency;

/// <summary>
/// Whatever is called on one network at the same time is done or refused; nothing else comes out, and the process goes on.
/// </summary>
public sealed class ConcurrencyTests : IDisposable
{
    /// <summary>A user who has no other processes, where the test's own is not bound by any limit.</summary>
    private const string NobodyElse = "54321";

    private const int MostThreads = 150;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Refusing => [.. NetworkCalls.Members.Where(member => !NetworkCalls.AlwaysAllowed.Contains(member))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryPublicMemberHasACall()
    {
        using var network = new ContendedNetwork();
        Assert.Equal(NetworkCalls.Members.Order(StringComparer.Ordinal),
            new NetworkCalls(network, [], "").ByName.Keys.Order(StringComparer.Ordinal));
        Assert.Subset(NetworkCalls.Members.ToHashSet(), NetworkCalls.AlwaysAllowed.ToHashSet());
        Assert.Equal(NativeRound.Functions.Order(StringComparer.Ordinal), NativeRound.CallNames().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AnyTwoMembersMayMeet() => AssertSucceeds(Run(Program.Networks), NetworkCalls.Members);

    [Fact]
    public void AnyTwoCFunctionsMayMeet() => AssertSucceeds(Run(Program.Handles), NativeRound.Functions);

    /// <summary>Deterministic, what <see cref="AnyTwoMembersMayMeet"/> finds by chance.</summary>
    [Theory]
    [MemberData(nameof(Refusing))]
    public void AMemberRefusesANetworkThatIsAtWorkAndOneThatIsGone(string member)
    {
        var file = _folder["weights"];
        using var network = new ContendedNetwork();
        network.Save(file);
        var weights = File.ReadAllBytes(file);
        var call = new NetworkCalls(network, weights, file).ByName[member];
        using (network.Gate.Enter())
        {
            var atWork = Assert.Throws<InvalidOperationException>(call);
            Assert.Equal(
                "ContendedNetwork is at work for another caller; one call at a time, or a network for each thread.", atWork.Message);
            Assert.Throws<InvalidOperationException>(network.Dispose);
        }

        network.Dispose();
        var gone = Assert.Throws<ObjectDisposedException>(call);
        Assert.Contains(typeof(ContendedNetwork).FullName!, gone.Message, StringComparison.Ordinal);
        Assert.Equal(weights, File.ReadAllBytes(file));
    }

    [Fact]
    public void WhatIsKnownOfANetworkOutlivesIt()
    {
        var network = new ContendedNetwork();
        var calls = new NetworkCalls(network, [], "").ByName;
        using (network.Gate.Enter())
            CallAll(except: NetworkCalls.Dispose);
        network.Dispose();
        CallAll(except: null);

        void CallAll(string? except)
        {
            foreach (var member in NetworkCalls.AlwaysAllowed)
            {
                if (member != except)
                    calls[member]();
            }
        }
    }

    /// <summary>Memory that a stream was not asked for is there for the next call.</summary>
    [Fact]
    public void ARefusedLoadDoesNotUseTheStreamUp()
    {
        using var network = new ContendedNetwork();
        network.Save(_folder["weights"]);
        using var stream = new MemoryStream(File.ReadAllBytes(_folder["weights"]));
        using (network.Gate.Enter())
            Assert.Throws<InvalidOperationException>(() => network.Load(stream));
        Assert.Equal(0, stream.Position);
        network.Load(stream);
    }

    [SkippableFact]
    public void ThreadsAreStartedAllOrNone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "limits the threads of a user, as Linux does");
        string[] program = ["dotnet", Program.Assembly, Program.Threads];
        // The superuser has no limit, and who else runs this has other processes already.
        var command = Environment.IsPrivilegedProcess
            ? Command.Run("prlimit", _folder.Path,
                [$"--nproc={MostThreads}", "setpriv", $"--reuid={NobodyElse}", $"--regid={NobodyElse}", "--clear-groups", .. program],
                environment: ("DOTNET_EnableDiagnostics", "0"))
            : Command.Run("prlimit", _folder.Path, [$"--nproc={ThreadsOfThisUser() + MostThreads}", .. program]);
        Assert.True(command.ExitCode == 0, command.Text);
        Assert.Contains("The system refused to start thread ", command.Output, StringComparison.Ordinal);
    }

    private static Command Run(string scenario) =>
        Command.Run("dotnet", AppContext.BaseDirectory, [Program.Assembly, scenario], environment: Contention.UnmapWhatIsFreed);

    private static void AssertSucceeds(Command command, IReadOnlyList<string> calls)
    {
        Assert.True(command.ExitCode == 0, $"exit code {command.ExitCode}\n{command.Text}");
        Assert.Contains($"{calls.Count} calls, {Contention.Pairs(calls).Count()} pairs", command.Output, StringComparison.Ordinal);
    }

    private static int ThreadsOfThisUser()
    {
        var user = Field("/proc/self/status", "Uid:");
        return Directory.GetDirectories("/proc").Select(process => $"{process}/status").Where(status => Field(status, "Uid:") == user)
            .Sum(status => int.Parse(Field(status, "Threads:") ?? "0", CultureInfo.InvariantCulture));
    }

    /// <summary>The first value of a line of a process's status; null where it is none, or has just ended.</summary>
    private static string? Field(string status, string name)
    {
        try
        {
            return File.Exists(status)
                ? File.ReadLines(status).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1]
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
