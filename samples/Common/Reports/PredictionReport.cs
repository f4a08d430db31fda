using CnnGen.Images;

namespace CnnGen.Samples.Reports;

/// <summary>What a sample says of pictures that a user names.</summary>
internal abstract class PredictionReport
{
    /// <summary>Says what the network makes of a picture.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="image">The picture, of the network's shape.</param>
    public abstract void Show(string path, ByteImage image);

    /// <summary>All pictures have been shown; does nothing unless overridden.</summary>
    public virtual void End()
    {
    }
}
