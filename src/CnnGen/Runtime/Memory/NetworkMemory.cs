using System.Globalization;

namespace CnnGen.Runtime;

/// <summary>Reserves memory for a network, and says what it is for and what to do where the machine has none.</summary>
/// <param name="network">The network's name.</param>
internal sealed class NetworkMemory(string network)
{
    /// <summary>Bytes that are reserved without a look at what the machine has.</summary>
    public const long Small = 64 << 20;

    /// <summary>What to do where networks together take too much.</summary>
    public const string OtherNetworks = "Dispose of networks that are not needed any more.";

    /// <summary>Bytes of memory that the machine is taken to have, all of them free, in place of what it has; for tests.</summary>
    public long? Assumed { get; set; }

    /// <summary>Bytes of the machine's memory.</summary>
    public long Total => Assumed ?? SystemMemory.Total;

    /// <summary>Bytes that are free at present.</summary>
    public long Free => Assumed ?? SystemMemory.Free;

    /// <summary>Reserves an arena that is used as a whole.</summary>
    /// <param name="floats">Its length.</param>
    /// <param name="purpose">What it is for, to follow "for".</param>
    /// <param name="wayOut">A sentence that says what to do where there is no memory for it.</param>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public AlignedMemory Reserve(long floats, string purpose, string wayOut)
    {
        var bytes = sizeof(float) * floats;
        if (bytes > Small && bytes > Total)
            throw Lacks(bytes, purpose, wayOut, null);
        try
        {
            return new AlignedMemory(floats, largePages: true);
        }
        catch (OutOfMemoryException e)
        {
            throw Lacks(bytes, purpose, wayOut, e);
        }
    }

    /// <summary>The error that tells of memory that is not there.</summary>
    /// <param name="bytes">What is needed.</param>
    /// <param name="purpose">What for, to follow "for".</param>
    /// <param name="wayOut">A sentence that says what to do.</param>
    /// <param name="cause">What the system said; null where it was not asked.</param>
    public OutOfMemoryException Lacks(long bytes, string purpose, string wayOut, Exception? cause) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{network} needs {bytes:N0} bytes for {purpose}, but the machine has {Total:N0} bytes of memory, "
            + $"of which {Free:N0} are free. {wayOut}"),
        cause);
}
