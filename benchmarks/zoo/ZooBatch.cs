using CnnGen.Formats;

namespace CnnGen.Benchmarks.Zoo;

/// <summary>Random images and targets, the same in every run.</summary>
internal sealed class ZooBatch
{
    private const int Seed = 7;

    private readonly ZooNetwork _of;
    private readonly NetworkInfo _info;

    /// <summary>Draws them.</summary>
    /// <param name="of">The network of the zoo.</param>
    /// <param name="info">Its shapes.</param>
    public ZooBatch(ZooNetwork of, NetworkInfo info)
    {
        (_of, _info) = (of, info);
        var random = new Random(Seed);
        Images = Draw(ZooNetwork.PredictionBatch * info.InputSize);
        Labels = [.. Enumerable.Range(0, of.TrainingBatch).Select(_ => random.Next(info.OutputSize))];
        Values = of.HasClasses ? [] : Draw(of.TrainingBatch * info.OutputSize);

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    /// <summary>Images of a large prediction; a training step takes the first of them.</summary>
    public float[] Images { get; }

    /// <summary>Classes of the images of a training step.</summary>
    public int[] Labels { get; }

    /// <summary>Values that they are to come out as, where the network learns values.</summary>
    public float[] Values { get; }

    /// <summary>Writes them for other tools.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path)
    {
        var labels = Array.ConvertAll(Labels, label => (float)label);
        SafetensorsFile.Write(path,
        [
            new("images", [ZooNetwork.PredictionBatch, .. _info.InputShape], Images),
            _of.HasClasses
                ? new("targets", [_of.TrainingBatch], labels)
                : new("targets", [_of.TrainingBatch, .. _info.OutputShape], Values),
        ]);
    }
}
