using System.CommandLine;
using System.CommandLine.Help;
using CnnGen.Import;

namespace CnnGen.Tool;

/// <summary>The command <c>cnngen</c>.</summary>
internal static class CnnGenCommand
{
    /// <summary>What a process ends with where a file cannot be imported or read, or is not what it was to be.</summary>
    public const int Failed = 1;

    // What the library calls otherwise than the command line.
    private static readonly Dictionary<string, string> Options = new()
    {
        [nameof(ImportOptions.ClassName)] = "--class",
        [nameof(ImportOptions.Namespace)] = "--namespace",
        ["opset"] = "--opset",
    };

    /// <summary>The command with all that it can do; by its own name, which is not that of the program's file.</summary>
    public static Command Create() => new("cnngen", "Networks compiled by CnnGen, and the files that they come from.")
    {
        new HelpOption(),
        new VersionOption(),
        ImportCommand.Create(),
        SummaryCommand.Create(),
        VerifyCommand.Create(),
        WeightsCommand.Create(),
        ExportOnnxCommand.Create(),
        InspectCommand.Create(),
    };

    /// <summary>The file of a model, as several commands take it.</summary>
    public static Argument<FileInfo> ModelFile() => new("FILE")
    {
        Description = "A whole model: .h5, .hdf5 or .keras of Keras, model.json of TensorFlow.js, or .onnx",
    };

    /// <summary>The name of a class in a C# file, as several commands take it.</summary>
    public static Option<string?> ClassName() => new("--class")
    {
        Description = "Name of the class, where the file has several networks",
    };

    /// <summary>Runs a command; what is the matter with files and options becomes a message and an exit code.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="action">Does it, and returns the exit code.</param>
    public static int Run(ParseResult parsed, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is ImportException or IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException or OverflowException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"Error: {Message(e)}");
            return Failed;
        }
    }

    /// <summary>What an exception says, with the command line's names of options.</summary>
    private static string Message(Exception e)
    {
        if (e is not ArgumentException { ParamName: { } name })
            return e.Message;
        var text = e.Message.Split($" (Parameter '{name}')")[0];
        return Options.TryGetValue(name, out var option) && text.StartsWith(name, StringComparison.Ordinal)
            ? option + text[name.Length..]
            : text;
    }
}
