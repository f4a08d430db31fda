using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>The counter of Philox: 128 bits in four words, the first the lowest.</summary>
/// <param name="Word0">Bits 0 to 31.</param>
/// <param name="Word1">Bits 32 to 63.</param>
/// <param name="Word2">Bits 64 to 95.</param>
/// <param name="Word3">Bits 96 to 127.</param>
internal readonly record struct PhiloxCounter(uint Word0, uint Word1, uint Word2, uint Word3);

/// <summary>
/// Philox4x32-10, a counter-based random number generator: four random words are a function of a 128-bit counter and a 64-bit key.
/// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011.
/// </summary>
internal static unsafe class Philox
{
    /// <summary>Words of one block.</summary>
    public const int BlockWords = 4;

    /// <summary>The high 16 bits of counter word 3 for shuffling; dropout has its layers' indices there.</summary>
    public const int ShuffleStream = 0xFFFF;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD251_1F53;
    private const uint Multiplier1 = 0xCD9E_8D57;

    // The golden ratio and sqrt(3) - 1, which the key grows by in each round.
    private const uint Weyl0 = 0x9E37_79B9;
    private const uint Weyl1 = 0xBB67_AE85;

    private static ReadOnlySpan<uint> LaneIndices => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>
    /// Consecutive blocks, one in each lane: block b has the counter with <paramref name="counter"/>.Word0 + b (which wraps within its
    /// word).
    /// </summary>
    /// <param name="counter">Counter of the first block.</param>
    /// <param name="key">The key.</param>
    /// <param name="words">Room for 4 L.Count words, block after block.</param>
    [SkipLocalsInit]
    public static void Blocks<L, V>(in PhiloxCounter counter, ulong key, uint* words)
        where L : ILanes<V>
        where V : unmanaged
    {
        V c0;
        fixed (uint* indices = LaneIndices)
            c0 = L.AddBits(L.CreateBits(counter.Word0), L.Load((float*)indices));
        var c1 = L.CreateBits(counter.Word1);
        var c2 = L.CreateBits(counter.Word2);
        var c3 = L.CreateBits(counter.Word3);
        var key0 = (uint)key;
        var key1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var next0 = L.XorBits(L.XorBits(L.MultiplyHighBits(c2, Multiplier1), c1), L.CreateBits(key0));
            var next2 = L.XorBits(L.XorBits(L.MultiplyHighBits(c0, Multiplier0), c3), L.CreateBits(key1));
            c1 = L.MultiplyLowBits(c2, Multiplier1);
            c3 = L.MultiplyLowBits(c0, Multiplier0);
            c0 = next0;
            c2 = next2;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        var byWord = stackalloc uint[BlockWords * Lanes512.Count];
        L.Store(c0, (float*)byWord);
        L.Store(c1, (float*)byWord + L.Count);
        L.Store(c2, (float*)byWord + 2 * L.Count);
        L.Store(c3, (float*)byWord + 3 * L.Count);
        for (var block = 0; block < L.Count; block++)
        {
            for (var word = 0; word < BlockWords; word++)
                words[block * BlockWords + word] = byWord[word * L.Count + block];
        }
    }
}
