using CnnGen;
using CnnGen.Data;
using CnnGen.Import;
using CnnGen.Samples.Commands;
using CnnGen.Samples.Reports;

namespace PretrainedSample;

/// <summary>The weights of <see cref="MobileNet"/> that Google has trained on ImageNet and Keras publishes.</summary>
internal static class MobileNetWeights
{
    /// <summary>
    /// 2.1 MB, under the Apache License 2.0. The SHA-256 is of the 475,544 numbers themselves, which Keras' file shares with whole models
    /// that others have saved of it.
    /// </summary>
    public static PublishedFile Official { get; } = new(
        new Uri("https://storage.googleapis.com/tensorflow/keras-applications/mobilenet/mobilenet_2_5_224_tf.h5"),
        "48baf731168c0934c603ddc35d11e78bb6503cca23380678fcf3ad795548a413",
        mostBytes: 4 << 20,
        HashOf,
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
            return Downloads.Show(progress => Official.Find(new DatasetOptions { BaseAddress = mirror, Progress = progress }));
        }
        catch (FileNotFoundException e)
        {
            why = e.Message.TrimEnd('.');
            return null;
        }
    }

    /// <summary>Reads a file of Keras into a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="skipMismatch">Whether layers that are not in it keep what they have.</param>
    /// <exception cref="InvalidDataException">It has not the weights of the network.</exception>
    public static void Load(INetwork network, Stream file, string name, bool skipMismatch = false)
    {
        try
        {
            network.LoadKeras(file, skipMismatch, name);
        }
        catch (ImportException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static string HashOf(Stream file)
    {
        using var network = new MobileNet();
        Load(network, file, "the file");
        return WeightsHash.Of(network);
    }
}
