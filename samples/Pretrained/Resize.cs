using CnnGen.Images;

namespace PretrainedSample;

/// <summary>Brings a picture to rows and columns.</summary>
internal delegate ByteImage Resize(ByteImage picture, int height, int width);

/// <summary>The ways to do it, by their names on the command line.</summary>
internal static class Resizes
{
    /// <summary>As <c>load_img</c> of Keras does it.</summary>
    public const string Default = "nearest";

    public static IReadOnlyDictionary<string, Resize> All { get; } = new Dictionary<string, Resize>
    {
        [Default] = (picture, height, width) => picture.ResizeNearest(height, width),
        ["bilinear"] = (picture, height, width) => picture.ResizeBilinear(height, width),
        ["antialias"] = (picture, height, width) => picture.ResizeBilinear(height, width, antialias: true),
    };
}
