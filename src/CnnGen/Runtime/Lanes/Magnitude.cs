namespace CnnGen.Runtime;

/// <summary>Signs and magnitudes of floats.</summary>
internal static class Magnitude
{
    /// <summary>|x|.</summary>
    public static V Of<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.AndBits(x, L.CreateBits(0x7FFF_FFFF));

    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    public static V Sign<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged =>
        L.SelectLess(L.Create(0f), Of<L, V>(x), L.OrBits(L.Create(1f), L.AndBits(x, L.CreateBits(0x8000_0000))), x);

    /// <summary>x, but at least <paramref name="least"/>; NaN for NaN.</summary>
    public static V AtLeast<L, V>(V x, float least)
        where L : ILanes<V>
        where V : unmanaged => L.SelectLess(x, L.Create(least), L.Create(least), x);

    /// <summary>x, cut to a range; NaN for NaN.</summary>
    public static V Clip<L, V>(V x, float least, float most)
        where L : ILanes<V>
        where V : unmanaged
    {
        var some = AtLeast<L, V>(x, least);
        return L.SelectLess(L.Create(most), some, L.Create(most), some);
    }

    /// <summary>A slope where a value lies in a range, its ends included, and 0 outside, where clipping makes it constant.</summary>
    public static V WithinClip<L, V>(V x, float least, float most, V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        var zero = L.Create(0f);
        return L.SelectLess(x, L.Create(least), zero, L.SelectLess(L.Create(most), x, zero, slope));
    }
}
