using CnnGen.Data;
using CnnGen.Samples.Commands;
using CnnGen.Samples.Reports;

namespace PretrainedSample;

/// <summary>The weights of <see cref="MobileNet"/> that Google has trained on ImageNet and Keras publishes.</summary>
internal static class MobileNetWeights
{
    /// <summary>2.1 MB, of weights alone, under the Apache License 2.0.</summary>
    public static PublishedFile File { get; } = new(
        new Uri("https://storage.googleapis.com/tensorflow/keras-applications/mobilenet/mobilenet_2_5_224_tf.h5"),
        "dbdb03ee2a22fd895301636cd328b234bb3a9952358f436d82f46b81e0d5b0bf",
        bytes: 2_108_140,
        cacheName: "mobilenet");

    /// <summary>The path of the file: the one that is named, or that of the cache, or downloaded into it.</summary>
    /// <param name="named">The file that the user names, or null.</param>
    /// <param name="mirror">Another address to download from, or null.</param>
    /// <param name="why">Where there is none, why.</param>
    /// <returns>The path, or null.</returns>
    /// <exception cref="FileNotFoundException">A file is named, and is not there.</exception>
    /// <exception cref="InvalidDataException">The file in the cache is damaged.</exception>
    public static string? Find(FileInfo? named, Uri? mirror, out string why)
    {
        why = "";
        if (named is not null)
            return named.Exists ? named.FullName : throw new FileNotFoundException($"{named.FullName}: there is no such file.");
        try
        {
            return Downloads.Show(progress => File.Find(new DatasetOptions { BaseAddress = mirror, Progress = progress }));
        }
        catch (FileNotFoundException e)
        {
            why = e.Message;
            return null;
        }
    }
}
