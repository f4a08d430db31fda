namespace CnnGen.AspNetCore;

/// <summary>Refuses requests that do not fit a network before they are predicted together with others.</summary>
/// <param name="info">The network.</param>
internal sealed class RequestChecks(NetworkInfo info)
{
    /// <summary>The images of a request.</summary>
    /// <param name="images">Values of all of them.</param>
    /// <param name="outputs">Values that there is room for.</param>
    /// <param name="areBytes">Whether they are bytes.</param>
    /// <param name="furtherOutputs">Room for the further outputs; null where these are not wanted.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other or the network.</exception>
    /// <exception cref="InvalidOperationException">The network takes no bytes.</exception>
    public int Count(int images, int outputs, bool areBytes, Memory<float>[]? furtherOutputs = null)
    {
        if (areBytes && !info.AcceptsBytes)
        {
            throw new InvalidOperationException(
                $"{info.Name} does not begin with [Normalization] or [Rescaling], so images as bytes would come in unscaled: pass floats.");
        }

        var count = images / info.InputSize;
        if (images != count * info.InputSize)
        {
            throw new ArgumentException(
                $"{info.Name} takes images of {string.Join(" x ", info.InputShape)} = {info.InputSize} values, but {images} values are no"
                + " whole number of them.", nameof(images));
        }

        CheckRoom(info.Layers[^1].Name, info.OutputSize, count, outputs);
        if (furtherOutputs is not null)
            CheckFurther(count, furtherOutputs);
        return count;
    }

    private void CheckFurther(int count, Memory<float>[] furtherOutputs)
    {
        if (furtherOutputs.Length != info.FurtherOutputs.Count)
        {
            throw new ArgumentException(
                $"{info.Name} has {info.FurtherOutputs.Count} outputs besides that of its last layer, but room for {furtherOutputs.Length}"
                + " came.", nameof(furtherOutputs));
        }

        for (var i = 0; i < furtherOutputs.Length; i++)
            CheckRoom(info.FurtherOutputs[i].Name, info.FurtherOutputs[i].Size, count, furtherOutputs[i].Length);
    }

    private static void CheckRoom(string output, int size, int count, int room)
    {
        if (room != (long)count * size)
        {
            throw new ArgumentException(
                $"Output '{output}' of {count} images is {(long)count * size} values ({size} each), but there is room for {room}.",
                "outputs");
        }
    }
}
