using CnnGen.Formats;

namespace CnnGen.Tests.Formats;

/// <summary>A process that saves, to be killed or to have its disk bounded.</summary>
internal static class SavingProgram
{
    /// <summary>Saves again and again until it is killed; says so when the first file is there.</summary>
    public const string Forever = "forever";

    /// <summary>Saves once.</summary>
    public const string Once = "once";

    /// <summary>Values of the tensor that is saved.</summary>
    public const int Values = 1 << 18;

    /// <summary>The exit code for a file that could not be written.</summary>
    public const int NotWritten = 3;

    /// <summary>Saves a tensor whose values are all the same.</summary>
    public static void Save(string path, float value) =>
        SafetensorsFile.Write(path, [new SafetensorsSource("same", [Values], values => values.Fill(value))]);

    /// <summary>Saves to a path, as the first argument says.</summary>
    public static int Run(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case [Forever, var path]:
                    for (var value = 1f; ; value++)
                    {
                        Save(path, value);
                        if (value == 1)
                            Console.WriteLine("saved");
                    }

                case [Once, var path]:
                    Save(path, 1);
                    return 0;
                default:
                    Console.Error.WriteLine($"expected {Forever} or {Once} and a path");
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
