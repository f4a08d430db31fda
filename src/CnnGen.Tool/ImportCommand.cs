using System.CommandLine;
using System.Globalization;
using CnnGen.Formats;
using CnnGen.Import;

namespace CnnGen.Tool;

/// <summary><c>cnngen import FILE</c>: a model of Keras, TensorFlow.js or ONNX as a class and its weights.</summary>
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
        var flat = new Option<bool>("--no-blocks") { Description = "Write every layer, also of parts that come several times" };
        var half = new Option<bool>("--float16") { Description = "Store the weights as half floats" };
        var answer = new Option<bool>("--answer")
        {
            Description = "Store the network's answer to test images with the weights, and verify it wherever they are loaded",
        };
        var force = new Option<bool>("--force") { Description = "Replace files that are there" };
        var command = new Command(
            "import", "Writes a model of Keras, TensorFlow.js or ONNX as a class that CnnGen compiles, and its weights beside it.")
        {
            file, className, space, folder, frozen, flat, half, answer, force,
        };
        command.SetAction(parsed =>
        {
            var options = new ImportOptions
            {
                ClassName = parsed.GetValue(className),
                Namespace = parsed.GetValue(space),
                Frozen = parsed.GetValue(frozen),
                HasBlocks = !parsed.GetValue(flat),
                HasWeights = true,
                Verify = parsed.GetValue(answer),
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
        var answer = options.Verify ? StoreAnswer(network) : null;
        var (source, weights) = network.Save(folder.FullName, overwrite);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{network.ClassName}: {network.LayerCount} layers, {network.WeightCount:N0} weights"));
        output.WriteLine($"  {source}");
        output.WriteLine($"  {weights}");
        if (answer is not null)
            output.WriteLine($"Answer to the first test image: {Describe(answer)}");
        foreach (var note in network.Notes)
            output.WriteLine($"Note: {note}");
        if (!folder.EnumerateFiles("*.csproj").Any())
        {
            output.WriteLine("The build finds weights beside the project file. Elsewhere, an item of the project names them:");
            // As seen from the project, which is where the command runs where the folder is within that one.
            var path = Path.GetRelativePath(Environment.CurrentDirectory, weights).Replace('\\', '/');
            var shown = path.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(weights) : path;
            output.WriteLine($"  <CnnGenWeights Include=\"{shown}\" />");
        }

        return 0;
    }

    /// <summary>Adds the network's answer to what its file says; returns that to the first test image.</summary>
    private static float[] StoreAnswer(ImportedNetwork imported)
    {
        using var network = (CompiledNetwork)NetworkCompilation.Create(imported);
        // The weights are as they are stored, rounded if they are.
        imported.Metadata[MetadataKeys.Answer] = network.FormatAnswer(WeightFormat.Float32);
        var outputs = new float[network.Info.OutputSize];
        network.Predict(StoredAnswer.Images(network.Info).AsSpan(0, network.Info.InputSize), outputs);
        return outputs;
    }

    /// <summary>The largest of some outputs, each with its number.</summary>
    private static string Describe(float[] outputs)
    {
        const int shown = 5;
        var largest = Enumerable.Range(0, outputs.Length).OrderByDescending(i => outputs[i]).Take(shown)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}: {outputs[i]:G5}"));
        return $"{string.Join(", ", largest)}{(outputs.Length > shown ? ", ..." : "")}";
    }
}
