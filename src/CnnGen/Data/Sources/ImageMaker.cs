using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Makes single images of batches, for one thread: reads them with their targets and weights, checks and augments them.
/// </summary>
/// <param name="plan">How.</param>
internal sealed class ImageMaker(BatchPlan plan)
{
    private readonly AugmentationChain _augmentations = new(plan.Augmentation, plan.Data.Shape, plan.Seed);

    /// <summary>
    /// Makes an image. It depends on the plan, its number and the epoch alone, not on when or on which thread it is made.
    /// </summary>
    /// <param name="image">Its number.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="room">Room for its batch.</param>
    /// <param name="place">Its place in there.</param>
    /// <exception cref="ImageReadException">The source could not read it.</exception>
    public void Make(int image, int epoch, BatchRoom room, int place)
    {
        var buffer = room.At(place);
        var known = plan.Data.Targets;
        var isRead = IsRead(room, place, known.Length > 0);
        try
        {
            if (isRead && known.Length > 0)
                plan.Data.Read(image, buffer);
            else if (isRead)
                ReadWithTarget(image, buffer);
        }
        catch (Exception e)
        {
            throw new ImageReadException(image, plan.Set, e);
        }

        if (known.Length > 0)
        {
            var size = plan.Data.TargetSize;
            var target = known.Slice(image * size, size);
            target.Classes.CopyTo(buffer.Labels);
            target.Values.CopyTo(buffer.Values);
        }

        plan.Check?.Invoke(image, buffer.Labels.IsEmpty ? buffer.Values : buffer.Labels);
        if (isRead)
        {
            _augmentations.Apply(buffer.Bytes, epoch, image);
            _augmentations.Apply(buffer.Floats, epoch, image);
        }

        room.Put(place, known, image);
    }

    /// <summary>
    /// Whether the image is needed here: of those that another process goes forward with only the target is, unless that must be read, too,
    /// or images of a batch are mixed.
    /// </summary>
    private bool IsRead(BatchRoom room, int place, bool isTargetKnown)
    {
        if (!isTargetKnown || plan.Mixing is not null || plan.Shards.Processes == 1)
            return true;
        var own = plan.Shards.ImagesOfProcess(plan.Shards.Rank, room.Count);
        return place >= own.First && place < own.First + own.Count;
    }

    /// <summary>Reads an image whose target is not known before; one that is not written would be that of another image.</summary>
    private void ReadWithTarget(int image, ImageBuffer buffer)
    {
        buffer.Labels.Fill(int.MinValue);
        buffer.Values.Fill(float.NaN);
        plan.Data.Read(image, buffer);
        var isWritten = buffer.Values.IsEmpty ? !buffer.Labels.Contains(int.MinValue) : buffer.Values.ContainsAnyExcept(float.NaN);
        if (!isWritten)
        {
            throw new InvalidOperationException(
                $"{plan.Data.GetType().Name}.{nameof(IImageSource.Read)} wrote no target: write the buffer's"
                + $" {(buffer.Values.IsEmpty ? "Label, or all Labels," : "Values")} there, or give the targets of all images in"
                + $" {nameof(IImageSource.Targets)}.");
        }
    }
}
