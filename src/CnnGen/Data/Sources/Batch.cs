using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>A batch of images with their targets, wherever they lie: in a data set, or in room that is filled again and again.</summary>
internal readonly ref struct Batch
{
    /// <summary>A batch of bytes.</summary>
    /// <param name="bytes">The images.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="count">How many they are.</param>
    public Batch(ReadOnlySpan<byte> bytes, Targets targets, int count)
    {
        Bytes = bytes;
        HasBytes = true;
        Targets = targets;
        Count = count;
    }

    /// <summary>A batch of floats.</summary>
    /// <param name="floats">The images.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="count">How many they are.</param>
    public Batch(ReadOnlySpan<float> floats, Targets targets, int count)
    {
        Floats = floats;
        Targets = targets;
        Count = count;
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Whether the images are bytes.</summary>
    public bool HasBytes { get; }

    /// <summary>The images, where they are bytes; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The images, where they are floats; else empty.</summary>
    public ReadOnlySpan<float> Floats { get; }

    /// <summary>The targets.</summary>
    public Targets Targets { get; }

    /// <summary>Batches that some images make; the last one takes what is left.</summary>
    /// <param name="images">How many images.</param>
    /// <param name="batchSize">Images of a full batch, at least 1.</param>
    public static int CountOf(int images, int batchSize) => (int)(((long)images + batchSize - 1) / batchSize);
}
