using System.Runtime.InteropServices;
using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Tests.Emission;

/// <summary>What a tensor's lanes past its channels hold before a kernel runs.</summary>
internal enum PaddingLanes
{
    /// <summary>Anything finite, as in activations.</summary>
    Arbitrary,

    /// <summary>Zeros, as in gradients.</summary>
    Zero,
}

/// <summary>
/// Images of one tensor as a plan lays them out, inside memory full of a marker that is a NaN: what is read there by mistake shows in
/// results, and what is written there shows in <see cref="AssertOnlyPixelsWritten"/>.
/// </summary>
internal sealed class ImageBuffer
{
    private const int Guard = 64;
    private const int Marker = 0x7FC0BEEF;

    private readonly float[] _memory;
    private readonly Shape _shape;
    private readonly Layout _layout;
    private readonly int _floats;
    private readonly int _imageStride;
    private readonly int _images;

    public ImageBuffer(Tensor tensor, int imageStride, int images)
        : this(tensor.Shape, Layout.Of(tensor), tensor.Floats, imageStride, images)
    {
    }

    private ImageBuffer(Shape shape, Layout layout, int floats, int imageStride, int images)
    {
        (_shape, _layout, _floats, _imageStride, _images) = (shape, layout, floats, imageStride, images);
        _memory = GC.AllocateUninitializedArray<float>((images * imageStride) + (2 * Guard), pinned: true);
        MemoryMarshal.Cast<float, int>(_memory).Fill(Marker);
    }

    /// <summary>Images as callers hold them: one after the other without gaps.</summary>
    public static ImageBuffer OfCaller(Shape shape, int images) => new(shape, Layout.Dense(shape), shape.Size, shape.Size, images);

    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(_memory, Guard);

    /// <summary>A copy of all memory, markers included, for comparing bits.</summary>
    public int[] Bits => MemoryMarshal.Cast<float, int>(_memory).ToArray();

    /// <summary>Stores dense images, one after the other.</summary>
    public void Put(float[] dense, PaddingLanes padding)
    {
        var from = 0;
        foreach (var pixel in Pixels())
        {
            for (var lane = 0; lane < _layout.PixelStride; lane++)
                _memory[pixel + lane] = lane < _shape.Channels ? dense[from++] : padding == PaddingLanes.Zero ? 0f : lane - 7.5f;
        }
    }

    /// <summary>The images without gaps.</summary>
    public float[] Take() =>
        [.. Pixels().SelectMany(pixel => _memory[pixel..(pixel + _shape.Channels)])];

    public void AssertPaddingIsZero()
    {
        foreach (var pixel in Pixels())
        {
            for (var lane = _shape.Channels; lane < _layout.PixelStride; lane++)
            {
                if (_memory[pixel + lane] != 0f)
                    Assert.Fail($"lane {lane} of the pixel at {pixel - Guard} of {_shape} is {_memory[pixel + lane]}");
            }
        }
    }

    /// <summary>Guards, gaps between images and borders still hold the marker.</summary>
    public void AssertOnlyPixelsWritten()
    {
        var written = new bool[_memory.Length];
        foreach (var pixel in Pixels())
            written.AsSpan(pixel, _layout.PixelStride).Fill(true);
        AssertMarker(written);
    }

    /// <summary>The border is zero, and everything else still holds the marker.</summary>
    public void AssertOnlyBorderCleared()
    {
        var border = new bool[_memory.Length];
        for (var image = 0; image < _images; image++)
            border.AsSpan(Guard + (image * _imageStride), _floats).Fill(true);
        foreach (var pixel in Pixels())
            border.AsSpan(pixel, _layout.PixelStride).Fill(false);
        for (var i = 0; i < border.Length; i++)
        {
            if (border[i] && BitConverter.SingleToInt32Bits(_memory[i]) != 0)
                Assert.Fail($"float {i - Guard} of the border of {_shape} is {_memory[i]}");
        }

        AssertMarker(border);
    }

    private void AssertMarker(bool[] except)
    {
        for (var i = 0; i < _memory.Length; i++)
        {
            if (!except[i] && BitConverter.SingleToInt32Bits(_memory[i]) != Marker)
                Assert.Fail($"float {i - Guard} of {_shape} (image stride {_imageStride}) was overwritten by {_memory[i]}");
        }
    }

    private IEnumerable<int> Pixels()
    {
        for (var image = 0; image < _images; image++)
        {
            for (var row = 0; row < _shape.Height; row++)
            {
                for (var column = 0; column < _shape.Width; column++)
                {
                    yield return Guard + (image * _imageStride) + _layout.Origin + (row * _layout.RowStride)
                        + (column * _layout.PixelStride);
                }
            }
        }
    }
}
