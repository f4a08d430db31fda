using CnnGen.Tests.Networks.Bounds;

namespace CnnGen.Tests;

/// <summary>
/// What tests run as a program of its own, since it may end the process: <c>dotnet CnnGen.Tests.dll caller-memory</c>.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case [CallerMemory.Command]:
                CallerMemory.Check(Say);
                return 0;
            case [CallerMemory.Command, var name] when Enum.TryParse<Placement>(name, out var placement):
                Say($"touching {placement}");
                CallerMemory.Touch(placement);
                return 0;
            default:
                Console.Error.WriteLine($"unknown arguments: {string.Join(' ', args)}");
                return 2;
        }
    }

    // At once, for nothing that waits in a buffer survives the end of the process.
    private static void Say(string text)
    {
        Console.Out.WriteLine(text);
        Console.Out.Flush();
    }
}
