using System.CommandLine;
using System.Globalization;
using CnnGen.Import;

namespace CnnGen.Tool;

/// <summary><c>cnngen summary FILE</c>: the layers of a model, as Keras' <c>model.summary()</c> shows them, and its weights.</summary>
internal static class SummaryCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = CnnGenCommand.ModelFile();
        var command = new Command("summary", "Prints the layers of a model with their shapes and sizes, and its weights; writes nothing.")
        {
            file,
        };
        command.SetAction(parsed => CnnGenCommand.Run(
            parsed, () => Run(parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(file))));
        return command;
    }

    private static int Run(TextWriter output, FileInfo file)
    {
        var imported = NetworkImport.Read(file.FullName);
        using var network = NetworkCompilation.Create(imported);
        output.Write(network.Summary());
        output.WriteLine();
        var width = imported.Weights.Select(weight => weight.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, shape) in imported.Weights)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name.PadRight(width)}  ({string.Join(", ", shape)})"));
        foreach (var note in imported.Notes)
            output.WriteLine($"Note: {note}");
        return 0;
    }
}
