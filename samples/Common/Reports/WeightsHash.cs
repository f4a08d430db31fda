using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CnnGen.Samples.Reports;

/// <summary>Tells networks apart to the bit.</summary>
internal static class WeightsHash
{
    /// <summary>SHA-256 over all parameters in order, each in its public layout as little-endian floats; lower-case hexadecimal.</summary>
    /// <param name="network">The network.</param>
    public static string Of(INetwork network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in network.Parameters)
        {
            var words = new uint[parameter.Count];
            parameter.CopyTo(MemoryMarshal.Cast<uint, float>(words.AsSpan()));
            if (!BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(words, words);
            hash.AppendData(MemoryMarshal.AsBytes(words.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
