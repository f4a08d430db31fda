using System.CommandLine;
using System.Globalization;
using CnnGen.Formats;

namespace CnnGen.Tool;

/// <summary><c>cnngen inspect FILE.safetensors</c>: what is in a file of weights.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A safetensors file" };
        var command = new Command("inspect", "Lists the tensors of a safetensors file: name, type, shape, least, mean and greatest value.")
        {
            file,
        };
        command.SetAction(parsed => CnnGenCommand.Run(
            parsed, () => Run(parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(file))));
        return command;
    }

    private static int Run(TextWriter output, FileInfo file)
    {
        var weights = SafetensorsFile.Read(file.FullName);
        var width = weights.Tensors.Select(tensor => tensor.Name.Length).DefaultIfEmpty().Max();
        foreach (var tensor in weights.Tensors)
        {
            var shape = $"({string.Join(", ", tensor.Shape)})";
            output.WriteLine($"{tensor.Name.PadRight(width)}  {tensor.DataType,-4}  {shape,-20}  {Values(tensor)}".TrimEnd());
        }

        foreach (var (key, value) in weights.Metadata)
            output.WriteLine($"# {key}: {value}");
        return 0;
    }

    private static string Values(SafetensorsTensor tensor)
    {
        var count = tensor.Shape.Aggregate(1, (product, extent) => product * extent);
        if (!tensor.IsFloat || count == 0)
            return "";
        var values = new float[count];
        tensor.CopyTo(values);
        return string.Create(
            CultureInfo.InvariantCulture, $"{values.Min():G4} {values.Average(value => (double)value):G4} {values.Max():G4}");
    }
}
