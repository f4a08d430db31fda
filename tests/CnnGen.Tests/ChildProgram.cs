using CnnGen.Formats;

namespace CnnGen.Tests;

/// <summary>
/// What this assembly does when it is started as a program: tests that need a process of its own, to kill it or to bound what it may use,
/// start it.
/// </summary>
internal static class ChildProgram
{
    /// <summary>Saves again and again until it is killed; says so when the first file is there.</summary>
    public const string SaveForever = "save-forever";

    /// <summary>Saves once.</summary>
    public const string SaveOnce = "save-once";

    /// <summary>Values of the tensor that is saved.</summary>
    public const int Values = 1 << 18;

    /// <summary>The exit code for a file that could not be written.</summary>
    public const int NotWritten = 3;

    /// <summary>Its path, for <c>dotnet</c>.</summary>
    public static string Assembly => typeof(ChildProgram).Assembly.Location;

    /// <summary>Saves a tensor whose values are all the same.</summary>
    public static void Save(string path, float value) =>
        SafetensorsFile.Write(path, [new SafetensorsSource("same", [Values], values => values.Fill(value))]);

    private static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case [SaveForever, var path]:
                    for (var value = 1f; ; value++)
                    {
                        Save(path, value);
                        if (value == 1)
                            Console.WriteLine("saved");
                    }

                case [SaveOnce, var path]:
                    Save(path, 1);
                    return 0;
                default:
                    Console.Error.WriteLine($"expected {SaveForever} or {SaveOnce} and a path");
                    return 1;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return NotWritten;
        }
    }
}
