using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>Room for one image and its target, for <see cref="IImageSource.Read"/>.</summary>
public readonly ref struct ImageBuffer
{
    /// <summary>Room for an image of bytes.</summary>
    /// <param name="bytes">Room for its pixels.</param>
    /// <param name="labels">Room for its classes; none where the targets are floats.</param>
    /// <param name="values">Room for its targets, where they are floats; else none.</param>
    public ImageBuffer(Span<byte> bytes, Span<int> labels, Span<float> values = default)
    {
        Bytes = bytes;
        Labels = labels;
        Values = values;
    }

    /// <summary>Room for an image of floats.</summary>
    /// <param name="floats">Room for its pixels.</param>
    /// <param name="labels">Room for its classes; none where the targets are floats.</param>
    /// <param name="values">Room for its targets, where they are floats; else none.</param>
    public ImageBuffer(Span<float> floats, Span<int> labels, Span<float> values = default)
    {
        Floats = floats;
        Labels = labels;
        Values = values;
    }

    /// <summary>
    /// The pixels, where <see cref="IImageSource.HasBytes"/>; else empty. Row by row, channels last.
    /// </summary>
    public Span<byte> Bytes { get; }

    /// <summary>The pixels, where not <see cref="IImageSource.HasBytes"/>; else empty. Row by row, channels last.</summary>
    public Span<float> Floats { get; }

    /// <summary><see cref="IImageSource.TargetSize"/> classes; empty where the targets are floats.</summary>
    public Span<int> Labels { get; }

    /// <summary><see cref="IImageSource.TargetSize"/> floats; empty where the targets are classes.</summary>
    public Span<float> Values { get; }

    /// <summary>The class of an image that has one.</summary>
    /// <exception cref="InvalidOperationException">The targets are floats.</exception>
    public int Label
    {
        set
        {
            if (Labels.IsEmpty)
                throw new InvalidOperationException("The targets of this source are floats: write Values.");
            Labels[0] = value;
        }
    }
}
