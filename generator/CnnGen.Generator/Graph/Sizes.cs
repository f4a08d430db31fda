namespace CnnGen.Generator.Graph;

/// <summary>Counting without overflow.</summary>
internal static class Sizes
{
    /// <summary>The most floats that a tensor or a parameter may have: 2 GiB less a byte, so that every byte offset is an int.</summary>
    public const long MaxFloats = int.MaxValue / sizeof(float);

    /// <summary>The product of positive factors; <see cref="long.MaxValue"/> when it is larger than that.</summary>
    public static long Product(params long[] factors)
    {
        var product = 1L;
        foreach (var factor in factors)
        {
            if (product > long.MaxValue / factor)
                return long.MaxValue;
            product *= factor;
        }

        return product;
    }
}
