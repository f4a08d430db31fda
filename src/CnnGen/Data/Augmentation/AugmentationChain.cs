namespace CnnGen.Data;

/// <summary>All augmentations of a training, one after the other, for one image at a time and one thread.</summary>
internal sealed class AugmentationChain
{
    private readonly IAugmentation[] _augmentations;
    private readonly ImageShape _shape;
    private readonly ulong _seed;

    // The image as it is and room for the next step; they change places.
    private float[] _image;
    private float[] _next;

    /// <summary>A chain.</summary>
    /// <param name="augmentations">The augmentations in order; none leave images as they are.</param>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="seed">The seed.</param>
    public AugmentationChain(IReadOnlyList<IAugmentation> augmentations, ImageShape shape, ulong seed)
    {
        (_augmentations, _shape, _seed) = ([.. augmentations], shape, seed);
        var size = _augmentations.Length > 0 ? shape.Size : 0;
        (_image, _next) = (new float[size], new float[size]);
    }

    /// <summary>Augments an image of floats.</summary>
    /// <param name="image">The image, and room for the result.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="index">The image's index in its data set.</param>
    public void Apply(Span<float> image, int epoch, int index)
    {
        if (_augmentations.Length == 0 || image.IsEmpty)
            return;
        image.CopyTo(_image);
        Run(epoch, index);
        _image.CopyTo(image);
    }

    /// <summary>Augments an image of bytes: in floats, rounded once at the end.</summary>
    /// <param name="image">The image, and room for the result.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="index">The image's index in its data set.</param>
    public void Apply(Span<byte> image, int epoch, int index)
    {
        if (_augmentations.Length == 0 || image.IsEmpty)
            return;
        for (var i = 0; i < image.Length; i++)
            _image[i] = image[i];
        Run(epoch, index);
        Round(_image, image);
    }

    /// <summary>Rounds to bytes what augmentations left.</summary>
    /// <param name="image">At least as many values.</param>
    /// <param name="result">Room for them.</param>
    public static void Round(ReadOnlySpan<float> image, Span<byte> result)
    {
        for (var i = 0; i < result.Length; i++)
            result[i] = (byte)Math.Clamp(MathF.Round(image[i]), byte.MinValue, byte.MaxValue);
    }

    private void Run(int epoch, int index)
    {
        for (var i = 0; i < _augmentations.Length; i++)
        {
            var random = new AugmentationRandom(_seed, epoch, index, i);
            _augmentations[i].Apply(_image, _next, _shape, ref random);
            (_image, _next) = (_next, _image);
        }
    }
}
