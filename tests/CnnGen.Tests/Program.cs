using CnnGen.Tests.Concurrency;
using CnnGen.Tests.Formats;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Networks.Bounds;
using CnnGen.Tests.Training.Checkpoints;

namespace CnnGen.Tests;

/// <summary>
/// The test assembly as a program: what may end its process, is to be killed, or has bounds set for it, runs in a process of its own.
/// </summary>
internal static class Program
{
    /// <summary>All pairs of public members on two threads.</summary>
    public const string Networks = "contend-for-networks";

    /// <summary>All pairs of C functions on two threads.</summary>
    public const string Handles = "contend-for-handles";

    /// <summary>More threads than the system gives.</summary>
    public const string Threads = "ask-for-too-many-threads";

    /// <summary>Buffers beside protected pages; <see cref="CallerMemory"/> says what may follow.</summary>
    public const string Buffers = "caller-memory";

    /// <summary>A machine with fewer instruction sets; the name of the best one left follows.</summary>
    public const string Reduced = "reduced-machine";

    /// <summary>Saving; <see cref="SavingProgram"/> says what follows.</summary>
    public const string Saving = "save";

    /// <summary>Training with checkpoints; <see cref="TrainingProgram"/> says what follows.</summary>
    public const string Training = "train";

    /// <summary>Its path, for <c>dotnet</c>.</summary>
    public static string Assembly => typeof(Program).Assembly.Location;

    private static int Main(string[] arguments) => arguments switch
    {
        [Networks] => NetworkRound.RunAll(),
        [Handles] => NativeRound.RunAll(),
        [Threads] => ThreadLimit.Run(),
        [Buffers, .. var rest] => CallerMemory.Run(rest),
        [Reduced, var left] => ReducedMachine.Run(left),
        [Saving, .. var rest] => SavingProgram.Run(rest),
        [Training, .. var rest] => TrainingProgram.Run(rest),
        _ => throw new ArgumentException($"There is no '{string.Join(' ', arguments)}'."),
    };
}
