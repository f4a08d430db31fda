using CnnGen.Data;
using CnnGen.Generator.Tests.Support;
using CnnGen.Images;
using ServeSample;

namespace CnnGen.Serve.Tests.Support;

/// <summary>Pictures, and what the network says of them.</summary>
internal static class Clothes
{
    /// <summary>The ankle boot of the page's pictures, as a JPEG file.</summary>
    private const string BootAsJpeg =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA"
        + "ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1"
        + "AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP"
        + "KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/"
        + "2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi"
        + "9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAcABwDASIAAhEBAxEB/8QAGAAAAwEB"
        + "AAAAAAAAAAAAAAAAAAQGBQf/xAAnEAACAQQABQMFAAAAAAAAAAABAgMABAURBhIhMWFRccETFCKh0f/EABQBAQAAAAAAAAAAAAAAAAAAAAD/xA"
        + "AUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwDn9FFPYzHvezAsCIVP5N6+B5oEaCNd6vDhsdcKHmtR9QIOoYr7Doal+I7b7bLOqqFj"
        + "ZFKAdta18GgZsJsGEQSB4nAGzLFzjfuD8VrR5TERDZvkIXsI4X2fHUAVGUUF5a8R4OUOJp7qAKBy88W9+utE/usbP5axuL1Gs3MkaxheYx6O9n"
        + "+1OUUH/9k=";

    private static readonly Lazy<ClothesCnn> Network = new(() => ClothesCnn.Trained());

    /// <summary>Test images of Fashion-MNIST.</summary>
    public static ImageDataset Images { get; } = IdxFile.ReadDataset(
        Repository.PathOf("samples", "FashionMnist", "data", "t10k-images-idx3-ubyte.gz"),
        Repository.PathOf("samples", "FashionMnist", "data", "t10k-labels-idx1-ubyte.gz"), classes: 10);

    /// <summary>The ankle boot of the page's pictures, as a JPEG file.</summary>
    public static byte[] Jpeg { get; } = Convert.FromBase64String(BootAsJpeg);

    /// <summary>A PNG file of 28 x 28 pixels, one of those that the page shows.</summary>
    /// <param name="label">Its class.</param>
    public static byte[] Png(int label) =>
        File.ReadAllBytes(Repository.PathOf("samples", "Serve", "wwwroot", "pictures", $"{label}.png"));

    /// <summary>Pixels of a test image.</summary>
    /// <param name="index">Its number.</param>
    public static byte[] Pixels(int index) => Images.Bytes.Slice(index * ClothesCnn.InputSize, ClothesCnn.InputSize).ToArray();

    /// <summary>The pixels of a file as the network takes them.</summary>
    /// <param name="file">A PNG or JPEG file.</param>
    /// <param name="inverts">Whether its negative is meant.</param>
    public static byte[] Prepared(byte[] file, bool inverts = false) =>
        ClothesCnn.Prepare(ImageFile.Decode(file), inverts).Pixels.ToArray();

    /// <summary>What the network says of images, by itself.</summary>
    /// <param name="pixels">One or several images.</param>
    public static float[] Predict(byte[] pixels)
    {
        var outputs = new float[pixels.Length / ClothesCnn.InputSize * ClothesCnn.OutputSize];
        lock (Network)
            Network.Value.Predict(pixels, outputs);
        return outputs;
    }
}
