using CnnGen.Formats;

namespace CnnGen.Images;

/// <summary>
/// A picture in memory: 8 bits per channel, row-major, channels last, which is what networks with <c>[Normalization]</c> or
/// <c>[Rescaling]</c> take.
/// </summary>
public sealed class ByteImage
{
    private readonly byte[] _pixels;

    /// <summary>A picture of given pixels.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1: grey; 2: grey, alpha; 3: red, green, blue; 4: red, green, blue, alpha.</param>
    /// <param name="pixels">height x width x channels bytes; kept, not copied.</param>
    /// <exception cref="ArgumentException">The extents do not fit each other.</exception>
    public ByteImage(int height, int width, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != (Int128)height * width * channels)
        {
            throw new ArgumentException(
                $"A picture of {height} x {width} x {channels} needs {(Int128)height * width * channels} bytes, but {pixels.Length} came.",
                nameof(pixels));
        }

        (Height, Width, Channels, _pixels) = (height, width, channels, pixels);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Channels: 1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha.</summary>
    public int Channels { get; }

    /// <summary>Height x width x channels bytes, row-major, channels last.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>
    /// The picture in grey: L = (19595 R + 38470 G + 7471 B + 32768) / 65536, rounded down, as Pillow's <c>convert("L")</c> (ITU-R 601
    /// luma). Alpha is dropped.
    /// </summary>
    public ByteImage ToGrey()
    {
        if (Channels == 1)
            return this;
        var grey = new byte[Height * Width];
        for (var i = 0; i < grey.Length; i++)
        {
            var pixel = _pixels.AsSpan(i * Channels, Channels);
            grey[i] = Channels == 2 ? pixel[0] : (byte)((19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16);
        }

        return new ByteImage(Height, Width, 1, grey);
    }

    /// <summary>The picture with three channels: grey becomes red, green and blue alike, alpha is dropped.</summary>
    /// <exception cref="InvalidOperationException">The result would have more bytes than an array can.</exception>
    public ByteImage ToRgb()
    {
        if (Channels == 3)
            return this;
        if ((long)Height * Width * 3 > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"A picture of {Height} x {Width} has too many pixels for three channels: {Array.MaxLength} bytes are possible.");
        }

        var rgb = new byte[Height * Width * 3];
        for (var i = 0; i < Height * Width; i++)
        {
            for (var c = 0; c < 3; c++)
                rgb[3 * i + c] = _pixels[Channels * i + (Channels == 4 ? c : 0)];
        }

        return new ByteImage(Height, Width, 3, rgb);
    }

    /// <summary>The negative: 255 - v for every colour channel; alpha stays.</summary>
    public ByteImage Invert()
    {
        var inverted = new byte[_pixels.Length];
        for (var i = 0; i < inverted.Length; i++)
        {
            var isAlpha = Channels is 2 or 4 && i % Channels == Channels - 1;
            inverted[i] = isAlpha ? _pixels[i] : (byte)(255 - _pixels[i]);
        }

        return new ByteImage(Height, Width, Channels, inverted);
    }

    /// <summary>The whole picture at another size, by nearest neighbour; the aspect ratio is not kept.</summary>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <exception cref="ArgumentException">An extent is not positive, or the result would have more bytes than an array can.</exception>
    /// <remarks>
    /// Pillow's rule, which Keras uses in <c>load_img</c>: per axis, in double, s = size / target and p = s / 2; each target pixel takes
    /// source pixel floor(p), then p grows by s. Rounding in that sum is part of the rule: floor((i + 0.5) s) picks other pixels for some
    /// sizes.
    /// </remarks>
    public ByteImage ResizeNearest(int height, int width)
    {
        CheckSize(height, width);
        if ((height, width) == (Height, Width))
            return this;
        var rows = SourceIndices(Height, height);
        var columns = SourceIndices(Width, width);
        var resized = new byte[height * width * Channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var source = (rows[y] * Width + columns[x]) * Channels;
                _pixels.AsSpan(source, Channels).CopyTo(resized.AsSpan((y * width + x) * Channels));
            }
        }

        return new ByteImage(height, width, Channels, resized);
    }

    /// <summary>
    /// The whole picture at another size, bilinear, as <c>tf.image.resize</c> does it and with it Keras'
    /// <c>image_dataset_from_directory</c>, rounded to bytes; the aspect ratio is not kept.
    /// </summary>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="antialias">
    /// Whether, where the picture becomes smaller, all pixels count rather than the two nearest, as PyTorch and torchvision resize
    /// pictures; false when left out.
    /// </param>
    /// <exception cref="ArgumentException">An extent is not positive, or the result would have more bytes than an array can.</exception>
    /// <remarks>
    /// With half-pixel centres: target row i lies at (i + 0.5) x rows / target rows - 0.5 among the rows, columns likewise; beyond the
    /// first or the last of them is that one. With <paramref name="antialias"/> the weights are those of a triangle that reaches
    /// max(rows / target rows, 1) rows up and down, divided by their sum. Values are rounded once, to the nearest byte, halves to the even
    /// one.
    /// </remarks>
    public ByteImage ResizeBilinear(int height, int width, bool antialias = false)
    {
        CheckSize(height, width);
        if ((height, width) == (Height, Width))
            return this;
        if (antialias)
            return new ByteImage(height, width, Channels, AntialiasedResizing.Run(this, height, width));
        var resized = new byte[height * width * Channels];
        new Resizing(this, height, width, crops: false).Run(resized);
        return new ByteImage(height, width, Channels, resized);
    }

    /// <summary>The picture as a network that was trained on ImageNet takes it, as Keras' <c>preprocess_input</c>.</summary>
    /// <param name="mode">What the network was trained with.</param>
    /// <returns>Height x width x 3 values, row-major, channels last, each the float nearest to the formula's value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such mode.</exception>
    /// <exception cref="InvalidOperationException">The picture has other than three channels.</exception>
    public float[] Preprocess(PreprocessMode mode)
    {
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Expected Tf, Caffe or Torch.");
        if (Channels != 3)
        {
            throw new InvalidOperationException(
                $"A picture of ImageNet has three channels, red, green and blue, but this one has {Channels}: ToRgb() makes three.");
        }

        var tables = Preprocessing.Tables(mode);
        var values = new float[_pixels.Length];
        for (var i = 0; i < values.Length; i += 3)
        {
            for (var c = 0; c < 3; c++)
                values[i + c] = tables[c][_pixels[i + Preprocessing.Source(mode, c)]];
        }

        return values;
    }

    private void CheckSize(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if ((Int128)height * width * Channels > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A picture of {height} x {width} x {Channels} has too many pixels: {Array.MaxLength} bytes are possible.");
        }
    }

    /// <summary>The picture as a PNG file of 8 bits for each channel, without loss.</summary>
    /// <returns>The content of the file, for <see cref="File.WriteAllBytes(string, byte[])"/>, a response or a page.</returns>
    public byte[] ToPng() => PngWriter.Encode(_pixels, Height, Width, Channels);

    private static int[] SourceIndices(int size, int target)
    {
        var step = (double)size / target;
        var position = step / 2;
        var indices = new int[target];
        for (var i = 0; i < target; i++, position += step)
            indices[i] = Math.Min((int)position, size - 1);
        return indices;
    }
}
