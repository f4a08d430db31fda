using CnnGen.Runtime;

namespace CnnGen.Data;

/// <summary>An order of images, which seed and epoch alone decide.</summary>
internal static class Shuffling
{
    /// <summary>What stands for the epoch where a data set is shuffled outside of training, whose epochs begin with 1.</summary>
    public const int NoEpoch = 0;

    /// <summary>Fills in the numbers from 0 in random order (Fisher and Yates), each order as likely as the others.</summary>
    /// <param name="order">Room for the order.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch.</param>
    public static void Fill(Span<int> order, ulong seed, int epoch) =>
        Fill(order, new PhiloxCounter(0, (uint)epoch, 0, (uint)Philox.ShuffleStream << 16), seed);

    /// <summary>The same with other random numbers.</summary>
    /// <param name="order">Room for the order.</param>
    /// <param name="stream">The counter of the first of them.</param>
    /// <param name="seed">The seed.</param>
    public static void Fill(Span<int> order, PhiloxCounter stream, ulong seed)
    {
        var random = new PhiloxSequence(stream, seed);
        for (var i = 0; i < order.Length; i++)
        {
            var other = (int)random.NextBelow((uint)i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }
}
