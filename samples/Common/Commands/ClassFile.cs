using CnnGen.Formats;

namespace CnnGen.Samples.Commands;

/// <summary>The names of a trained network's classes, a line each, in a file beside it: they depend on the data that were there.</summary>
internal static class ClassFile
{
    /// <summary>The file of a network's class names.</summary>
    /// <param name="model">The network's file.</param>
    public static string PathOf(string model) => Path.ChangeExtension(model, ".classes.txt");

    /// <summary>Writes the file.</summary>
    /// <param name="model">The network's file.</param>
    /// <param name="names">The names, by label.</param>
    public static void Write(string model, IReadOnlyList<string> names) => File.WriteAllLines(PathOf(model), names);

    /// <summary>Reads the file; where there is none, classes are told by their labels.</summary>
    /// <param name="model">The network's file.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="InvalidDataException">It holds more or fewer names.</exception>
    public static string[] Read(string model, int classes)
    {
        var path = PathOf(model);
        if (!File.Exists(path))
            return [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
        var names = File.ReadAllLines(path);
        return names.Length == classes
            ? names
            : throw new InvalidDataException(
                $"{path}: expected the names of {classes} classes, a line each, but it has {names.Length} lines.");
    }
}
