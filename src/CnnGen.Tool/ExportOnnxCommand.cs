using System.CommandLine;
using System.Globalization;
using CnnGen.Generator.Graph;
using CnnGen.Import;
using CnnGen.Tool.Onnx;
using Google.Protobuf;

namespace CnnGen.Tool;

/// <summary><c>cnngen export-onnx CLASS.cs --weights FILE.safetensors</c>: a network of a class as a model of ONNX.</summary>
internal static class ExportOnnxCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var source = new Argument<FileInfo>("CLASS.cs") { Description = "The C# file with the network's class" };
        var className = CnnGenCommand.ClassName();
        var weights = new Option<FileInfo?>("--weights")
        {
            Description = "Its weights, a safetensors file; that of [Weights] beside the class when left out",
        };
        var target = new Option<FileInfo?>("--out") { Description = "The file to write; Name.onnx when left out" };
        var opset = new Option<int>("--opset")
        {
            Description = $"The version of the operators, {OnnxExport.LeastOpset} to {OnnxExport.LatestOpset}",
            DefaultValueFactory = _ => OnnxExport.DefaultOpset,
        };
        var channelsFirst = new Option<bool>("--channels-first") { Description = "Images come in and go out with the channels first" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there" };
        var command = new Command("export-onnx", "Writes a network of yours as a model of ONNX, which other runtimes predict with.")
        {
            source, className, weights, target, opset, channelsFirst, force,
        };
        command.SetAction(parsed => CnnGenCommand.Run(parsed, () =>
        {
            var file = parsed.GetRequiredValue(source);
            var network = NetworkCompilation.Graph(File.ReadAllText(file.FullName), file.FullName, parsed.GetValue(className));
            var path = parsed.GetValue(target)?.FullName ?? Path.GetFullPath($"{network.Type.Name}.onnx");
            if (!parsed.GetValue(force) && File.Exists(path))
                throw new IOException($"{path}: the file is there; remove it, say another by --out, or replace it by --force.");
            var values = NetworkValues.Read(network, parsed.GetValue(weights)?.FullName ?? BesideTheClass(network, file));
            var model = OnnxExport.Write(network, values, parsed.GetValue(opset), parsed.GetValue(channelsFirst));
            ReplacedFile.Write(path, model.WriteTo);
            var count = values.Values.Sum(each => (long)each.Length);
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{network.Type.Name}: {model.Graph.Node.Count} nodes, {count:N0} weights\n  {path}"));
            return 0;
        }));
        return command;
    }

    /// <summary>The file that <c>[Weights]</c> names.</summary>
    private static string BesideTheClass(Network network, FileInfo source) => network.Weights is { } declared
        ? Path.Combine(source.DirectoryName!, declared.File)
        : throw new ArgumentException($"{network.Type.Name} has no [Weights], so say by --weights in which file they are.");
}
