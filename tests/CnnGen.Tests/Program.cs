using CnnGen.Tests.Concurrency;

namespace CnnGen.Tests;

/// <summary>The test assembly as a program: what would take a test host with it, were it to fail, runs in a process of its own.</summary>
internal static class Program
{
    /// <summary>All pairs of public members on two threads.</summary>
    public const string Networks = "contend-for-networks";

    /// <summary>All pairs of C functions on two threads.</summary>
    public const string Handles = "contend-for-handles";

    /// <summary>More threads than the system gives.</summary>
    public const string Threads = "ask-for-too-many-threads";

    private static int Main(string[] arguments) => arguments switch
    {
        [Networks] => NetworkRound.RunAll(),
        [Handles] => NativeRound.RunAll(),
        [Threads] => ThreadLimit.Run(),
        _ => throw new ArgumentException($"There is no '{string.Join(' ', arguments)}'."),
    };
}
