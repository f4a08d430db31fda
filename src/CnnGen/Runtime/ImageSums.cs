using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Puts together what each image of a batch gave to the gradient of a parameter.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ImageSums
{
    /// <summary>Sums over the images in their order, in double precision.</summary>
    /// <param name="sums">count values of the first image.</param>
    /// <param name="imageStride">Floats from one image's to the next.</param>
    /// <param name="images">Images of the batch.</param>
    /// <param name="count">Values of the parameter.</param>
    /// <param name="gradient">Room for the gradient.</param>
    public static void Add(float* sums, nint imageStride, int images, int count, float* gradient)
    {
        for (var i = 0; i < count; i++)
        {
            var sum = 0.0;
            for (var image = 0; image < images; image++)
                sum += sums[(image * imageStride) + i];
            gradient[i] = (float)sum;
        }
    }
}
