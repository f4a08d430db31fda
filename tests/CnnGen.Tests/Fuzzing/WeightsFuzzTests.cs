using System.Runtime.InteropServices;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

/// <summary>Weights of a network, by each way into it. What is refused changes nothing.</summary>
public sealed class WeightsFuzzTests
{
    [Theory]
    [InlineData("file")]
    [InlineData("stream")]
    [InlineData("memory")]
    public void Weights_are_loaded_or_refused(string way)
    {
        using var network = ZooNetworks.Subject("Perceptron").Create(InstructionSets.Best);
        var (expected, before) = (new List<byte[]>(), network.Parameters.Select(Bits.Values).ToList());
        FuzzRun.Over(mutation => Make(mutation, network, out expected), path =>
        {
            try
            {
                Load(network, way, path);
            }
            catch (InvalidDataException)
            {
                Assert.Equal(before, network.Parameters.Select(Bits.Values));
                throw;
            }

            before = [.. network.Parameters.Select(Bits.Values)];
            if (expected is not null)
                Assert.Equal(expected, before.Select(values => MemoryMarshal.AsBytes<float>(values).ToArray()));
            return 2 * before.Sum(values => sizeof(float) * (long)values.Length);
        });
    }

    private static void Load(INetwork network, string way, string path)
    {
        switch (way)
        {
            case "file":
                network.Load(path);
                break;
            case "stream":
                using (var stream = File.OpenRead(path))
                    network.Load(stream, path);
                break;
            default:
                network.Load(File.ReadAllBytes(path), path);
                break;
        }
    }

    private static byte[] Make(Mutation mutation, INetwork network, out List<byte[]>? expected)
    {
        List<(string, int[], byte[])> tensors = [];
        foreach (var parameter in network.Parameters)
        {
            // Finite numbers: the exponent of a little-endian float is in its last two bytes.
            var values = mutation.Bytes(sizeof(float) * parameter.Count);
            for (var i = 3; i < values.Length; i += sizeof(float))
                values[i] &= 0x3f;
            tensors.Add((parameter.Name, [.. parameter.Shape], values));
        }

        expected = mutation.IsNone ? [.. tensors.Select(tensor => tensor.Item3)] : null;
        return SafetensorsParts.Make(mutation, mutation.Shuffle(tensors));
    }
}
