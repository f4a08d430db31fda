namespace CnnGen.Distributed.Tests;

/// <summary>The test assembly as a program: one of the processes that mpirun starts.</summary>
internal static class Program
{
    /// <summary>Its path, for <c>dotnet</c>.</summary>
    public static string Assembly => typeof(Program).Assembly.Location;

    private static int Main(string[] arguments) => Training.Run(Enum.Parse<Scenario>(arguments[0]), arguments[1..]);
}
