namespace CnnGen.Runtime;

/// <summary>Random numbers one after the other, from consecutive blocks of <see cref="Philox"/>.</summary>
/// <param name="stream">Counter of the first block; its first word is counted up.</param>
/// <param name="key">The key.</param>
internal unsafe struct PhiloxSequence(PhiloxCounter stream, ulong key)
{
    private fixed uint _words[Philox.BlockWords];
    private PhiloxCounter _counter = stream;
    private int _taken = Philox.BlockWords;

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        if (_taken == Philox.BlockWords)
        {
            fixed (uint* words = _words)
                Philox.Blocks<Lanes1, float>(_counter, key, words);
            _counter = _counter with { Word0 = _counter.Word0 + 1 };
            _taken = 0;
        }
        return _words[_taken++];
    }

    /// <summary>A number in [0, bound), each as likely as the others.</summary>
    /// <param name="bound">At least 1.</param>
    /// <remarks>D. Lemire: Fast random integer generation in an interval. ACM TOMACS 29, 2019.</remarks>
    public uint NextBelow(uint bound)
    {
        var product = (ulong)Next() * bound;
        if ((uint)product < bound)
        {
            // 2^32 mod bound low products would come up once too often.
            var surplus = (0u - bound) % bound;
            while ((uint)product < surplus)
                product = (ulong)Next() * bound;
        }
        return (uint)(product >> 32);
    }
}
