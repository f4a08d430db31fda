using CnnGen;
using CnnGen.Data;
using CnnGen.Formats;
using CnnGen.Images;
using CnnGen.Samples.Reports;

namespace DenoiserSample;

/// <summary>What becomes of pictures that a user names.</summary>
internal sealed class CleanedPictures : PredictionReport
{
    private readonly INetwork _network;
    private readonly AddedNoise? _noise;
    private readonly string? _sheet;
    private readonly bool _isJson;
    private readonly List<Cleaning> _shown = [];

    /// <summary>A report.</summary>
    /// <param name="network">The network.</param>
    /// <param name="noise">Noise to add first; null: none.</param>
    /// <param name="sheet">A file for the pictures; null: none.</param>
    /// <param name="isJson">Whether JSON lines are wanted.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public CleanedPictures(INetwork network, AddedNoise? noise, string? sheet, bool isJson)
    {
        (_network, _noise, _sheet, _isJson) = (network, noise, sheet, isJson);
        if (sheet is not null)
            SafetensorsFile.CheckWritable(sheet);
    }

    public override void Show(string path, ByteImage image)
    {
        var cleaning = Cleaning.Of(_network, WithNoise(image), _noise is null ? null : image);
        _shown.Add(cleaning);
        if (_isJson)
        {
            JsonLines.Write(json =>
            {
                json.WriteString("file", path);
                JsonLines.WriteNumber(json, "noisy_psnr", cleaning.NoisyPsnr);
                JsonLines.WriteNumber(json, "psnr", cleaning.CleanedPsnr);
            });
            return;
        }

        Console.WriteLine($"{path}:");
        DenoisingReport.Print(cleaning);
    }

    public override void End()
    {
        if (_sheet is null || _shown.Count == 0)
            return;
        ContactSheet.Write(_sheet, [.. _shown.Select(cleaning => cleaning.Pictures)]);
        if (!_isJson)
            Console.WriteLine($"Pictures: {_sheet}");
    }

    private ByteImage WithNoise(ByteImage image)
    {
        if (_noise is null)
            return image;
        var noisy = new byte[image.Pixels.Length];
        _noise.Over(image.Pixels, new ImageShape(image.Height, image.Width, image.Channels), _shown.Count, noisy);
        return new ByteImage(image.Height, image.Width, image.Channels, noisy);
    }
}
