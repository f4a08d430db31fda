using System.Globalization;
using CnnGen;
using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Images;
using CnnGen.Samples.Reports;

namespace DenoiserSample;

/// <summary>How good the noisy pictures were before, and the first of them as pictures.</summary>
internal sealed class DenoisingReport : TestReport
{
    private const int OnTheScreen = 4;
    private const int OnTheSheet = 24;

    private readonly ImageDataset _test;
    private readonly string? _sheet;

    /// <summary>A report.</summary>
    /// <param name="test">Noisy test images, with what they were before.</param>
    /// <param name="sheet">A file for pictures; null: none.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public DenoisingReport(ImageDataset test, string? sheet)
    {
        (_test, _sheet) = (test, sheet);
        if (sheet is not null)
            SafetensorsFile.CheckWritable(sheet);
        var noisy = new Psnr();
        var inputs = new float[test.Bytes.Length];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = test.Bytes[i] / 255f;
        noisy.Update(inputs, test.Targets, test.Count);
        Figures = new Dictionary<string, double> { ["noisy_psnr"] = noisy.Result };
    }

    /// <summary>The ratio of the noisy pictures, as they came.</summary>
    public override IReadOnlyDictionary<string, double> Figures { get; }

    public override void Print(INetwork network, bool hasPictures)
    {
        if (hasPictures)
        {
            Console.WriteLine();
            foreach (var cleaning in First(network, OnTheScreen))
                Print(cleaning);
        }

        if (_sheet is not null)
            Console.WriteLine($"Pictures of test images: {_sheet}");
    }

    /// <summary>Prints the pictures beside each other.</summary>
    /// <param name="cleaning">The pictures.</param>
    public static void Print(Cleaning cleaning)
    {
        string[] names = [Caption("noisy", cleaning.NoisyPsnr), Caption("cleaned", cleaning.CleanedPsnr), "as it was"];
        var width = cleaning.Noisy.Width;
        var columns = cleaning.Pictures.Zip(
            names, (picture, name) => (IReadOnlyList<string>)[.. Picture.Render(picture), name.PadRight(width)]);
        // A file has room for all three.
        Picture.PrintBeside([.. columns], width, Terminal.HasColors ? Terminal.Width : int.MaxValue / 2);
    }

    public override void Save(INetwork network)
    {
        if (_sheet is not null)
            ContactSheet.Write(_sheet, [.. First(network, OnTheSheet).Select(cleaning => cleaning.Pictures)]);
    }

    private IEnumerable<Cleaning> First(INetwork network, int count)
    {
        for (var i = 0; i < Math.Min(count, _test.Count); i++)
        {
            var noisy = new ByteImage(_test.Height, _test.Width, 1, _test.Bytes.Slice(i * _test.ImageSize, _test.ImageSize).ToArray());
            var original = _test.Targets.Values.Slice(i * _test.TargetSize, _test.TargetSize);
            yield return Cleaning.Of(network, noisy, Cleaning.ToImage(original, _test.Height, _test.Width));
        }
    }

    private static string Caption(string name, double? ratio) =>
        ratio is { } known ? string.Create(CultureInfo.InvariantCulture, $"{name}: {known:F1} dB") : name;
}
