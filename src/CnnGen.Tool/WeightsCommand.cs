using System.CommandLine;
using System.Globalization;
using CnnGen.Formats;
using CnnGen.Import;
using FileKind = CnnGen.Import.FileKind;

namespace CnnGen.Tool;

/// <summary>
/// <c>cnngen weights FILE --into NETWORK.cs</c>: weights of Keras or PyTorch as the safetensors file of a class that was written by hand.
/// </summary>
internal static class WeightsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "Weights: .weights.h5, .h5, .keras or .npz of Keras, .safetensors of PyTorch",
        };
        var source = new Option<FileInfo>("--into") { Description = "The C# file with the network's class", Required = true };
        var className = CnnGenCommand.ClassName();
        var target = new Option<FileInfo?>("--out") { Description = "The file to write; Name.safetensors when left out" };
        var half = new Option<bool>("--float16") { Description = "Store the weights as half floats" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there" };
        var command = new Command("weights", "Writes weights of Keras or PyTorch as a file that a class of yours loads.")
        {
            file, source, className, target, half, force,
        };
        command.SetAction(parsed => CnnGenCommand.Run(parsed, () =>
        {
            using var network = Load(parsed.GetRequiredValue(file), parsed.GetRequiredValue(source), parsed.GetValue(className));
            var path = parsed.GetValue(target)?.FullName ?? Path.GetFullPath($"{network.Info.Name}.safetensors");
            if (!parsed.GetValue(force) && File.Exists(path))
                throw new IOException($"{path}: the file is there; remove it, say another by --out, or replace it by --force.");
            network.Save(path, parsed.GetValue(half) ? WeightFormat.Float16 : WeightFormat.Float32, withAnswer: true);
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{network.Info.Name}: {network.Info.ParameterCount:N0} weights\n  {path}"));
            return 0;
        }));
        return command;
    }

    private static INetwork Load(FileInfo file, FileInfo source, string? className)
    {
        var found = NetworkCompilation.Compile(File.ReadAllText(source.FullName), source.FullName);
        var network = NetworkCompilation.NewNetwork(
            NetworkCompilation.Single(found, type => type.Name, className, source.FullName));
        // What is neither HDF5 nor an archive must be of safetensors.
        if (IsKeras(file))
            network.LoadKeras(file.FullName);
        else
            network.LoadPyTorch(file.FullName);
        return network;
    }

    private static bool IsKeras(FileInfo file)
    {
        using var stream = file.OpenRead();
        return FileStart.Of(stream) is FileKind.Hdf5 or FileKind.Zip;
    }
}
