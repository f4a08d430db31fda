using CnnGen.Runtime;

namespace CnnGen.Tests.Concurrency;

/// <summary>What a network does where the system refuses threads; run in a process of its own, under a limit.</summary>
internal static class ThreadLimit
{
    /// <summary>More than the limit that the test sets.</summary>
    private const int TooMany = 900;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks for more threads than there are.</summary>
    /// <returns>0 where the refusal is told, leaves nothing behind and the network as it was.</returns>
    public static int Run()
    {
        using var network = new ContendedNetwork(seed: 1) { Threads = 2 };
        var (images, before, after) = (new float[64 * ContendedNetwork.InputSize], new float[64 * ContendedNetwork.OutputSize],
            new float[64 * ContendedNetwork.OutputSize]);
        images.AsSpan().Fill(0.5f);
        network.Predict(images, before);
        var threads = CountThreads();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                network.Threads = TooMany;
                return Fail("the system gave all threads, so that there is no limit to be tested");
            }
            catch (OutOfMemoryException e)
            {
                Console.WriteLine(e.Message);
                if (!e.Message.Contains($"of {TooMany}", StringComparison.Ordinal))
                    return Fail("the message does not say how many were asked for");
            }

            if (network.Threads != 2)
                return Fail($"the network has {network.Threads} threads");
            network.Predict(images, after);
            if (!before.AsSpan().SequenceEqual(after))
                return Fail("the network predicts something else");
        }

        // The system takes a moment to forget a thread that has ended; a runtime starts and ends a few of its own.
        const int ofTheRuntime = 8;
        if (!SpinWait.SpinUntil(() => CountThreads() <= threads + ofTheRuntime, Patience))
            return Fail($"{threads} threads before, {CountThreads()} after");
        network.Threads = 3;
        network.Predict(images, after);
        if (!before.AsSpan().SequenceEqual(after))
            return Fail("with three threads the network predicts something else");
        try
        {
            network.Threads = WorkerTeam.MaxThreads + 1;
            return Fail("there is no bound");
        }
        catch (ArgumentOutOfRangeException)
        {
            return 0;
        }
    }

    private static int CountThreads() => Directory.GetDirectories("/proc/self/task").Length;

    private static int Fail(string what)
    {
        Console.WriteLine(what);
        return 1;
    }
}
