using CnnGen.AspNetCore;
using CnnGen.Images;
using CnnGen.Training;

/// <summary>Tells what is in pictures, to any number of callers at once.</summary>
/// <param name="predictions">Predicts.</param>
public sealed class Classifier(PredictionService<Network> predictions)
{
    // A file of some kilobytes may be of a picture of gigabytes.
    private const long MaxPixels = 20_000_000;

    /// <summary>The most probable classes of a picture, the most probable first.</summary>
    /// <param name="file">A PNG, JPEG, PGM or PPM file.</param>
    /// <param name="top">How many classes.</param>
    /// <param name="cancellation">Whether the caller has gone.</param>
    /// <exception cref="InvalidDataException">It is damaged, of another format, or too large.</exception>
    /// <exception cref="PredictionQueueFullException">Too many callers wait.</exception>
    public async Task<ClassPrediction[]> ClassifyAsync(byte[] file, int top, CancellationToken cancellation)
    {
        var picture = Network.Prepare(ImageFile.Decode(file, maxPixels: MaxPixels));
        var outputs = new float[Network.OutputSize];
        await predictions.PredictAsync(picture.Pixels.ToArray(), outputs, cancellation);
        return [.. NetworkTraining.DecodePredictions(outputs, Network.ClassNames, top)];
    }
}
