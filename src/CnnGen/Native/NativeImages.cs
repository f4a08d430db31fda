using System.Buffers;
using System.ComponentModel;
using CnnGen.Data;

namespace CnnGen.Runtime;

/// <summary>Images that C owns, as floats or as bytes, for the length of a call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NativeImages
{
    private readonly float* _floats;
    private readonly byte* _bytes;
    private readonly nuint _values;

    /// <summary>Images given as floats.</summary>
    /// <param name="images">The images; null will do where there are none.</param>
    /// <param name="values">Floats in them.</param>
    public NativeImages(float* images, nuint values)
    {
        _floats = images;
        _values = values;
    }

    /// <summary>Images given as bytes.</summary>
    /// <param name="images">The images; null will do where there are none.</param>
    /// <param name="values">Bytes in them.</param>
    public NativeImages(byte* images, nuint values)
    {
        _bytes = images;
        _values = values;
        AreBytes = true;
    }

    /// <summary>Whether they are bytes.</summary>
    internal bool AreBytes { get; }

    /// <summary>The images, where they are floats.</summary>
    /// <exception cref="ArgumentException">The pointer is null or not aligned, or there are too many values.</exception>
    internal ReadOnlySpan<float> Floats => NativeArguments.Values(_floats, _values, "images");

    /// <summary>The images, where they are bytes.</summary>
    /// <exception cref="ArgumentException">The pointer is null, or there are too many values.</exception>
    internal ReadOnlySpan<byte> Bytes => NativeArguments.Values(_bytes, _values, "images");

    /// <summary>The images as a data set without labels; it must not be kept.</summary>
    /// <param name="network">What they are for.</param>
    /// <exception cref="ArgumentException">They are no whole number of images, or the pointer is null or not aligned.</exception>
    internal ImageDataset ToDataset(NetworkInfo network)
    {
        var length = AreBytes ? Bytes.Length : Floats.Length;
        if (length % network.InputSize != 0)
        {
            throw new ArgumentException(
                $"{network.Name} takes images of {string.Join(" x ", network.InputShape)} = {network.InputSize} values, but {length}"
                    + " values are no whole number of them.");
        }

        var labels = new int[length / network.InputSize];
        var (height, width, channels) = (network.InputShape[0], network.InputShape[1], network.InputShape[2]);
        return AreBytes
            ? new ImageDataset(new ForeignMemory<byte>(_bytes, length).Memory, labels, height, width, channels)
            : new ImageDataset(new ForeignMemory<float>(_floats, length).Memory, labels, height, width, channels);
    }

    /// <summary>Memory that never moves and that somebody else frees.</summary>
    private sealed class ForeignMemory<T>(T* pointer, int length) : MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => new(pointer, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(pointer + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
