using System.Globalization;
using System.Text;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>What training brought, epoch by epoch.</summary>
public sealed class History
{
    private const string Header = "epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second";

    internal History(IReadOnlyList<EpochResult> epochs, bool cancelled) => (Epochs, Cancelled) = (epochs, cancelled);

    /// <summary>The epochs in order. Where training was cancelled within an epoch, its part is the last entry, with fewer images.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>Whether training was cancelled before its last epoch was over.</summary>
    public bool Cancelled { get; }

    /// <summary>
    /// Writes a line per epoch under the header <c>epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second</c>, whatever the
    /// culture; numbers read back exactly, and what there is no value for is empty. The target is replaced only once the new file is whole.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="IOException">
    /// The folder does not exist, the path leads to something other than a regular file (a folder, a pipe, a device), or the disk is full
    /// or fails; the previous file is untouched.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The folder may not be written to, or the previous file is write-protected or belongs to another user or group; it is untouched.
    /// </exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var e in Epochs)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{e.Epoch},{e.Loss},{e.Accuracy},{e.ValidationLoss},{e.ValidationAccuracy},{e.Seconds},{e.ImagesPerSecond}\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
