using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Comparisons of float32 results, to the bit.</summary>
internal static class Bits
{
    /// <summary>Fails at the first value whose bits differ.</summary>
    public static void AreEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> got, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(got[i]))
                Assert.Fail($"{what}: value {i} is {got[i]:G9}, expected the bits of {expected[i]:G9}");
        }
    }

    /// <summary>SHA-256 of all parameters of a network, in order.</summary>
    public static string HashOfWeights(INetwork network) => Hash(network.Parameters.Select(Values));

    /// <summary>SHA-256 of some arrays, in order.</summary>
    public static string Hash(IEnumerable<float[]> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var values in arrays)
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A parameter's values, in Keras' layout.</summary>
    public static float[] Values(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return values;
    }

    /// <summary>The values of all parameters of a network, in order.</summary>
    public static float[] Values(INetwork network) => [.. network.Parameters.SelectMany(Values)];

    /// <summary>A parameter's gradient, in Keras' layout.</summary>
    public static float[] Gradient(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyGradientTo(values);
        return values;
    }
}
