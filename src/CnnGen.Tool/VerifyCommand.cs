using System.CommandLine;
using System.Globalization;
using CnnGen.Import;
using CnnGen.Import.Loading;

namespace CnnGen.Tool;

/// <summary>
/// <c>cnngen verify FILE --input X.npy --expected Y.npy</c>: whether a model gives here what it gave where it was made.
/// </summary>
internal static class VerifyCommand
{
    private const double DefaultTolerance = 1e-4;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = CnnGenCommand.ModelFile();
        var input = new Option<FileInfo>("--input")
        {
            Description = "Images, as numpy.save wrote them: (n, height, width, channels)",
            Required = true,
        };
        var expected = new Option<FileInfo>("--expected") { Description = "What model.predict gave for them", Required = true };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "The largest difference that may be; where outputs are above 1, as a share of the largest",
            DefaultValueFactory = _ => DefaultTolerance,
        };
        var command = new Command("verify", "Imports and compiles a model, predicts, and compares with what it gave elsewhere.")
        {
            file, input, expected, tolerance,
        };
        command.SetAction(parsed => CnnGenCommand.Run(parsed, () => Run(
            parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(file), parsed.GetRequiredValue(input),
            parsed.GetRequiredValue(expected), parsed.GetValue(tolerance))));
        return command;
    }

    private static int Run(TextWriter output, FileInfo file, FileInfo input, FileInfo expected, double tolerance)
    {
        using var network = NetworkCompilation.Create(NetworkImport.Read(file.FullName));
        var (images, right) = (Read(input, network.Info.InputShape), Read(expected, network.Info.OutputShape));
        var count = images.Length / network.Info.InputSize;
        if (right.Length != count * network.Info.OutputSize)
        {
            throw new InvalidDataException(
                $"{input.FullName} has {count} images, but {expected.FullName} outputs for {right.Length / network.Info.OutputSize}");
        }

        var outputs = new float[right.Length];
        network.Predict(images, outputs);
        var errors = outputs.Zip(right, (actual, value) => actual.Equals(value) ? 0 : Math.Abs((double)actual - value)).ToArray();
        // NaN is the worst of all.
        var worst = Enumerable.Range(0, errors.Length).MaxBy(i => double.IsNaN(errors[i]) ? double.PositiveInfinity : errors[i]);
        // Floats of thousands are no finer than this.
        var largest = right.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        var isRight = errors[worst] <= tolerance * Math.Max(1, largest);
        var (image, place) = Math.DivRem(worst, network.Info.OutputSize);
        var ofLargest = largest > 1 ? string.Create(CultureInfo.InvariantCulture, $" of the largest output, {largest:G5}") : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} images: the largest difference is {errors[worst]:G3}, {(isRight ? "within" : "beyond")} {tolerance:G3}{ofLargest}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  image {image}, output {place}: {outputs[worst]}, expected {right[worst]}"));
        return isRight ? 0 : CnnGenCommand.Failed;
    }

    /// <summary>Reads an array of one thing or several, each of a shape.</summary>
    private static float[] Read(FileInfo file, IReadOnlyList<int> shape)
    {
        var array = NpyArray.ReadHeader(file.FullName, file.Length, file.OpenRead);
        var isOne = array.Shape.SequenceEqual(shape);
        if (!isOne && (array.Shape.Count == 0 || !array.Shape.Skip(1).SequenceEqual(shape) || array.Shape[0] == 0))
        {
            throw new InvalidDataException($"{file.FullName} has the shape ({string.Join(", ", array.Shape)}), but must have (n,"
                + $" {string.Join(", ", shape)}), or that without n");
        }

        return array.Read();
    }
}
