using System.CommandLine;
using System.Globalization;
using CnnGen.Formats;
using CnnGen.Import;

namespace CnnGen.Tool;

/// <summary><c>cnngen import FILE</c>: a model of Keras as a class and its weights.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = CnnGenCommand.ModelFile();
        var className = new Option<string?>("--class") { Description = "Name of the class; made of the file's name when left out" };
        var space = new Option<string?>("--namespace") { Description = "Namespace of the class" };
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for Name.cs and Name.safetensors",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var frozen = new Option<bool>("--frozen") { Description = "Freeze all layers with weights, for transfer learning" };
        var half = new Option<bool>("--float16") { Description = "Store the weights as half floats" };
        var force = new Option<bool>("--force") { Description = "Replace files that are there" };
        var command = new Command("import", "Writes a model of Keras as a class that CnnGen compiles, and its weights beside it.")
        {
            file, className, space, folder, frozen, half, force,
        };
        command.SetAction(parsed =>
        {
            var options = new ImportOptions
            {
                ClassName = parsed.GetValue(className),
                Namespace = parsed.GetValue(space),
                Frozen = parsed.GetValue(frozen),
                WeightFormat = parsed.GetValue(half) ? WeightFormat.Float16 : WeightFormat.Float32,
            };
            return CnnGenCommand.Run(parsed, () => Run(
                parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(file), options, parsed.GetRequiredValue(folder),
                parsed.GetValue(force)));
        });
        return command;
    }

    private static int Run(TextWriter output, FileInfo file, ImportOptions options, DirectoryInfo folder, bool overwrite)
    {
        var network = NetworkImport.Read(file.FullName, options);
        var (source, weights) = network.Save(folder.FullName, overwrite);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{network.ClassName}: {network.LayerCount} layers, {network.WeightCount:N0} weights"));
        output.WriteLine($"  {source}");
        output.WriteLine($"  {weights}");
        foreach (var note in network.Notes)
            output.WriteLine($"Note: {note}");
        return 0;
    }
}
